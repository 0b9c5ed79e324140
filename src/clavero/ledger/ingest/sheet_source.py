"""Rows of a workbook's sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from clavero.ledger.rules import missing_fields
from clavero.ledger.rules.recognition import Profile, recognise_fields, recognised
from clavero.ledger.rules.words import fold

MOST_CELLS = 16_000_000
"""A sheet is held in memory, some 90 bytes a cell: this is 1.4 GB. CSV files have no such limit."""

_ROWS = 20_000  # in a batch
_HEAD = 80  # rows looked at for the column names

Cell = Any


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet with a header: where it is, and how much it looks like sales lines.

    ``columns`` are the positions of those with a name, by the name as it compares and how often
    it came before; ``held`` is the sheet itself, where there is memory for all that are read.
    """

    path: Path
    name: str
    start: int
    header: int
    rows: int
    names: tuple[str, ...]
    columns: Mapping[tuple[str, int], int]
    points: int
    held: python_calamine.CalamineSheet | None = None

    @property
    def sheet(self) -> python_calamine.CalamineSheet:
        """Its cells."""
        return self.held or _sheet(self.path, self.name)

    @property
    def has_lines(self) -> bool:
        """Whether it has, by its names, all the columns that sales lines need."""
        found = recognise_fields(self.names, [Profile() for _name in self.names])
        return not missing_fields({guess.field for guess in found})

    def body(self) -> Iterator[list[Cell]]:
        """The rows below its header."""
        return islice(self.sheet.iter_rows(), self.header + 1, None)

    def places(self, first: _Table) -> list[int | None]:
        """Where it has each of the columns of ``first``; one without a name is that sheet's own."""
        if self is first:
            return list(range(len(self.names)))
        keys = {at: key for key, at in first.columns.items()}
        return [self.columns[keys[at]] if at in keys else None for at in range(len(first.names))]


@dataclass(slots=True)
class SheetSource(TypedSource):
    """One sheet, or several with the same columns, one after the other. ``sheets`` are all that
    the workbook shows, ``hidden`` the others; ``is_chosen`` says that a person named the one to
    read."""

    tables: Sequence[_Table]
    sheets: Sequence[str]
    is_chosen: bool = False
    hidden: Sequence[str] = ()
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.names = self.tables[0].names

    @property
    def details(self) -> Mapping[str, Finding]:
        """The sheets that are read, and the header of the first."""
        read = ", ".join(table.name for table in self.tables)
        return {
            "sheet": Finding(read, self._why(read), tuple(self.sheets)),
            "header": Finding(
                str(self.line_of(1, 0)),
                Told(_("The first row with a text in each column, and rows follow it.")),
            ),
        }

    def _why(self, read: str) -> Told:
        if self.is_chosen:
            return Told(_("Chosen by hand, now or for an earlier file."))
        if len(self.tables) == 1:
            known = _("Of the sheets %(names)s, it has the most columns that are known.")
            return Told(known, {"names": ", ".join(self.sheets)})
        own = {table.name for table in self.tables}
        others = ", ".join(name for name in self.sheets if name not in own)
        if others and self.hidden:
            others = ", ".join([others, *self.hidden])
        if self.hidden and not others:
            shown = _(
                "Its visible sheets have the same columns: all of them are read, as one file. "
                "Hidden, and so not read: %(names)s."
            )
            return Told(shown, {"names": ", ".join(self.hidden)})
        if not others:
            return Told(_("Its sheets have the same columns: all are read, as one file."))
        together = _(
            "The sheets %(names)s have the same columns: they are read as one file. Not read: "
            "%(others)s."
        )
        return Told(together, {"names": read, "others": others})

    @property
    def read_together(self) -> tuple[str, ...]:
        """The sheets that make one file, where there are several."""
        return tuple(table.name for table in self.tables) if len(self.tables) > 1 else ()

    def line_of(self, number: int, line_ends_before: int) -> int:
        """The sheet's own row number."""
        table, before = self._at(number)
        return table.start + table.header + number - before

    def sheet_of(self, number: int) -> str:
        """The sheet of a row, where several are read."""
        return self._at(number)[0].name if len(self.tables) > 1 else ""

    def _at(self, number: int) -> tuple[_Table, int]:
        """The sheet of a record, and how many records the sheets before it have."""
        before = 0
        for table in self.tables[:-1]:
            if number <= before + table.rows + 1:
                return table, before
            before += table.rows
        return self.tables[-1], before

    def batches(
        self,
        columns: Collection[int] | None = None,
        *,
        decimal_commas: Collection[int] = (),
        only_written: bool = False,
        nothing: Collection[str] = (),
        coded: Collection[int] = (),
    ) -> Iterator[Batch]:
        """All rows below the headers, as text: numbers plainly, dates as 2024-03-25."""
        positions = list(range(len(self.names)) if columns is None else columns)
        names = [column_name(position) for position in positions]
        number, height = 2, max(sum(table.rows for table in self.tables), 1)
        for table in self.tables:
            places = table.places(self.tables[0])
            rows = table.body()
            while block := list(islice(rows, _ROWS)):
                texts = []
                for position in positions:
                    place = places[position]
                    cells = [None if place is None else row[place] for row in block]
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
                yield Batch(numbers, batch, (), min((number - 2) / height, 1.0))


