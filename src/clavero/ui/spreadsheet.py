"""Tables as files: exact values, and safe to open.

A spreadsheet runs a text that begins like a formula, so such a text is marked as text (in CSV by
an apostrophe before it). Numbers, dates and money stay numbers and dates.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any

from django.utils import timezone

from clavero.core import notation
from clavero.core.money import plain
from clavero.ui import formats
from clavero.ui.cells import put, sheet_name

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles import Font

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LOOKED_AT, _WIDEST = 200, 48  # rows by which a column is as wide as its texts, in letters
CSV = "text/csv; charset=utf-8"
WORKBOOK_STARTS = b"PK\x03\x04"
"""With what every XLSX begins, and no text."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("Acme")
    ("'=1+1", 'Acme')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def to_csv(heads: Sequence[str], records: Iterable[Sequence[Any]]) -> bytes:
    """CSV as the reader's spreadsheet expects it: in Spanish, semicolons and decimal commas."""
    file = io.BytesIO()
    write_csv(file, heads, records)
    return file.getvalue()


def write_csv(target: IO[bytes], heads: Sequence[str], records: Iterable[Sequence[Any]]) -> None:
    """The same into a file, however many records there are."""
    style = formats.writing()
    # The mark tells Excel that it is UTF-8.
    file = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(file, delimiter=";" if style.decimal == "," else ",")
    writer.writerow([harmless(head) for head in heads])
    writer.writerows([_csv_cell(value, style.decimal) for value in record] for record in records)
    file.detach()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a workbook; ``number_formats`` are the columns', in the spreadsheet's own
    language, ``None`` for texts."""

    title: str
    heads: Sequence[str]
    records: Iterable[Sequence[Any]]
    number_formats: Sequence[str | None]


def to_workbook(sheets: Iterable[Sheet]) -> bytes:
    """A workbook: typed cells, bold heads that stay in sight, a filter on each column."""
    file = io.BytesIO()
    write_workbook(file, sheets)
    return file.getvalue()


def write_workbook(target: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """The same into a file, however many records there are."""
    # Imported when one is made: it is large, and every page and command passes by here.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book.create_sheet(sheet_name(sheet.title, book.sheetnames)), sheet)
    book.save(target)


class UnreadableWorkbook(ValueError):
    """The bytes are no workbook, or hold more than a table of its kind does."""


def as_csv(content: bytes, most: int) -> str:
    """The first sheet of a workbook as CSV of at most ``most`` characters, for whoever reads
    tables row by row. Its rows keep their numbers."""
    from openpyxl import load_workbook

    file = io.StringIO()
    writer = csv.writer(file)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        wide = 0
        for row in book.worksheets[0].iter_rows(values_only=True):
            wide = wide or len(row)  # not every program writes the empty cells at a row's end
            writer.writerow([_written(value) for value in (*row, *[None] * (wide - len(row)))])
            if file.tell() > most:
                raise UnreadableWorkbook("too large")
    except UnreadableWorkbook:
        raise
    except Exception as error:  # whatever a damaged file makes the library stumble over
        raise UnreadableWorkbook(str(error)) from error
    return file.getvalue()


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (value.date() if value.time() == time.min else value).isoformat()
    if isinstance(value, float):  # as the sheet shows it: 0.1 is a tenth
        number = plain(Decimal(repr(value)))
        return f"{number}0" if notation.is_open(number) else number  # 1.234 is no thousands
    return str(value)


def _write(page: Any, sheet: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    records = iter(sheet.records)
    first = list(islice(records, _LOOKED_AT))
    for position, head in enumerate(sheet.heads, start=1):
        texts = (row[position - 1] for row in first)
        longest = max((len(text) for text in texts if isinstance(text, str)), default=0)
        wide = max(12, len(head) + 4, min(longest + 2, _WIDEST))
        page.column_dimensions[get_column_letter(position)].width = wide
    page.freeze_panes = "B2"
    bold = Font(bold=True)
    page.append([_head(WriteOnlyCell(page), head, bold) for head in sheet.heads])
    # One cell a column, used again for each row: styling every cell anew takes most of the time.
    cells = [_styled(WriteOnlyCell(page), number_format) for number_format in sheet.number_formats]
    count = 1
    for record in chain(first, records):
        for cell, value in zip(cells, record, strict=True):
            _put(cell, value)
        page.append(cells)
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.heads))}{count}"


def _csv_cell(value: Any, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal):
        return plain(Decimal(str(value))).replace(".", decimal)
    return value.isoformat() if isinstance(value, date) else harmless(str(value))


def _head(cell: Cell, text: str, bold: Font) -> Cell:
    cell.font = bold
    _put(cell, text)
    return cell


def _styled(cell: Cell, number_format: str | None) -> Cell:
    if number_format:
        cell.number_format = number_format
    return cell


def _put(cell: Any, value: Any) -> None:
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.make_naive(value)  # a spreadsheet's times have no zone
    put(cell, value)
