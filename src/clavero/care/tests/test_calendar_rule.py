"""Working time: what the methods print, the night when the clock is changed, days off."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.care.rules.calendar import (
    Calendar,
    NotHours,
    NoWorkingTime,
    Shift,
    every_weekday,
    hours_in_words,
    shifts_of,
)
from clavero.care.rules.clock import Running, Stop, due_at, reading, used
from clavero.care.rules.days_off import DaysOff, regions_of

MADRID = ZoneInfo("Europe/Madrid")
OFFICE = Calendar(MADRID, every_weekday())
ALWAYS = Calendar(MADRID, {day: (Shift(0, 1440),) for day in range(7)})
FRIDAY = datetime(2025, 11, 21, 17, 30, tzinfo=MADRID)
MONDAY = datetime(2025, 11, 24, 9, 45, tzinfo=MADRID)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_minutes_at_work() -> None:  # O-3.9
    assert OFFICE.between(FRIDAY, MONDAY) == minutes(75)
    assert minutes(3855) == MONDAY - FRIDAY
    assert OFFICE.between(FRIDAY.astimezone(UTC), MONDAY.astimezone(UTC)) == minutes(75)
    assert OFFICE.between(MONDAY, FRIDAY) == minutes(0)
    assert OFFICE.after(FRIDAY, minutes(75)) == MONDAY


def test_days_off_and_waiting_take_no_time() -> None:
    off = Calendar(MADRID, every_weekday(), frozenset({date(2025, 11, 24)}))
    assert off.between(FRIDAY, MONDAY) == minutes(30)
    assert off.after(FRIDAY, minutes(75)) == MONDAY + timedelta(days=1)
    stop = Stop(MONDAY - minutes(105), MONDAY - minutes(30))
    assert used(OFFICE, FRIDAY, MONDAY, [stop, stop]) == minutes(60)
    assert due_at(OFFICE, FRIDAY, minutes(60), [stop, stop]) == MONDAY


def test_the_day_of_the_change_has_another_length() -> None:
    spring, autumn = datetime(2025, 3, 30, tzinfo=MADRID), datetime(2025, 10, 26, tzinfo=MADRID)
    for day, hours in ((spring, 23), (autumn, 25)):
        assert ALWAYS.between(day, day + timedelta(days=1)) == timedelta(hours=hours)


def test_a_calendar_without_hours_is_none() -> None:
    with pytest.raises(NoWorkingTime):
        Calendar(MADRID, {0: ()})

    class Everything:
        def __contains__(self, day: object) -> bool:
            return True

    with pytest.raises(NoWorkingTime):
        Calendar(MADRID, every_weekday(), Everything()).after(FRIDAY, minutes(1))


@pytest.mark.parametrize("text", ["9", "9-25", "18-9", "9-13, 12-18", "nine to six", "9:75-10"])
def test_what_are_no_hours(text: str) -> None:
    with pytest.raises(NotHours):
        shifts_of(text)


@pytest.mark.parametrize(
    ("at", "stops", "met", "running"),
    [
        (60, [], None, Running.RUNS), (90, [], None, Running.SOON), (120, [], None, Running.SOON),
        (121, [], None, Running.LATE), (500, [], 120, Running.KEPT), (500, [], 121, Running.MISSED),
        (500, [(60, None)], None, Running.WAITS), (180, [(60, 140)], None, Running.SOON),
    ],
)  # fmt: skip
def test_what_a_clock_shows(
    at: int, stops: list[tuple[int, int | None]], met: int | None, running: Running
) -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=MADRID)

    def moment(after: int | None) -> datetime | None:
        return None if after is None else start + minutes(after)

    now = moment(at)
    assert now is not None
    given_stops = [Stop(start + minutes(begun), moment(ended)) for begun, ended in stops]
    found = reading(
        OFFICE, start, minutes(120), now=now, stops=given_stops, met_at=moment(met)
    )  # fmt: skip
    assert found.running is running
    assert (found.due is None) is (running is Running.WAITS)


SHIFTS = st.lists(
    st.integers(0, 48).map(lambda half: 30 * half), min_size=2, max_size=4, unique=True
).map(lambda ends: tuple(Shift(*pair) for pair in zip(*[iter(sorted(ends))] * 2, strict=False)))
CALENDARS = st.builds(
    Calendar,
    st.sampled_from([MADRID, ZoneInfo("America/Mexico_City"), ZoneInfo("Australia/Lord_Howe")]),
    st.dictionaries(st.integers(0, 6), SHIFTS, min_size=1),
    st.frozensets(st.dates(date(2025, 3, 25), date(2025, 4, 10)), max_size=4),
)
MOMENTS = st.integers(0, 21 * 24 * 60).map(
    lambda count: datetime(2025, 3, 20, tzinfo=UTC) + minutes(count)
)
LENGTHS = st.integers(1, 600).map(minutes)


@given(CALENDARS, MOMENTS, MOMENTS, MOMENTS)
def test_time_adds_up(calendar: Calendar, one: datetime, two: datetime, three: datetime) -> None:
    first, second, third = sorted([one, two, three])
    parts = calendar.between(first, second), calendar.between(second, third)
    assert sum(parts, timedelta()) == calendar.between(first, third)
    assert timedelta() <= parts[0] <= second - first


@given(CALENDARS, MOMENTS, LENGTHS)
def test_after_so_much_time_so_much_has_passed(
    calendar: Calendar, start: datetime, length: timedelta
) -> None:
    end = calendar.after(start, length)
    assert calendar.between(start, end) == length
    assert calendar.between(start, end - timedelta(seconds=1)) < length


@given(CALENDARS, MOMENTS, LENGTHS, st.lists(st.tuples(MOMENTS, LENGTHS), max_size=3))
def test_what_is_due_comes_when_the_clock_says_so(
    calendar: Calendar, start: datetime, length: timedelta, waits: list[tuple[datetime, timedelta]]
) -> None:
    stops = [Stop(begun, begun + lasting) for begun, lasting in waits]
    due = due_at(calendar, start, length, stops)
    assert due is not None
    assert used(calendar, start, due, stops) == length


@given(SHIFTS)
def test_hours_can_be_read_again(shifts: tuple[Shift, ...]) -> None:
    assert shifts_of(hours_in_words(shifts)) == tuple(sorted(shifts))


def test_public_holidays_of_a_region() -> None:
    off = DaysOff("ES", "MD", frozenset({date(2026, 8, 14)}))
    assert date(2026, 5, 2) in off  # of Madrid
    assert date(2026, 12, 25) in off
    assert date(2026, 8, 14) in off
    assert date(2026, 8, 13) not in off
    assert "MD" in (regions_of("ES") or ())
    assert regions_of("XX") is None
