"""A file of scores: what people say of accounts, row by row, and which rows cannot be used.

Its columns are ``account,criterion,value,subject,source,date``, in any order; ``forecast`` says
of which future a row speaks, ``competitor`` of which of them, and ``reason`` on what it rests.
Several rows on the same thing are several raters: their median counts, and where they are too far
apart they talk first.
Source: methods §2.2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from clavero.core.likeness import fold
from clavero.core.tables import BadRow, RefusedRow, RowFault, TableRow, table_rows
from clavero.matrix.rules.evidence import WIDEST, Source
from clavero.matrix.rules.factors import Factor
from clavero.matrix.rules.forecast import Forecast

COLUMNS = ("account", "criterion", "value", "subject", "source", "date")

FORECAST = "forecast"  # columns that a file need not have
COMPETITOR = "competitor"
REASON = "reason"
OPTIONAL = (FORECAST, COMPETITOR, REASON)
LONGEST_COMPETITOR = 100
LONGEST_REASON = 2_000
_LONGEST_ACCOUNT = 255
_PLACES = 6


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


_ALSO: Mapping[str, str] = {
    "volumen": Criterion.VOLUME, "crecimiento": Criterion.GROWTH, "cuota": Criterion.SHARE,
    "rentabilidad": Criterion.PROFITABILITY, "encaje": Criterion.FIT,
    "calidad": Criterion.QUALITY, "servicio": Criterion.SERVICE, "precio": Criterion.PRICE,
    "innovación": Criterion.INNOVATION, "relación": Criterion.RELATIONSHIP, "etapa": "stage",
    "nosotros": Subject.US, "competidor": Subject.COMPETITOR, "competencia": Subject.COMPETITOR,
    "cliente": Source.CUSTOMER, "encuesta": Source.SURVEY, "estimación": Source.ESTIMATE,
    "inercial": Forecast.INERTIAL, "planificada": Forecast.PLANNED, "previsto": Forecast.PLANNED,
}  # fmt: skip
"""The Spanish words that a file may use for those of these columns."""
_FOLDED = {fold(said): meant for said, meant in _ALSO.items()}

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
    # What grows faster has its ten points all the same, and 9 for 9% would have them too.
    Criterion.GROWTH: (Decimal(-1), Decimal(1)),
    Criterion.SHARE: (Decimal(0), Decimal(1)),
    Criterion.PROFITABILITY: (Decimal(-10), Decimal(1)),
}
"""Whatever is not here is a score from 0 to 10."""
SCORE: Limits = (Decimal(0), Decimal(10))
STAGES_SCORED: Limits = (Decimal(1), Decimal(5))


@dataclass(frozen=True, slots=True)
class Criteria:
    """What can be scored: ``limits`` by criterion, those of ``potential``, which a competitor has
    none of, the ``measured`` factors, whose values become points on their scale, and by the names
    that the company gave its own, in small letters, which they are."""

    limits: Mapping[str, Limits]
    potential: frozenset[str]
    measured: Mapping[str, Factor] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)

    def key_of(self, written: str) -> str | None:
        """The criterion that a file means, by its key or its name; ``None`` where there is none.

        >>> CRITERIA.key_of("Servicio"), CRITERIA.key_of("weather")
        ('service', None)
        """
        small = written.lower()
        found = small if small in self.limits else self.named.get(small, _ALSO.get(small))
        return str(found) if found in self.limits else None

    def points_apart(self, criterion: str, ratings: Sequence[Decimal]) -> Decimal:
        """How many points of 0 to 10 lie between the raters; none where it has no points.

        >>> CRITERIA.points_apart("fit", [Decimal(4), Decimal(8)])
        Decimal('4')
        """
        if criterion in self.measured:
            score = self.measured[criterion].score
            points = [round(Decimal(score(float(rating))), _PLACES) for rating in ratings]
        elif self.limits[criterion] == SCORE:
            points = list(ratings)
        else:
            return Decimal(0)
        return max(points) - min(points)

    def are_apart(self, criterion: str, ratings: Sequence[Decimal]) -> bool:
        """Whether the raters must talk before their median is kept."""
        return self.points_apart(criterion, ratings) > Decimal(str(WIDEST))


CRITERIA = Criteria(
    {**{each.value: LIMITS.get(each, SCORE) for each in Criterion}, STAGE: STAGES_SCORED},
    frozenset(each.value for each in POTENTIAL),
)
"""What Clavero's own factors, and the stage of the relationship, can be."""


