"""Working time: the hours of a week by the clock of a place, without its days off.

Hours are written in the clock of the place and counted in real time: on the night when the clock is
changed, a shift from midnight to six lasts five or seven hours. See ``docs/domain/complaints.md``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
WEEK = 7
_DAY = timedelta(days=1)
_FARTHEST = 3 * 366
"""Days searched for working time: after so many without any, there will be none."""

Span = tuple[datetime, datetime]


class NoWorkingTime(ValueError):
    """A calendar in which nobody ever works: no time can be counted by it."""


class NotHours(ValueError):
    """A text that says no hours; ``text`` is what could not be read."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """Hours of one day, in minutes from midnight; 1440 is the midnight that ends it."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= DAY_MINUTES:
            raise NotHours(f"{self.opens}-{self.closes}")


@dataclass(frozen=True, slots=True)
class Calendar:
    """When people work: by weekday (Monday is 0), in the clock of ``zone``, not on ``days_off``."""

    zone: ZoneInfo
    week: Mapping[int, Sequence[Shift]]
    days_off: Container[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if not any(self.week.values()):
            raise NoWorkingTime("no day of the week has working hours")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """The working time between two moments; none where the second is not later."""
        total = timedelta()
        if end <= start:
            return total
        for opens, closes in self.spans(start):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total

    def after(self, start: datetime, length: timedelta) -> datetime:
        """The moment by which ``length`` of working time has passed since ``start``: while people
        work, where there is any length. Raises :class:`NoWorkingTime` where none is in sight."""
        left = length
        if left <= timedelta():
            return start.astimezone(UTC)
        for opens, closes in self.spans(start):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise NoWorkingTime("too little working time is in sight")

    def spans(self, start: datetime) -> Iterator[Span]:
        """The stretches of work from a moment on, in UTC, one after the other. They end where a
        length of :data:`_FARTHEST` days has brought none."""
        begun = start.astimezone(UTC)
        # A day earlier: a clock put back at midnight brings the day before once more.
        day, idle = start.astimezone(self.zone).date() - _DAY, 0
        last = begun
        while idle < _FARTHEST:
            idle += 1
            if day not in self.days_off:
                for shift in sorted(self.week.get(day.weekday(), ())):
                    opens = max(self._moment(day, shift.opens), last)
                    closes = self._moment(day, shift.closes)
                    if closes > opens:
                        last, idle = closes, 0
                        yield opens, closes
            day += _DAY

    def works_at(self, moment: datetime) -> bool:
        """Whether anybody works at a moment."""
        opens, _closes = next(self.spans(moment), (None, None))
        return opens == moment.astimezone(UTC)

    def _moment(self, day: date, minutes: int) -> datetime:
        days, rest = divmod(minutes, DAY_MINUTES)
        clock = time(rest // 60, rest % 60)
        return datetime.combine(day + days * _DAY, clock, self.zone).astimezone(UTC)


def every_weekday(opens: str = "09:00", closes: str = "18:00") -> dict[int, tuple[Shift, ...]]:
    """Monday to Friday, the same hours."""
    return {day: shifts_of(f"{opens}-{closes}") for day in range(5)}


_HOURS = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.h](\d{2}))?", re.ASCII)


def shifts_of(text: str) -> tuple[Shift, ...]:
    """The hours of a day as people write them; nothing for a day off.

    >>> shifts_of("9-13:30, 15:00–18")
    (Shift(opens=540, closes=810), Shift(opens=900, closes=1080))
    """
    found: list[Shift] = []
    for part in filter(None, (each.strip() for each in re.split(r"[,;]", text))):
        read = _HOURS.fullmatch(part)
        if read is None:
            raise NotHours(part)
        opens, closes = (
            int(hour) * 60 + int(minute or 0)
            for hour, minute in ((read[1], read[2]), (read[3], read[4]))
        )
        if max(int(read[2] or 0), int(read[4] or 0)) > 59:
            raise NotHours(part)
        try:
            found.append(Shift(opens, closes))
        except NotHours as error:
            raise NotHours(part) from error
    found.sort()
    for one, other in pairwise(found):
        if other.opens < one.closes:
            raise NotHours(text.strip())
    return tuple(found)


def hours_in_words(shifts: Sequence[Shift]) -> str:
    """The hours of a day, as they can be read again.

    >>> hours_in_words(shifts_of("9-13:30,15-24"))
    '09:00-13:30, 15:00-24:00'
    """
    return ", ".join(f"{_clock(each.opens)}-{_clock(each.closes)}" for each in shifts)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
