"""Whether the months of a plan add up to its years, and plans to the company's (methods §5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clavero.commercial.rules.spread import spread
from clavero.commercial.rules.years import CALENDAR_YEARS, MONTHS, Years
from clavero.core.money import ZERO

TOLERANCE = Decimal("0.005")
"""Half a percent: by so much the two horizons may differ without a word."""


class Check(StrEnum):
    """What is looked at."""

    NO_MONTHS = "no_months"
    NO_YEAR = "no_year"
    WHOLE_YEAR = "whole_year"
    PART_OF_YEAR = "part_of_year"


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that the targets of an account do not pass, or would not without an explanation.

    ``name`` is what the year is called, ``planned`` the sum of the months from ``first`` to
    ``last``, ``wanted`` the part of the year's target that falls on them.
    """

    check: Check
    year: int
    name: str
    first: date
    last: date
    planned: Decimal = ZERO
    wanted: Decimal = ZERO
    note: str = ""

    @property
    def gap(self) -> Decimal:
        """By how much the months are above the year."""
        return self.planned - self.wanted


def within_tolerance(planned: Decimal, wanted: Decimal) -> bool:
    """Whether two sums are the same for a plan.

    >>> within_tolerance(Decimal("100.5"), Decimal(100)), within_tolerance(Decimal(1), Decimal(0))
    (True, False)
    """
    return abs(planned - wanted) <= TOLERANCE * wanted


def findings(
    detail: Sequence[date],
    months: Mapping[date, Decimal],
    years: Mapping[int, Decimal],
    weights: Sequence[Decimal],
    notes: Mapping[int, str],
    calendar: Years = CALENDAR_YEARS,
) -> Iterator[Finding]:
    """What does not add up in the months ``detail``, year by year.

    Of a year that lies in the detailed plan with all its months, these are the year; of one that
    does so in part, its months are what its seasonality ``weights`` lays on them. With a plan that
    begins with a year these are methods §5.1: months 1 to 12 are year 1, and 13 to 18 the first
    half of year 2.
    """
    for year in sorted({calendar.of(month) for month in detail}):
        asked = [month for month in detail if calendar.of(month) == year]
        bounds = (year, calendar.name(year), asked[0], asked[-1])
        said = [month for month in asked if month in months]
        if year not in years:
            if said:
                yield Finding(Check.NO_YEAR, *bounds, planned=_sum(months, said))
            continue
        if len(said) < len(asked):
            yield Finding(Check.NO_MONTHS, *bounds, wanted=years[year])
            continue
        parts = spread(years[year], weights)
        wanted = sum((parts[month.month - 1] for month in asked), ZERO)
        planned = _sum(months, asked)
        if within_tolerance(planned, wanted):
            continue
        check = Check.WHOLE_YEAR if len(asked) == MONTHS else Check.PART_OF_YEAR
        yield Finding(check, *bounds, planned, wanted, notes.get(year, ""))


def _sum(months: Mapping[date, Decimal], asked: Sequence[date]) -> Decimal:
    return sum((months[each] for each in asked), ZERO)
