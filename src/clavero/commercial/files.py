"""Targets as a file, named as they are read, so that a file that was mended can be brought back."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from clavero.commercial.rules.reading import COLUMNS, OPTIONAL
from clavero.commercial.rules.targets import Targets
from clavero.ui import spreadsheet

_HEADS = (*COLUMNS, *OPTIONAL)


def targets_as_file(targets: Targets, kind: str, *, name: str) -> HttpResponse:
    """The targets as ``csv`` or ``xlsx``."""
    records = [
        [cell.year, cell.family, each.sales, each.margin] for cell, each in sorted(targets.items())
    ]
    if kind == "xlsx":
        sheet = spreadsheet.Sheet(name, _HEADS, records, ("0", None, "#,##0.00", "#,##0.00"))
        answer = HttpResponse(spreadsheet.to_workbook([sheet]), content_type=spreadsheet.XLSX)
    else:
        kind = "csv"
        answer = HttpResponse(spreadsheet.to_csv(_HEADS, records), content_type=spreadsheet.CSV)
    file = f"{name}-{timezone.localdate()}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer
