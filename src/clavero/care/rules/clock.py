"""The clock of a case: it runs in working time and stands still while we wait for the customer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clavero.care.rules.calendar import Calendar, Span

WARNED_AT = 0.75
"""The part of the time after which somebody is told that it runs out."""


class Running(StrEnum):
    """How a clock stands."""

    RUNS = "runs"
    SOON = "soon"  # little is left
    LATE = "late"
    WAITS = "waits"  # for the customer: it stands still
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Stop:
    """We wait for the customer from ``begun`` on; until ``ended``, or still."""

    begun: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock shows: working time ``used`` of ``length``. ``due`` is when the rest is over if
    nothing stops it; ``None`` while it stands still."""

    running: Running
    used: timedelta
    length: timedelta
    due: datetime | None

    @property
    def left(self) -> timedelta:
        """Working time that is left; less than nothing once it is over."""
        return self.length - self.used


def apart(stops: Iterable[Stop], until: datetime) -> list[Span]:
    """The same stretches up to a moment, without overlaps, so that no time is taken off twice."""
    found: list[Span] = []
    for stop in sorted(stops, key=lambda each: each.begun):
        ended = until if stop.ended is None else min(stop.ended, until)
        if ended <= stop.begun:
            continue
        if found and stop.begun <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ended))
        else:
            found.append((stop.begun, ended))
    return found


def used(
    calendar: Calendar, start: datetime, end: datetime, stops: Iterable[Stop] = ()
) -> timedelta:
    """The working time between two moments, less that of the stops."""
    total = calendar.between(start, end)
    for begun, ended in apart(stops, end):
        total -= calendar.between(max(begun, start), ended)
    return total


def due_at(
    calendar: Calendar, start: datetime, length: timedelta, stops: Sequence[Stop] = ()
) -> datetime | None:
    """When ``length`` of working time without stops has passed; ``None`` where a stop that has not
    ended keeps it from passing."""
    begun, left = start, length
    closed = [stop for stop in stops if stop.ended is not None]
    standing = min((stop.begun for stop in stops if stop.ended is None), default=None)
    latest = max((stop.ended for stop in closed if stop.ended is not None), default=start)
    for stop_begun, stop_ended in apart(closed, latest):
        if stop_ended <= begun:
            continue
        run = calendar.between(begun, stop_begun) if stop_begun > begun else timedelta()
        if run >= left:
            break
        left -= run
        begun = stop_ended
    found = calendar.after(begun, left)
    return None if standing is not None and standing < found else found


def reading(
    calendar: Calendar,
    start: datetime,
    length: timedelta,
    *,
    now: datetime,
    stops: Sequence[Stop] = (),
    met_at: datetime | None = None,
) -> Reading:
    """The clock from ``start`` on; ``met_at`` is when what was promised was done. The last moment
    is still in time."""
    end = now if met_at is None else met_at
    gone = used(calendar, start, end, stops)
    is_over = gone > length
    due = due_at(calendar, start, length, stops)
    if met_at is not None:
        running = Running.MISSED if is_over else Running.KEPT
    elif is_over:
        running = Running.LATE
    elif any(stop.begun <= now and (stop.ended is None or stop.ended > now) for stop in stops):
        running = Running.WAITS
    else:
        running = Running.SOON if gone >= length * WARNED_AT else Running.RUNS
    return Reading(running, gone, length, due)


def warned_at(
    calendar: Calendar, start: datetime, length: timedelta, stops: Sequence[Stop] = ()
) -> datetime | None:
    """From when on little is left."""
    return due_at(calendar, start, length * WARNED_AT, stops)
