"""When a person is told of a task: some days before it is due, on the day, and when it is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

_AGAIN = timedelta(days=7)
_DAY = timedelta(days=1)


def days_told(due: date, days_before: int, until: date) -> Iterator[date]:
    """The days on which a task is told of: ``days_before`` it, on its day, the day after it, and
    every week from then on while it is late.

    >>> [day.day for day in days_told(date(2026, 3, 10), 2, date(2026, 3, 20))]
    [8, 10, 11, 18]
    """
    for day in dict.fromkeys((due - timedelta(days=days_before), due)):
        if day <= until:
            yield day
    day = due + _DAY
    while day <= until:
        yield day
        day += _AGAIN


def is_told_ahead(day: date, days_before: int, last: date, today: date) -> bool:
    """The same of a day that a room says, which is told of before it and on it: what is late there
    is told by that room."""
    return any(last < told <= today for told in (day - timedelta(days=days_before), day))


def is_told(due: date, days_before: int, last: date, today: date) -> bool:
    """Whether a message of ``today`` tells of it, the one before having been that of ``last``: one
    that did not go out loses nothing."""
    return any(last < day for day in days_told(due, days_before, today))
