"""Rows of a workbook's sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import python_calamine
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.ledger.ingest import refusals
from clavero.ledger.ingest.dialect import MOST_COLUMNS, find_header, unique
from clavero.ledger.ingest.findings import Finding, Told
from clavero.ledger.ingest.opening import Opened
from clavero.ledger.ingest.source import Batch, TypedSource, column_name
from clavero.ledger.ingest.workbook import cells_of
from clavero.ledger.rules.recognition import recognised

MOST_CELLS = 16_000_000
"""A sheet is held in memory, some 90 bytes a cell: this is 1.4 GB. CSV files have no such limit."""

_ROWS = 20_000  # in a batch
_HEAD = 80  # rows looked at for the column names

Cell = Any


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet with a header: its position, and how much it looks like sales lines."""

    sheet: python_calamine.CalamineSheet
    header: int
    names: tuple[str, ...]
    points: int


@dataclass(slots=True)
class SheetSource(TypedSource):
    """One sheet, held in memory."""

    table: _Table
    sheets: Sequence[str]
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.names = self.table.names

    @property
    def details(self) -> Mapping[str, Finding]:
        """The sheet and its header."""
        others = Told(
            _("Of the sheets %(names)s, it has most columns that are known."),
            {"names": ", ".join(self.sheets)},
        )
        return {
            "sheet": Finding(self.table.sheet.name, others, tuple(self.sheets)),
            "header": Finding(
                str(self.line_of(1, 0)),
                Told(_("The first row with a text in each column, and rows follow it.")),
            ),
        }

    def line_of(self, number: int, line_ends_before: int) -> int:
        """The sheet's own row number."""
        start = self.table.sheet.start or (0, 0)
        return int(start[0]) + self.table.header + number

    def batches(
        self,
        columns: Collection[int] | None = None,
        *,
        decimal_commas: Collection[int] = (),
        only_written: bool = False,
        nothing: Collection[str] = (),
        coded: Collection[int] = (),
    ) -> Iterator[Batch]:
        """All rows below the header, as text: numbers plainly, dates as 2024-03-25."""
        positions = list(range(len(self.names)) if columns is None else columns)
        names = [column_name(position) for position in positions]
        rows = islice(self.table.sheet.iter_rows(), self.table.header + 1, None)
        number, height = 2, max(self.table.sheet.height, 1)
        while block := list(islice(rows, _ROWS)):
            texts = []
            for position in positions:
                cells = [row[position] for row in block]
                if only_written:
                    written = [cell if isinstance(cell, str) else None for cell in cells]
                else:
                    comma = position in decimal_commas
                    written = [_text(cell, comma=comma) for cell in cells]
                known = [None if text in nothing else text for text in written]
                texts.append(pa.array(known, pa.string()))
            numbers = pa.arange(number, number + len(block))
            number += len(block)
            batch = pa.RecordBatch.from_arrays(texts, names)
            yield Batch(numbers, batch, (), min(number / height, 1.0))


def open_workbook(opened: Opened, sheet: str | None) -> SheetSource:
    """The sheet that looks most like sales lines, or the chosen one.

    Raises :class:`Refusal` for a workbook that is damaged, too large, or without a table.
    """
    cells = cells_of(opened.path, MOST_CELLS)
    names = _visible_sheets(opened.path)
    if sheet is not None and sheet not in names:
        raise refusals.unknown_sheet(sheet, names)
    # Two sheets are held at once only where together they are no larger than one may be.
    best = _best(opened.path, [sheet] if sheet else names, at_once=cells <= MOST_CELLS)
    return SheetSource(best, names)


def _best(path: Path, names: Sequence[str], *, at_once: bool) -> _Table:
    """The sheet with most known columns."""
    best: _Table | None = None
    chosen, points = "", -1
    refusal: Refusal = refusals.not_a_table()
    for name in names:
        try:
            table = _table(path, name)
        except Refusal as found:
            refusal = found
            continue
        if table.points > points:
            chosen, points = name, table.points
            best = table if at_once else None
        del table
    if not chosen:
        raise refusal
    return best or _table(path, chosen)


def _visible_sheets(path: Path) -> list[str]:
    visible = python_calamine.SheetVisibleEnum.Visible
    with _workbook(path) as book:
        return [each.name for each in book.sheets_metadata if each.visible == visible]


def _workbook(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError as error:
        raise refusals.old_workbook() from error
    except (python_calamine.CalamineError, OSError) as error:
        raise refusals.damaged_workbook() from error


def _sheet(path: Path, name: str) -> python_calamine.CalamineSheet:
    try:
        return _workbook(path).get_sheet_by_name(name)
    except python_calamine.CalamineError as error:
        raise refusals.damaged_workbook() from error


def _table(path: Path, name: str) -> _Table:
    sheet = _sheet(path, name)
    rows = [[_text(cell) or "" for cell in row] for row in islice(sheet.iter_rows(), _HEAD)]
    if not any(cell for row in rows for cell in row):
        raise refusals.empty()
    if sheet.width > MOST_COLUMNS:
        raise refusals.too_many_columns(MOST_COLUMNS)
    header = find_header(rows, len(rows[0]))
    if header is None:
        raise refusals.no_header()
    if sheet.height <= header + 1:
        raise refusals.no_lines()
    names = unique(rows[header])
    return _Table(sheet, header, names, recognised(names))


def _text(cell: Cell, *, comma: bool = False) -> str | None:
    """A cell as text: numbers in full, without the noise of binary fractions."""
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() | int():
            text = _number(cell)
            return text.replace(".", ",") if comma else text
        case datetime():
            return cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return None


def _number(value: float) -> str:
    """15 digits, as a spreadsheet computes and shows: 0.1 + 0.2 is 0.3."""
    text = f"{value:.15g}"
    return f"{value:.6f}".rstrip("0").rstrip(".") if "e" in text else text
