"""Targets as a file, named as they are read, so that a file that was mended can be brought back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from clavero.commercial.rules.account_reading import ACCOUNT_COLUMNS, ACCOUNT_OPTIONAL
from clavero.commercial.rules.reading import COLUMNS, OPTIONAL
from clavero.commercial.rules.targets import Targets
from clavero.ui import spreadsheet
from clavero.ui.downloads import sheet_downloaded

_HEADS = (*COLUMNS, *OPTIONAL)
ACCOUNT_HEADS = (*ACCOUNT_COLUMNS, *ACCOUNT_OPTIONAL)
_MONEY = "#,##0.00"


def targets_as_file(targets: Targets, kind: str, *, name: str) -> HttpResponse:
    """The targets as ``csv`` or ``xlsx``."""
    records = [
        [cell.year, cell.family, each.sales, each.margin] for cell, each in sorted(targets.items())
    ]
    return _as_file(_HEADS, records, ("0", None, _MONEY, _MONEY), kind, name)


def accounts_as_file(records: Iterable[Sequence[Any]], kind: str, *, name: str) -> HttpResponse:
    """The targets of accounts as ``csv`` or ``xlsx``."""
    formats = (None, "0", None, None, _MONEY, _MONEY)
    return _as_file(ACCOUNT_HEADS, list(records), formats, kind, name)


def _as_file(
    heads: Sequence[str],
    records: Sequence[Sequence[Any]],
    formats: Sequence[str | None],
    kind: str,
    name: str,
) -> HttpResponse:
    sheet = spreadsheet.Sheet(name, heads, records, formats)
    return sheet_downloaded(sheet, kind, f"{name}-{timezone.localdate()}")
