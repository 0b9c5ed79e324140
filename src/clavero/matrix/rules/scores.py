"""A file of scores: what people say of accounts, row by row, and which rows cannot be used.

Its columns are ``account,criterion,value,subject,source,date``, in any order; ``forecast`` says
of which future a row speaks, and
``competitor`` of which of them. Several rows on the same thing are several raters: their median
counts, and where they are too far apart they talk first. Source: methods §2.2.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from statistics import median
from typing import TypeVar

from clavero.core.tables import RefusedRow
from clavero.matrix.rules.evidence import WIDEST, Source
from clavero.matrix.rules.forecast import Forecast

Choice = TypeVar("Choice", bound=StrEnum)

COLUMNS = ("account", "criterion", "value", "subject", "source", "date")

FORECAST = "forecast"  # columns that a file need not have
COMPETITOR = "competitor"
LONGEST_COMPETITOR = 100
_LONGEST_ACCOUNT = 255
_PLACES = 6
_DELIMITERS = ";\t,"


class Subject(StrEnum):
    """Of whom a score speaks."""

    US = "us"
    COMPETITOR = "competitor"


class Criterion(StrEnum):
    """What is scored: the factors of potential, then the criteria of position."""

    VOLUME = "volume"  # thousands of the reporting currency a year, from any supplier
    GROWTH = "growth"
    SHARE = "share"
    PROFITABILITY = "profitability"
    FIT = "fit"
    QUALITY = "quality"
    SERVICE = "service"
    PRICE = "price"
    INNOVATION = "innovation"
    RELATIONSHIP = "relationship"


STAGE = "stage"
"""The stage of the relationship, 1 (exploratory) to 5 (integrated): our own view of it where we
estimate, else the customer's."""

POTENTIAL = frozenset(
    {
        Criterion.VOLUME,
        Criterion.GROWTH,
        Criterion.SHARE,
        Criterion.PROFITABILITY,
        Criterion.FIT,
    }
)
"""A competitor has none of these: they are the customer's own."""

FRACTIONS = frozenset({Criterion.GROWTH, Criterion.SHARE, Criterion.PROFITABILITY})
"""Those whose value is a rate."""

Limits = tuple[Decimal, Decimal]
"""Smallest and largest value."""

LIMITS: Mapping[str, Limits] = {
    Criterion.VOLUME: (Decimal(0), Decimal(10) ** 9),
    Criterion.GROWTH: (Decimal(-1), Decimal(10)),
    Criterion.SHARE: (Decimal(0), Decimal(1)),
    Criterion.PROFITABILITY: (Decimal(-10), Decimal(1)),
}
"""Whatever is not here is a score from 0 to 10."""
SCORE: Limits = (Decimal(0), Decimal(10))
STAGES_SCORED: Limits = (Decimal(1), Decimal(5))


@dataclass(frozen=True, slots=True)
class Criteria:
    """What can be scored: ``limits`` by criterion, and those of ``potential``, which a competitor
    has none of."""

    limits: Mapping[str, Limits]
    potential: frozenset[str]

    def is_score(self, criterion: str) -> bool:
        """Whether it is given in points from 0 to 10, so that raters can be too far apart."""
        return self.limits[criterion] == SCORE


CRITERIA = Criteria(
    {**{each.value: LIMITS.get(each, SCORE) for each in Criterion}, STAGE: STAGES_SCORED},
    frozenset(each.value for each in POTENTIAL),
)
"""What Clavero's own factors, and the stage of the relationship, can be."""


class BadRow(StrEnum):
    """Why a row cannot be used."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNKNOWN_CRITERION = "unknown_criterion"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_SUBJECT = "unknown_subject"
    NOT_THEIRS = "not_theirs"
    UNKNOWN_SOURCE = "unknown_source"
    NOT_A_DATE = "not_a_date"
    IN_THE_FUTURE = "in_the_future"
    UNKNOWN_FORECAST = "unknown_forecast"
    CELLS = "cells"
    RATERS_APART = "raters_apart"
    UNKNOWN_ACCOUNT = "unknown_account"


class UnreadableScores(ValueError):
    """The file is no table of scores: ``missing`` are the columns that it lacks."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"missing columns: {', '.join(missing)}")
        self.missing = tuple(missing)


@dataclass(frozen=True, slots=True)
class About:
    """What a score speaks of, and who says so when."""

    account: str
    criterion: str
    subject: Subject
    source: Source
    day: date
    forecast: Forecast | None = None
    competitor: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the raters of one thing say: their ratings in the file's order, and where they stand."""

    about: About
    ratings: tuple[Decimal, ...]
    lines: tuple[int, ...]

    @property
    def value(self) -> Decimal:
        """The median of the ratings."""
        return median(self.ratings)