def open_workbook(opened: Opened, sheet: str | None) -> SheetSource:
    """The chosen sheet, or else the one that looks most like sales lines with all that have the
    same columns.

    Raises :class:`Refusal` for a workbook that is damaged, too large, or without a table; and
    where it is not plain which of its sheets are to be read.
    """
    cells = cells_of(opened.path, MOST_CELLS)
    names, hidden = _sheets(opened.path)
    if sheet is not None and sheet not in names:
        raise refusals.unknown_sheet(sheet, names)
    # Several sheets are held at once only where together they are no larger than one may be.
    hold = cells <= MOST_CELLS
    tables = _tables(opened.path, [sheet] if sheet else names, hold=hold)
    best = max(tables, key=lambda table: table.points)
    alike = [table for table in tables if table.columns.keys() == best.columns.keys()]
    own = {table.name for table in alike}
    if rivals := {table.name for table in tables if _is_rival(table, best)} - own:
        raise refusals.ambiguous_sheets([name for name in names if name in own | rivals])
    if len(alike) == 1 and not hold:
        alike = [replace(best, held=best.sheet)]
    _must_not_repeat(alike)
    return SheetSource(alike, names, is_chosen=sheet is not None, hidden=hidden)


def _tables(path: Path, names: Sequence[str], *, hold: bool) -> list[_Table]:
    """The sheets that are tables, in their order."""
    found: list[_Table] = []
    refusal: Refusal = refusals.not_a_table()
    for name in names:
        try:
            table = _table(path, name)
        except Refusal as because:
            refusal = because
            continue
        found.append(table if hold else replace(table, held=None))
        del table
    if not found:
        raise refusal
    return found


def _is_rival(table: _Table, best: _Table) -> bool:
    """Whether a sheet with other columns than the best one may have sales lines as well."""
    shared = len(table.columns.keys() & best.columns.keys())
    return (table.has_lines and best.has_lines) or 2 * shared > len(best.columns)


def _must_not_repeat(tables: Sequence[_Table]) -> None:
    """Refuse to add up sheets that say the same: a copy, or a sheet of the year beside its months.

    Rows with little in them, as those below a table, prove nothing.
    """
    seen: dict[int, str] = {}
    for table in tables if len(tables) > 1 else ():
        places = [place for place in table.places(tables[0]) if place is not None]
        fewest = len(places) / 2
        own: dict[int, str] = {}
        for row in table.body():
            cells = tuple(row[place] for place in places)
            if len(cells) - cells.count("") <= fewest:
                continue
            key = hash(repr(cells))  # of the text: −1 and −2 have the same hash
            if key in seen:
                raise refusals.overlapping_sheets(
                    [seen[key], table.name], [each.name for each in tables]
                )
            own[key] = table.name
        seen |= own


def _sheets(path: Path) -> tuple[list[str], list[str]]:
    """The sheets of cells that a workbook shows, and those that it hides."""
    visible = python_calamine.SheetVisibleEnum.Visible
    with _workbook(path) as book:
        sheets = book.sheets_metadata
    return (
        [each.name for each in sheets if each.visible == visible],
        [each.name for each in sheets if each.visible != visible],
    )


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
    start = int((sheet.start or (0, 0))[0])
    count = sheet.height - header - 1
    columns = _by_name(rows[header])
    return _Table(path, name, start, header, count, names, columns, recognised(names), sheet)


def _by_name(names: Sequence[str]) -> dict[tuple[str, int], int]:
    times: Counter[str] = Counter()
    found = {}
    for at, name in enumerate(names):
        if key := fold(name) or name.strip():
            found[key, times[key]] = at
            times[key] += 1
    return found


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
