"""A list as a file: every row that meets the filters, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from clavero.ui import spreadsheet
from clavero.ui.lists.screen import Screen, Table


def response(screen: Screen, table: Table, kind: str) -> HttpResponse:
    """The list as a download of the kind ``csv`` or ``xlsx``."""
    content_type, write = WRITERS[kind]
    name = f"{slugify(str(screen.title))}-{timezone.localdate():%Y-%m-%d}.{kind}"
    answer = HttpResponse(write(screen, table), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _csv(screen: Screen, table: Table) -> bytes:
    return spreadsheet.to_csv(_heads(table), _records(table))


def _xlsx(screen: Screen, table: Table) -> bytes:
    return spreadsheet.to_workbook([sheet_of(screen, table)])


def sheet_of(screen: Screen, table: Table) -> spreadsheet.Sheet:
    """A list as a sheet of a workbook."""
    number_formats = [bound.column.number_format(table.currency) for bound in table.columns]
    return spreadsheet.Sheet(str(screen.title), _heads(table), _records(table), number_formats)


def _heads(table: Table) -> list[str]:
    return [bound.column.head(table.currency) for bound in table.columns]


def _records(table: Table) -> Iterator[list[Any]]:
    columns = [(bound.accessor, bound.column) for bound in table.columns]
    for row in table.data:
        yield [
            column.cell(accessor.resolve(row, quiet=True), table.currency)
            for accessor, column in columns
        ]


WRITERS: dict[str, tuple[str, Callable[[Screen, Table], bytes]]] = {
    "csv": (spreadsheet.CSV, _csv),
    "xlsx": (spreadsheet.XLSX, _xlsx),
}
