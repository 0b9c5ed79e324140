"""Small tables that people bring as CSV: read row by row, each bad row told with where and why.

What a column means is the business of who reads it; this is what all such tables have in common.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from clavero.core import notation
from clavero.core.headings import named, own_name
from clavero.core.likeness import fold
from clavero.core.writable import kept

Choice = TypeVar("Choice", bound=StrEnum)

MOST_BYTES = 50_000_000
"""More than any table that people bring takes."""
_DELIMITERS = ";\t,"
_SHOWN = 80  # characters of a bad value


class RowFault(StrEnum):
    """Why a row cannot be used, whatever its table holds."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_A_NUMBER = "not_a_number"
    OPEN_NUMBER = "open_number"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_DATE = "not_a_date"
    IN_THE_FUTURE = "in_the_future"
    CELLS = "cells"
    UNKNOWN_ACCOUNT = "unknown_account"


class UnreadableTable(ValueError):
    """The text is no such table: ``missing`` are the columns that it lacks."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"missing columns: {', '.join(missing)}")
        self.missing = tuple(missing)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be used: its line, the column to mend with what stands there, and why;
    ``within`` are the smallest and the largest number that could stand there, ``beside`` is what
    it contradicts, where the reason says so."""

    line: int
    column: str
    value: str
    reason: StrEnum
    within: tuple[Decimal, Decimal] | None = field(default=None, compare=False)
    beside: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReport:
    """What happened to a file, in its rows."""

    read: int
    kept: int
    already_there: int
    refused: Sequence[RefusedRow] = ()

    @property
    def refused_by_reason(self) -> Mapping[str, int]:
        """How many rows were refused for what, the most frequent first."""
        return dict(Counter(bad.reason.value for bad in self.refused).most_common())


class BadRow(Exception):
    """Raised while a row is read; carries what is told of it."""

    def __init__(self, told: RefusedRow) -> None:
        super().__init__(told.reason)
        self.told = told


