"""Days on which something comes again: the same day of the month, moved to a working day.

Saturdays and Sundays are not worked: what would fall on one is done on the Monday after. Each day
is reckoned from the first one, so that a move never shifts those that follow.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice

from clavero.core.period import add_months

_SATURDAY = 5


def months_on(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it is shorter.

    >>> months_on(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    first = add_months(day, months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend.

    >>> working_day(date(2026, 11, 28))
    datetime.date(2026, 11, 30)
    """
    over = day.weekday() - _SATURDAY
    return day if over < 0 else day + timedelta(days=2 - over)


def coming(first: date, months: int, *, after: date, many: int) -> list[date]:
    """The next days of a rhythm from ``after`` on.

    >>> coming(date(2026, 1, 31), 3, after=date(2026, 5, 1), many=2)
    [datetime.date(2026, 7, 31), datetime.date(2026, 11, 2)]
    """
    apart = (after.year - first.year) * 12 + after.month - first.month
    skipped = max(0, apart // months - 1)
    days = _rhythm(first, months, skipped)
    return list(islice((day for day in days if day >= after), many))


def _rhythm(first: date, months: int, turn: int) -> Iterator[date]:
    return (working_day(months_on(first, each * months)) for each in count(turn))