class ScoreFault(StrEnum):
    """Why a row of scores cannot be used, beside what any row can have wrong."""

    UNKNOWN_CRITERION = "unknown_criterion"
    UNKNOWN_SUBJECT = "unknown_subject"
    NOT_THEIRS = "not_theirs"
    UNKNOWN_SOURCE = "unknown_source"
    UNKNOWN_FORECAST = "unknown_forecast"
    NOT_A_STAGE = "not_a_stage"
    RATERS_APART = "raters_apart"


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
    """What the raters of one thing say: their ratings in the file's order, where they stand, and
    why."""

    about: About
    ratings: tuple[Decimal, ...]
    lines: tuple[int, ...]
    reason: str = ""

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

    Raises ``core.tables.UnreadableTable`` where columns are missing.

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
    read = ScoresRead()
    panels: dict[About, list[_Rating]] = {}
    for row in table_rows(text, COLUMNS, optional=OPTIONAL, numbers=("value",)):
        read.rows += 1
        if isinstance(row, RefusedRow):
            read.refused.append(row)
            continue
        try:
            about = _about(row, today, criteria)
            rating = _rating(row, about.criterion, criteria)
        except BadRow as bad:
            read.refused.append(bad.told)
        else:
            panels.setdefault(about, []).append(rating)
    for about, ratings in panels.items():
        _settle(about, ratings, read, criteria)
    read.refused.sort(key=lambda bad: bad.line)
    return read


class _Rating(NamedTuple):
    line: int
    value: Decimal
    reason: str


def _settle(about: About, ratings: Sequence[_Rating], read: ScoresRead, criteria: Criteria) -> None:
    """Raters who are too far apart talk before anything is kept of them."""
    given = [each.value for each in ratings]
    if criteria.are_apart(about.criterion, given):
        read.refused += [
            RefusedRow(each.line, "value", f"{each.value:f}", ScoreFault.RATERS_APART)
            for each in ratings
        ]
        return
    reasons = dict.fromkeys(each.reason for each in ratings if each.reason)
    lines = tuple(each.line for each in ratings)
    read.said.append(Said(about, tuple(given), lines, "; ".join(reasons)))


def _about(row: TableRow, today: date, criteria: Criteria) -> About:
    """All but the value."""
    account = row.said("account", longest=_LONGEST_ACCOUNT)
    criterion = criteria.key_of(row.said("criterion"))
    if criterion is None:
        raise row.bad("criterion", ScoreFault.UNKNOWN_CRITERION)
    subject = row.one_of(Subject, "subject", ScoreFault.UNKNOWN_SUBJECT, _FOLDED)
    if subject is Subject.COMPETITOR and criterion in {*criteria.potential, STAGE}:
        raise row.bad("subject", ScoreFault.NOT_THEIRS)
    return About(
        account=account,
        criterion=criterion,
        subject=subject,
        source=row.one_of(Source, "source", ScoreFault.UNKNOWN_SOURCE, _FOLDED),
        day=row.day("date", today),
        forecast=_forecast(row),
        competitor=_competitor(row) if subject is Subject.COMPETITOR else "",
    )


def _rating(row: TableRow, criterion: str, criteria: Criteria) -> _Rating:
    """The value, written in one way only: the same score again is known by it."""
    low, high = criteria.limits[criterion]
    value = row.number("value", low=low, high=high, places=_PLACES)
    if criterion == STAGE and value != value.to_integral_value():
        raise row.bad("value", ScoreFault.NOT_A_STAGE)
    reason = row.said(REASON, longest=LONGEST_REASON) if row.cells.get(REASON) else ""
    return _Rating(row.line, value.normalize() + 0, reason)  # never -0


def _forecast(row: TableRow) -> Forecast | None:
    if not row.cells.get(FORECAST):
        return None
    return row.one_of(Forecast, FORECAST, ScoreFault.UNKNOWN_FORECAST, _FOLDED)


def _competitor(row: TableRow) -> str:
    competitor = row.cells.get(COMPETITOR, "")
    if len(competitor) > LONGEST_COMPETITOR:
        raise row.bad(COMPETITOR, RowFault.TOO_LONG)
    return competitor
