"""When a night comes due, and when one that says nothing any more is taken for dead."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

USUAL_TIME = time(3)
_DAY = timedelta(days=1)

BEAT = timedelta(seconds=20)
"""How often whoever does a night says that they are alive."""
DEAD_AFTER = timedelta(minutes=2)
"""After how long a silence somebody else goes on with it."""
MOST_TRIES = 3
"""How often a step may end with its process before it counts as failed."""
ROUND = timedelta(minutes=15)
"""How long after the last time a step that goes by the hour is done again: zones differ by quarters
of an hour."""
KEPT = timedelta(days=90)
"""How long a night is remembered."""


class Outcome(StrEnum):
    """What has become of a step."""

    DONE = "done"
    NOTHING = "nothing"
    FAILED = "failed"


class State(StrEnum):
    """Where a night stands."""

    WAITING = "waiting"
    UNDER_WAY = "under_way"
    CUT_SHORT = "cut_short"
    DONE = "done"
    FAILED = "failed"


def moment_of(night: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment at which a night comes due. A time that the clocks leave out is the moment at
    which they do; of one that comes twice, the first."""
    return datetime.combine(night, at, zone).astimezone(UTC)


def last_due(at: time, zone: ZoneInfo, now: datetime) -> date:
    """The night that came due last; by the calendar of the zone there is one a day."""
    today = now.astimezone(zone).date()
    return today if moment_of(today, at, zone) <= now else today - _DAY


def next_due(at: time, zone: ZoneInfo, now: datetime) -> datetime:
    """When the next one comes due."""
    return moment_of(last_due(at, zone, now) + _DAY, at, zone)


def is_overdue(ended: datetime | None, now: datetime) -> bool:
    """Whether so long after the last night somebody must have forgotten to run a worker."""
    return ended is None or now - ended > 2 * _DAY


def is_alive(alive_at: datetime | None, now: datetime) -> bool:
    """Whether whoever does a night has said so lately."""
    return alive_at is not None and alive_at > now - DEAD_AFTER


def state_of(
    *, started: bool, ended: bool, alive_at: datetime | None, failed: int, now: datetime
) -> State:
    """Where a night stands, of which ``failed`` steps have."""
    if ended:
        return State.FAILED if failed else State.DONE
    if is_alive(alive_at, now):
        return State.UNDER_WAY
    return State.CUT_SHORT if started else State.WAITING
