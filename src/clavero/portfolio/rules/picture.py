"""How a picture of the portfolio is asked for."""

from __future__ import annotations

from enum import StrEnum

from clavero.core.estimates import Missing
from clavero.core.period import Period, known_days


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
    until = known_days(data).end
    end = min(period.end, until) if until > period.start else period.end
    so_far = Period(period.start, end)
    if compare is Compare.YEAR_EARLIER:
        return so_far.year_earlier()
    return so_far.calendar_before()


def year_up_to(period: Period, data: Period) -> Period:
    """The twelve full months up to the end of ``period``, or of the data where they end before."""
    return Period.ttm(period.end if period.end < data.end else known_days(data).end)


def is_covered(period: Period, data: Period) -> bool:
    """Whether the data reach back to the first day of ``period``.

    A period from before the first line would make everybody look new, and one that begins in a
    month known in part would be held against a whole one.
    """
    return known_days(data).start <= period.start


def why_not_covered(period: Period, data: Period) -> Missing:
    """Why nothing can be held against ``period``, which the data do not cover."""
    return Missing.NOT_REACHED if period.end <= data.start else Missing.PARTLY_BEFORE


def period_before(period: Period, compare: Compare | None, data: Period | None) -> Period | None:
    """The period to compare with, if there is to be one and the data reach back to it."""
    if compare is None or data is None:
        return None
    before = comparison_period(period, compare, data)
    return before if is_covered(before, data) else None