@dataclass(slots=True)
class ScoresRead:
    """A whole file: how many rows it has, what they say, and the ones refused, by line."""

    rows: int = 0
    said: list[Said] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def read_scores(text: str, today: date, criteria: Criteria = CRITERIA) -> ScoresRead:
    """What a CSV text says of ``criteria``.

    Raises :class:`UnreadableScores` where columns are missing.

    >>> read = read_scores(
    ...     "account,criterion,value,subject,source,date\\n"
    ...     "Alfa,fit,8,us,customer,2026-03-01\\nAlfa,fit,11,us,customer,2026-03-01\\n",
    ...     date(2026, 4, 1),
    ... )
    >>> [(said.about.account, said.value) for said in read.said]
    [('Alfa', Decimal('8'))]
    >>> [(bad.line, bad.column, bad.value, bad.reason.value) for bad in read.refused]
    [(3, 'value', '11', 'out_of_range')]
    """
    rows = _rows(text)
    _line, header = next(rows, (1, []))
    names = [name.strip().lower() for name in header]
    if missing := [name for name in COLUMNS if name not in names]:
        raise UnreadableScores(missing)
    read = ScoresRead()
    panels: dict[About, list[tuple[int, Decimal]]] = {}
    for line, cells in rows:
        read.rows += 1
        try:
            row = _Row(line, names, cells, criteria)
            about, value = row.about(today), row.value()
        except _Bad as bad:
            read.refused.append(bad.told)
        else:
            panels.setdefault(about, []).append((line, value))
    for about, ratings in panels.items():
        _settle(about, ratings, read, criteria)
    read.refused.sort(key=lambda bad: bad.line)
    return read


def _settle(
    about: About, ratings: Sequence[tuple[int, Decimal]], read: ScoresRead, criteria: Criteria
) -> None:
    """Raters who are too far apart talk before anything is kept of them."""
    given = [value for _line, value in ratings]
    if criteria.is_score(about.criterion) and max(given) - min(given) > Decimal(str(WIDEST)):
        read.refused += [
            RefusedRow(line, "value", f"{value:f}", BadRow.RATERS_APART) for line, value in ratings
        ]
        return
    read.said.append(Said(about, tuple(given), tuple(line for line, _value in ratings)))


class _Bad(Exception):
    def __init__(self, told: RefusedRow) -> None:
        super().__init__(told.reason)
        self.told = told


class _Row:
    """One row by the names of its columns."""

    def __init__(
        self, line: int, names: Sequence[str], cells: Sequence[str], criteria: Criteria
    ) -> None:
        self._line = line
        self._criteria = criteria
        if len(cells) != len(names):
            raise _Bad(RefusedRow(line, "", ",".join(cells)[:80], BadRow.CELLS))
        self._cells = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}

    def about(self, today: date) -> About:
        """All but the value."""
        account = self._said("account")
        if len(account) > _LONGEST_ACCOUNT:
            raise self._bad("account", BadRow.TOO_LONG)
        criterion = self._criterion()
        subject = self._one_of(Subject, "subject", BadRow.UNKNOWN_SUBJECT)
        if subject is Subject.COMPETITOR and criterion in {*self._criteria.potential, STAGE}:
            raise self._bad("subject", BadRow.NOT_THEIRS)
        source = self._one_of(Source, "source", BadRow.UNKNOWN_SOURCE)
        day, forecast = self._day(today), self._forecast()
        competitor = self._competitor() if subject is Subject.COMPETITOR else ""
        return About(account, criterion, subject, source, day, forecast, competitor)

    def value(self) -> Decimal:
        """The value, within what its criterion can have."""
        text = self._said("value")
        low, high = self._criteria.limits[self._criterion()]
        try:
            value = Decimal(text.replace(",", ".") if text.count(",") == 1 else text)
        except InvalidOperation:
            raise self._bad("value", BadRow.NOT_A_NUMBER) from None
        if not value.is_finite():
            raise self._bad("value", BadRow.NOT_A_NUMBER)
        if not low <= value <= high:
            raise self._bad("value", BadRow.OUT_OF_RANGE)
        return round(value, _PLACES).normalize() + 0  # never -0

    def _day(self, today: date) -> date:
        try:
            day = date.fromisoformat(self._said("date"))
        except ValueError:
            raise self._bad("date", BadRow.NOT_A_DATE) from None
        if day > today:
            raise self._bad("date", BadRow.IN_THE_FUTURE)
        return day

    def _forecast(self) -> Forecast | None:
        if not self._cells.get(FORECAST):
            return None
        return self._one_of(Forecast, FORECAST, BadRow.UNKNOWN_FORECAST)

    def _criterion(self) -> str:
        criterion = self._said("criterion").lower()
        if criterion not in self._criteria.limits:
            raise self._bad("criterion", BadRow.UNKNOWN_CRITERION)
        return criterion

    def _competitor(self) -> str:
        competitor = self._cells.get(COMPETITOR, "")
        if len(competitor) > LONGEST_COMPETITOR:
            raise self._bad(COMPETITOR, BadRow.TOO_LONG)
        return competitor

    def _said(self, column: str) -> str:
        if not self._cells[column]:
            raise self._bad(column, BadRow.MISSING)
        return self._cells[column]

    def _one_of(self, kind: type[Choice], column: str, reason: BadRow) -> Choice:
        try:
            return kind(self._said(column).lower())
        except ValueError:
            raise self._bad(column, reason) from None

    def _bad(self, column: str, reason: BadRow) -> _Bad:
        return _Bad(RefusedRow(self._line, column, self._cells[column][:80], reason))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that says anything, with the number of its first line."""
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield before + 1, cells
        before = reader.line_num
