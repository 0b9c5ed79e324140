"""The month under way, beside the same days of a month before and of a year before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clavero.core.period import Period, add_months, first_of_month


@dataclass(frozen=True, slots=True)
class Windows:
    """The days so far, and as many of the month before and of the year before: a month under way is
    never held against a full one."""

    now: Period
    month_before: Period
    year_before: Period


def windows(data: Period, today: date) -> Windows | None:
    """The days of today's month that are over and of which the ledger knows; ``None`` while there
    is none. A shorter month before has fewer.

    >>> found = windows(Period.parse("2020-01-01..2024-03-30"), date(2024, 3, 31))
    >>> str(found.now), str(found.month_before), str(found.year_before)
    ('2024-03-01..2024-03-30', '2024-02', '2023-03-01..2023-03-30')
    """
    start, end = first_of_month(today), min(data.end, today)  # today is not over yet
    if end <= start:
        return None
    now, before = Period(start, end), add_months(start, -1)
    return Windows(
        now=now,
        month_before=Period(before, min(before + (end - start), start)),
        year_before=now.year_earlier(),
    )
