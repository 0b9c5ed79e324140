"""When a task comes again.

A task that repeats has one open row at a time; the next one is written when it is done. It falls
on the first day of its rhythm after the day it was due and after the day it was done, so that
whoever was late does not begin the next one late as well.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WEEK = 7
MOST_EVERY = 99


class Unit(StrEnum):
    """What a rhythm counts in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every ``every`` units; ``on`` is the weekday (Monday is 0) of a rhythm of weeks and the day
    of the month of one of months, where a month that is too short gives its last day. ``until`` is
    the last day on which it may fall."""

    every: int
    unit: Unit
    on: int | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.every <= MOST_EVERY:
            raise ValueError("a rhythm counts from one")

    def after(self, due: date, done: date) -> date | None:
        """The next day, ``None`` where the rhythm has ended.

        >>> Repeat(1, Unit.MONTH, 31).after(date(2026, 1, 31), date(2026, 1, 30))
        datetime.date(2026, 2, 28)
        >>> Repeat(2, Unit.WEEK, 0).after(date(2026, 3, 2), date(2026, 3, 20))
        datetime.date(2026, 3, 30)
        """
        latest = max(due, done)
        if self.unit is Unit.MONTH:
            found = self._month_after(due, latest)
        else:
            start = due if self.unit is Unit.DAY else self._in_its_week(due)
            step = self.every * (1 if self.unit is Unit.DAY else WEEK)
            found = start + timedelta(days=step * max((latest - start).days // step + 1, 1))
        return None if self.until is not None and found > self.until else found

    def _in_its_week(self, day: date) -> date:
        """The rhythm's weekday in the week of ``day``: one that was moved comes back to it."""
        return day if self.on is None else day + timedelta(days=self.on - day.weekday())

    def _month_after(self, due: date, latest: date) -> date:
        on = self.on or due.day
        behind = (latest.year - due.year) * 12 + latest.month - due.month
        steps = max(behind // self.every, 1)
        while (found := _day_of_month(due, steps * self.every, on)) <= latest:
            steps += 1
        return found


def _day_of_month(day: date, months: int, on: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(on, monthrange(year, month)[1]))