@dataclass(frozen=True)
class _Whole:
    """What a row has to know of its file."""

    text: str
    names: Sequence[str]
    headings: Mapping[str, str]  # by the names of columns that are called otherwise
    numbers: Collection[str]

    @cached_property
    def decimal(self) -> str | None:
        """The sign before decimals that the numbers of the file agree on, looked for when a number
        leaves it open."""
        at = [place for place, name in enumerate(self.names) if name in self.numbers]
        rows = _numbered(self.text)
        next(rows, None)
        return notation.settled_by(
            cells[place] for _line, cells in rows for place in at if place < len(cells)
        )


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row by the names of its columns."""

    line: int
    cells: Mapping[str, str]
    whole: _Whole = field(compare=False, repr=False)

    def bad(
        self, column: str, reason: StrEnum, within: tuple[Decimal, Decimal] | None = None
    ) -> BadRow:
        """What to raise about a cell: its column is told as the file calls it."""
        called = self.whole.headings.get(column, column)
        value = self.cells.get(column, "")[:_SHOWN]
        return BadRow(RefusedRow(self.line, called, value, reason, within))

    def said(self, column: str, *, longest: int | None = None) -> str:
        """A text that must be there."""
        text = self.cells[column]
        if not text:
            raise self.bad(column, RowFault.MISSING)
        if longest is not None and len(text) > longest:
            raise self.bad(column, RowFault.TOO_LONG)
        return text

    def text(self, column: str, *, longest: int) -> str:
        """A text that need not be there, nor its column."""
        text = self.cells.get(column, "")
        if len(text) > longest:
            raise self.bad(column, RowFault.TOO_LONG)
        return text

    def number(
        self, column: str, *, low: Decimal, high: Decimal, places: int, above: bool = False
    ) -> Decimal:
        """A number from ``low`` (or, with ``above``, more than it) to ``high``. Where it can be
        read in two ways and nothing else settles it, it is the one that lies there."""
        value, limits = self._read(column, low, high), None if above else (low, high)
        if not low <= value <= high or (above and value == low):
            raise self.bad(column, RowFault.OUT_OF_RANGE, limits)
        rounded = round(value, places)
        if above and rounded == low:
            raise self.bad(column, RowFault.OUT_OF_RANGE, limits)
        return abs(value) if rounded == value == 0 else (value if rounded == value else rounded)

    def _read(self, column: str, low: Decimal, high: Decimal) -> Decimal:
        text = self.said(column)
        if self.whole.decimal is not None or not notation.is_open(text):
            return self.exact(column)
        readings = [notation.exact(text, sign) for sign in (".", ",")]
        within = [each for each in readings if each is not None and low <= each <= high]
        if len(within) > 1:
            raise self.bad(column, RowFault.OPEN_NUMBER)
        if not within:
            raise self.bad(column, RowFault.OUT_OF_RANGE, (low, high))
        return within[0]

    def exact(self, column: str) -> Decimal:
        """The number that stands there, as large as it may be."""
        text = self.said(column)
        decimal = self.whole.decimal if notation.is_open(text) else None
        value = notation.exact(text, decimal)
        if value is None:
            is_open = notation.is_open(text)
            raise self.bad(column, RowFault.OPEN_NUMBER if is_open else RowFault.NOT_A_NUMBER)
        return value

    def number_or_none(
        self, column: str, *, low: Decimal, high: Decimal, places: int
    ) -> Decimal | None:
        """A number that need not be there, nor its column."""
        if not self.cells.get(column):
            return None
        return self.number(column, low=low, high=high, places=places)

    def day(self, column: str, today: date) -> date:
        """A day that has come."""
        try:
            day = date.fromisoformat(self.said(column))
        except ValueError:
            raise self.bad(column, RowFault.NOT_A_DATE) from None
        if day > today:
            raise self.bad(column, RowFault.IN_THE_FUTURE)
        return day

    def one_of(
        self,
        kind: type[Choice],
        column: str,
        reason: StrEnum,
        also: Mapping[str, str] | None = None,
    ) -> Choice:
        """One of a few words, or one that ``also`` says one of them, folded."""
        said = self.said(column)
        try:
            return kind((also or {}).get(fold(said), said.lower()))
        except ValueError:
            raise self.bad(column, reason) from None


def table_rows(
    text: str,
    needed: Sequence[str],
    *,
    optional: Collection[str] = (),
    numbers: Collection[str] = (),
) -> Iterator[TableRow | RefusedRow]:
    """Each row that says anything, its texts as they are kept; one with too many or too few cells
    is refused.

    The columns ``needed`` and ``optional`` may be called as :mod:`clavero.core.headings` says, too.
    Where a number can be read in two ways, the other ``numbers`` of the file settle it.
    Raises :class:`UnreadableTable` where a ``needed`` column is missing.

    >>> list(table_rows("a;Año\\n1;2\\n3\\n", ["a", "year"]))[0].cells
    {'a': '1', 'year': '2'}
    """
    rows = _numbered(text)
    _line, header = next(rows, (1, []))
    names = named(header, [*needed, *optional])
    if missing := [name for name in needed if name not in names]:
        raise UnreadableTable(missing)
    pairs = zip(names, (heading.strip() for heading in header), strict=True)
    headings = {name: heading for name, heading in pairs if own_name(heading) != name}
    return _named(_Whole(text, names, headings, numbers), rows)


def rows_at(text: str, lines: Collection[int]) -> tuple[list[str], dict[int, list[str]]]:
    """The names of the columns as they are written, and the rows that begin in ``lines``, by line.

    >>> rows_at("a;b\\n1;2\\n3\\n", {3})
    (['a', 'b'], {3: ['3']})
    """
    rows = _numbered(text)
    _line, header = next(rows, (1, []))
    return header, {line: cells for line, cells in rows if line in lines}


def _named(whole: _Whole, rows: Iterator[tuple[int, list[str]]]) -> Iterator[TableRow | RefusedRow]:
    for line, cells in rows:
        if len(cells) != len(whole.names):
            yield RefusedRow(line, "", ",".join(cells)[:_SHOWN], RowFault.CELLS)
        else:
            told = zip(whole.names, (kept(cell).strip() for cell in cells), strict=True)
            yield TableRow(line, dict(told), whole)


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that says anything, with the number of its first line."""
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield before + 1, cells
        before = reader.line_num
