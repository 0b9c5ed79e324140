"""Days that do not count: holidays, and what is known to keep a customer from ordering.

Silence is measured in the days that are left, *operational time*: a supplier that is shut in
August, or a contract that delivers by itself until June, makes nobody silent. Source: methods §4.4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from clavero.silence.rules.kinds import StopKind

EPOCH = date(1970, 1, 1)
_WEEK = 7
_SATURDAY = 5
_LEAP_DAY = (2, 29)

Days = NDArray[np.int32]
"""Days since 1970, as the ledger counts them."""


@dataclass(frozen=True, slots=True)
class Stop:
    """From ``first`` to ``last``, both included; ``every_year`` the same days of each year."""

    first: date
    last: date
    kind: StopKind = StopKind.HOLIDAY
    every_year: bool = False

    def within(self, first: date, last: date) -> Iterable[tuple[date, date]]:
        """Its stretches that touch ``first`` to ``last``.

        >>> august = Stop(date(2023, 8, 1), date(2023, 8, 31), every_year=True)
        >>> [str(start) for start, _end in august.within(date(2022, 1, 1), date(2023, 12, 31))]
        ['2022-08-01', '2023-08-01']
        """
        if not self.every_year:
            if self.first <= last and self.last >= first:
                yield self.first, self.last
            return
        length = self.last - self.first
        for year in range(first.year - 1, last.year + 1):
            start = _in_year(self.first, year)
            if start <= last and start + length >= first:
                yield start, start + length

    def covers(self, day: date) -> bool:
        """Whether it holds on ``day``."""
        return any(start <= day <= end for start, end in self.within(day, day))


class Calendar:
    """Counts the days of ``first`` to ``last`` that no stop takes out."""

    def __init__(
        self, first: date, last: date, stops: Iterable[Stop] = (), *, workdays_only: bool = False
    ) -> None:
        self._first = number(first)
        size = number(last) - self._first + 1
        counts = np.ones(size, dtype=bool)
        if workdays_only:
            weekdays = (first.weekday() + np.arange(size)) % _WEEK
            counts &= weekdays < _SATURDAY
        for stop in stops:
            for start, end in stop.within(first, last):
                counts[max(number(start) - self._first, 0) : number(end) - self._first + 1] = False
        self._counted = np.cumsum(counts, dtype=np.int32)

    def clock(self, days: Days) -> Days:
        """For each of ``days``, how many days have counted up to and with it."""
        at: Days = self._counted[days - self._first]
        return at

    def between(self, earlier: date, later: date) -> int:
        """How many days count after ``earlier``, up to and with ``later``."""
        clock = self.clock(np.array([number(earlier), number(later)], dtype=np.int32))
        return int(clock[1] - clock[0])

    def after(self, day: date, count: float) -> date | None:
        """The first day by which more than ``count`` days have gone by since ``day``; ``None``
        where that lies beyond the calendar."""
        target = int(self.clock(np.array([number(day)], dtype=np.int32))[0]) + count
        at = int(np.searchsorted(self._counted, target, side="right"))
        return None if at == len(self._counted) else day_of(self._first + at)

    def reached(self, day: date, count: float) -> date | None:
        """The first day by which at least ``count`` days have gone by since ``day``."""
        target = int(self.clock(np.array([number(day)], dtype=np.int32))[0]) + count
        at = int(np.searchsorted(self._counted, target, side="left"))
        return None if at == len(self._counted) else max(day, day_of(self._first + at))


def number(day: date) -> int:
    """A day as the ledger counts it."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The day of such a number."""
    return EPOCH + timedelta(days=int(number))


def _in_year(day: date, year: int) -> date:
    if (day.month, day.day) == _LEAP_DAY:
        return date(year, 3, 1) - timedelta(days=1)
    return day.replace(year=year)
