"""There is one night a day by the calendar of the zone, and it comes due at its time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.nightly.rules import DEAD_AFTER, State, last_due, moment_of, next_due, state_of

MADRID, SYDNEY = ZoneInfo("Europe/Madrid"), ZoneInfo("Australia/Sydney")
ZONES = st.sampled_from(
    [MADRID, SYDNEY, *map(ZoneInfo, ("UTC", "America/Bogota", "Asia/Kolkata", "Pacific/Auckland"))]
)
MOMENTS = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(at=TIMES, zone=ZONES, now=MOMENTS)
def test_the_last_one_is_due_and_the_next_is_not(at: time, zone: ZoneInfo, now: datetime) -> None:
    last = last_due(at, zone, now)
    assert moment_of(last, at, zone) <= now < next_due(at, zone, now)
    assert last_due(at, zone, next_due(at, zone, now)) == last + timedelta(1)


@given(at=TIMES, zone=ZONES, now=MOMENTS, later=st.timedeltas(timedelta(), timedelta(3)))
def test_time_goes_forward(at: time, zone: ZoneInfo, now: datetime, later: timedelta) -> None:
    assert last_due(at, zone, now) <= last_due(at, zone, now + later)


@pytest.mark.parametrize(
    ("now", "last"),
    [
        (datetime(2026, 1, 10, 1, 59, tzinfo=UTC), date(2026, 1, 9)),  # 02:59 in Madrid
        (datetime(2026, 1, 10, 2, 0, tzinfo=UTC), date(2026, 1, 10)),
        (datetime(2026, 7, 10, 1, 0, tzinfo=UTC), date(2026, 7, 10)),  # 03:00, in summer
    ],
)
def test_by_the_clock_of_the_zone(now: datetime, last: date) -> None:
    assert last_due(time(3), MADRID, now) == last


def test_when_the_clocks_change() -> None:
    """At 02:30 of 29 March 2026 it is 03:30 in Madrid; on 25 October it is 02:30 twice."""
    left_out = moment_of(date(2026, 3, 29), time(2, 30), MADRID)
    assert left_out == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert moment_of(date(2026, 10, 25), time(2, 30), MADRID).hour == 0


def test_where_a_night_stands() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    fresh, stale = now - timedelta(seconds=1), now - DEAD_AFTER
    told = [
        state_of(started=started, ended=ended, alive_at=alive_at, failed=failed, now=now)
        for started, ended, alive_at, failed in (
            (False, False, None, 0), (True, False, fresh, 0), (True, False, stale, 0),
            (True, True, None, 0), (True, True, None, 1),
        )
    ]  # fmt: skip
    assert told == [State.WAITING, State.UNDER_WAY, State.CUT_SHORT, State.DONE, State.FAILED]
