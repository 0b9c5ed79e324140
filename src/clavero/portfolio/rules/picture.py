"""How a picture of the portfolio is asked for."""

from __future__ import annotations

from enum import StrEnum

from clavero.core.period import Period, first_of_month


class By(StrEnum):
    """What customers are ranked by."""

    SALES = "sales"
    CONTRIBUTION = "contribution"


class Compare(StrEnum):
    """Which period a picture is compared with."""

    YEAR_EARLIER = "year_earlier"
    CALENDAR_BEFORE = "calendar_before"


def covered(period: Period, data: Period) -> Period | None:
    """The days of ``period`` for which there are data, from the first to the last line."""
    start, end = max(period.start, data.start), min(period.end, data.end)
    return Period(start, end) if start < end else None


def comparison_period(period: Period, compare: Compare, data: Period) -> Period:
    """The period to compare ``period`` with, like with like.

    A period that is under way is compared with as many days of the one before: half a month is
    never held against a whole one (methods §0).
    """
    end = min(period.end, data.end) if data.end > period.start else period.end
    so_far = Period(period.start, end)
    if compare is Compare.YEAR_EARLIER:
        return so_far.year_earlier()
    return so_far.calendar_before()


def is_covered(period: Period, data: Period) -> bool:
    """Whether the data reach back to the month in which ``period`` begins.

    A period from before the first line would make everybody look new.
    """
    return first_of_month(data.start) <= period.start
