"""Gaps and silence in operational time: many at once say what each says by itself."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clavero.silence.rules.kinds import StopKind
from clavero.silence.rules.rhythm import from_lists, rhythm_of, rhythms_of
from clavero.silence.rules.stops import Calendar, Stop, day_of, number

FIRST, LAST = date(2021, 1, 1), date(2024, 12, 31)
START = number(FIRST)
SPAN = number(LAST) - START

day_lists = st.lists(st.integers(0, SPAN), min_size=1, max_size=25).map(
    lambda days: sorted({START + day for day in days})
)
stops = st.builds(
    lambda first, length, every: Stop(
        day_of(START + first), day_of(START + first + length), StopKind.SEASON, every
    ),
    st.integers(0, SPAN - 200),
    st.integers(0, 150),
    st.booleans(),
)


@given(
    lists=st.lists(day_lists, min_size=1, max_size=6),
    as_of=st.integers(0, SPAN),
    everybody=st.lists(stops, max_size=2),
    own=st.lists(stops, max_size=2),
    workdays=st.booleans(),
    recent=st.integers(1, 30),
)
@settings(max_examples=60, deadline=None)
def test_many_at_once_are_each_by_itself(
    lists: list[list[int]],
    as_of: int,
    everybody: list[Stop],
    own: list[Stop],
    workdays: bool,
    recent: int,
) -> None:
    as_of += START
    common = Calendar(FIRST, LAST, everybody, workdays_only=workdays)
    special = Calendar(FIRST, LAST, [*everybody, *own], workdays_only=workdays)
    days, starts = from_lists(lists)
    present, found = rhythms_of(days, starts, as_of, common, {0: special}, recent=recent)
    wanted = {
        at: rhythm
        for at, each in enumerate(lists)
        if (rhythm := rhythm_of(each, as_of, special if at == 0 else common, recent=recent))
    }
    assert present.tolist() == list(wanted)
    for at, rhythm in enumerate(wanted.values()):
        assert found.n[at] == len(rhythm.gaps)
        assert found.total[at] == rhythm.total
        assert found.silent[at] == rhythm.silent >= 0
        assert all(gap > 0 for gap in rhythm.gaps), "days between which nothing counts are one"
        if rhythm.gaps:
            assert found.median[at] == rhythm.median
            whole = rhythm_of(lists[present[at]], as_of, special if present[at] == 0 else common)
            assert whole is not None
            assert found.first_gap[at] == whole.gaps[0]
        else:
            assert np.isnan(found.median[at])
            assert np.isnan(found.first_gap[at])
        last_two = [float(each[at]) for each in found.last_two]
        if len(rhythm.gaps) >= 2:
            assert last_two == list(rhythm.gaps[-2:])
        else:
            assert np.isnan(last_two).all()


@given(days=day_lists, stop=stops, more=stops)
@settings(max_examples=60, deadline=None)
def test_a_stop_more_never_makes_a_silence_longer(days: list[int], stop: Stop, more: Stop) -> None:
    as_of = number(LAST)
    one = rhythm_of(days, as_of, Calendar(FIRST, LAST, [stop]))
    both = rhythm_of(days, as_of, Calendar(FIRST, LAST, [stop, more]))
    assert one is not None
    assert both is not None
    assert both.silent <= one.silent
    assert both.total <= one.total


@pytest.mark.parametrize("workdays", [False, True])
def test_a_calendar_counts_the_days_that_are_left(workdays: bool) -> None:
    august = Stop(date(2021, 8, 1), date(2021, 8, 31), every_year=True)
    calendar = Calendar(FIRST, LAST, [august], workdays_only=workdays)
    counted = [
        day
        for each in range(number(date(2023, 7, 21)), number(date(2023, 9, 10)))
        if (day := day_of(each)).month != 8 and not (workdays and day.weekday() > 4)
    ]
    assert calendar.between(date(2023, 7, 20), date(2023, 9, 9)) == len(counted)
    for count, (reached, following) in enumerate(pairwise(counted), start=1):
        assert calendar.reached(date(2023, 7, 20), count) == reached
        assert calendar.after(date(2023, 7, 20), count) == following
    assert calendar.after(LAST, 1) is None


def test_the_29th_of_february_comes_every_year() -> None:
    winter = Stop(date(2024, 2, 29), date(2024, 2, 29), every_year=True)
    assert winter.covers(date(2023, 2, 28))
    assert not winter.covers(date(2024, 2, 28))


def test_a_season_is_the_gap_around_the_same_day_of_an_earlier_year() -> None:
    """A buyer of the summer is as silent each winter."""
    days = [
        number(date(year, month, 10)) for year in (2021, 2022, 2023) for month in (5, 6, 7, 8, 9)
    ]
    flat, starts = from_lists([days, days[-3:]])
    as_of = number(date(2024, 3, 1))
    _present, found = rhythms_of(flat, starts, as_of, Calendar(FIRST, LAST))
    winter = (date(2023, 5, 10) - date(2022, 9, 10)).days
    assert found.season.tolist() == [winter, 0]
