"""When a task comes again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.work.rules.repeating import Repeat, Unit

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
ON = {Unit.DAY: st.none(), Unit.WEEK: st.integers(0, 6), Unit.MONTH: st.integers(1, 31)}
REPEATS = st.sampled_from(list(Unit)).flatmap(
    lambda unit: st.builds(Repeat, st.integers(1, 20), st.just(unit), ON[unit])
)


@pytest.mark.parametrize(
    ("repeat", "due", "done", "following"),
    [
        (Repeat(1, Unit.DAY), (2026, 3, 2), (2026, 3, 2), (2026, 3, 3)),
        (Repeat(1, Unit.WEEK, 0), (2026, 3, 2), (2026, 2, 27), (2026, 3, 9)),
        # Moved to the Thursday once, it is a Monday again.
        (Repeat(1, Unit.WEEK, 0), (2026, 3, 5), (2026, 3, 5), (2026, 3, 9)),
        # Three weeks late: the next is to come, not one of the past.
        (Repeat(1, Unit.WEEK, 0), (2026, 3, 2), (2026, 3, 24), (2026, 3, 30)),
        (Repeat(1, Unit.MONTH, 31), (2026, 2, 28), (2026, 2, 28), (2026, 3, 31)),
        (Repeat(3, Unit.MONTH, 15), (2026, 11, 15), (2026, 11, 20), (2027, 2, 15)),
        (Repeat(12, Unit.MONTH, 29), (2024, 2, 29), (2024, 2, 29), (2025, 2, 28)),
    ],
)
def test_the_next_day(
    repeat: Repeat, due: tuple[int, ...], done: tuple[int, ...], following: tuple[int, ...]
) -> None:
    assert repeat.after(date(*due), date(*done)) == date(*following)


def test_a_rhythm_ends() -> None:
    weekly = Repeat(1, Unit.WEEK, 0, until=date(2026, 3, 9))
    assert weekly.after(date(2026, 3, 2), date(2026, 3, 2)) == date(2026, 3, 9)
    assert weekly.after(date(2026, 3, 9), date(2026, 3, 9)) is None


@given(REPEATS, DAYS, DAYS)
def test_it_never_falls_into_the_past(repeat: Repeat, due: date, done: date) -> None:
    found = repeat.after(due, done)
    assert found is not None
    assert found > max(due, done)
    # And not later than the rhythm makes it, of which one day may have been moved.
    assert (found - max(due, done)).days <= (repeat.every + 1) * 31
    if repeat.unit is Unit.WEEK:
        assert found.weekday() == repeat.on
