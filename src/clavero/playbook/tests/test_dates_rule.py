"""Review dates fall on working days and never drift."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clavero.playbook.rules.dates import coming, months_on, working_day

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
rhythms = st.integers(min_value=1, max_value=36)


@given(days)
def test_a_working_day_is_the_day_or_the_monday_after(day: date) -> None:
    found = working_day(day)
    assert found.weekday() < 5
    assert found == day if day.weekday() < 5 else found.weekday() == 0
    assert timedelta(0) <= found - day <= timedelta(2)


@given(days, rhythms, days)
def test_the_days_to_come_are_those_of_the_rhythm(first: date, months: int, after: date) -> None:
    found = coming(first, months, after=after, many=3)
    every = [working_day(months_on(first, turn * months)) for turn in range(1300)]
    assert found == [day for day in every if day >= after][:3]


def test_the_end_of_a_month_comes_back_after_a_short_one() -> None:
    assert coming(date(2026, 1, 30), 1, after=date(2026, 1, 1), many=4) == [
        date(2026, 1, 30),
        date(2026, 3, 2),  # 28 February is a Saturday
        date(2026, 3, 30),
        date(2026, 4, 30),
    ]
