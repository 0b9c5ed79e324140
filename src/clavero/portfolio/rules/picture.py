"""How a picture of the portfolio is asked for."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from clavero.core.period import Period, add_months, first_of_month

LAST_DAYS = 3  # a weekend and a day


class By(StrEnum):
    """What customers are ranked by."""

    SALES = "sales"
    CONTRIBUTION = "contribution"


class Compare(StrEnum):
    """Which period a picture is compared with."""

    YEAR_EARLIER = "year_earlier"
    CALENDAR_BEFORE = "calendar_before"


def comparison_period(period: Period, compare: Compare, data: Period) -> Period:
    """The period to compare ``period`` with, like with like.

    A period that is under way is compared with as many days of the one before: half a month is
    never held against a whole one (methods §0).
    """
    until = known_until(data)
    end = min(period.end, until) if until > period.start else period.end
    so_far = Period(period.start, end)
    if compare is Compare.YEAR_EARLIER:
        return so_far.year_earlier()
    return so_far.calendar_before()


def known_until(data: Period) -> date:
    """The first day of which nothing is known.

    A month whose last line is of its last days is whole: after it came a weekend or a holiday.
    """
    next_month = add_months(data.last, 1)
    return next_month if (next_month - data.end).days <= LAST_DAYS else data.end


def is_covered(period: Period, data: Period) -> bool:
    """Whether the data reach back to the month in which ``period`` begins.

    A period from before the first line would make everybody look new.
    """
    return first_of_month(data.start) <= period.start


def period_before(period: Period, compare: Compare | None, data: Period | None) -> Period | None:
    """The period to compare with, if there is to be one and the data reach back to it."""
    if compare is None or data is None:
        return None
    before = comparison_period(period, compare, data)
    return before if is_covered(before, data) else None
