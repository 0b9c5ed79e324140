"""Real changes of KPIs: what lasts is told, noise and its echo are not."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.alerts.rules.limits import FEWEST, Side, real_change
from clavero.alerts.rules.shifts import WINDOW, Points, shift_of_steps, shift_of_values
from clavero.core.period import add_months

FIRST = date(2020, 1, 1)
MONTHS = st.lists(st.floats(0, 1000), min_size=50, max_size=50)


def of_twelve(months: list[float]) -> Points:
    """The sums of each twelve months, from monthly figures."""
    return [
        (add_months(FIRST, end), sum(months[end - WINDOW : end]))
        for end in range(WINDOW, len(months) + 1)
    ]


def noise(seed: int, months: int = 50) -> list[float]:
    random = Random(seed)
    return [random.gauss(100, 10) for _month in range(months)]


def test_noise_is_told_of_next_to_never_and_limits_around_the_values_would_tell_all_the_time() -> (
    None
):
    told, wandering, looks = 0, 0, 0
    for seed in range(40):
        points = of_twelve(noise(seed))
        for end in range(WINDOW + FEWEST + 2, len(points) + 1):
            looks += 1
            told += shift_of_steps(points[:end]) is not None
            wandering += real_change([value for _day, value in points[:end]]) is not None
    assert told / looks < 0.03
    assert wandering / looks > 0.25


@pytest.mark.parametrize(("factor", "side"), [(0.3, Side.BELOW), (1.7, Side.ABOVE)])
def test_a_change_that_lasts_is_told_from_its_month_on_and_over_when_it_is_usual(
    factor: float, side: Side
) -> None:
    months = noise(7)
    changed = [*months[:40], *(each * factor for each in months[40:])]
    points = of_twelve(changed)
    at = 40 - WINDOW  # the last value without it
    assert shift_of_steps(points[: at + 1]) is None
    for more in range(1, 6):
        found = shift_of_steps(points[: at + 1 + more])
        assert found is not None
        assert (found.side, found.since) == (side, add_months(FIRST, 41))
        assert found.before == points[at][1]
    after = of_twelve([*changed, *(each * factor for each in noise(8, 24))])
    for end in range(54 - WINDOW, len(after) + 1):
        assert shift_of_steps(after[:end]) is None, "it is the usual now"


def test_a_single_large_month_is_no_news_when_it_goes_out() -> None:
    months = noise(3)
    months[36] += 200
    points = of_twelve(months)
    came = shift_of_steps(points[: 37 - WINDOW + 1])
    assert came is not None
    assert came.side is Side.ABOVE
    assert shift_of_steps(points[: 38 - WINDOW + 1]) is None, "over by itself"
    gone = points[: 49 - WINDOW + 1]
    steps = [later[1] - earlier[1] for earlier, later in pairwise(gone)]
    assert real_change(steps) is not None, "the limits alone would tell of it"
    assert shift_of_steps(gone) is None


def test_values_of_their_own_are_held_against_their_own_limits() -> None:
    days = [add_months(FIRST, month) for month in range(20)]
    usual = [40.0, 42, 39, 41, 40, 43, 38, 40, 41, 39, 42, 40, 41]
    assert shift_of_values(list(zip(days, usual, strict=False))) is None
    found = shift_of_values(list(zip(days, [*usual, 60, 61], strict=False)))
    assert found is not None
    assert (found.side, found.now, found.since) == (Side.ABOVE, 61, days[13])
    assert round(found.before, 2) == 40.46
    assert shift_of_values([(FIRST, 1.0)]) is None


@given(MONTHS, st.floats(0.1, 10), st.floats(-1000, 1000))
def test_what_is_told_does_not_depend_on_the_unit(
    months: list[float], factor: float, more: float
) -> None:
    rounded = [round(each) for each in months]
    points = of_twelve([float(each) for each in rounded])
    found = shift_of_steps(points)
    whole, added = round(factor) + 1, round(more)
    other = shift_of_steps([(day, whole * value + added) for day, value in points])
    assert (found is None) is (other is None) or _is_at_the_limit(points)
    if found is not None and other is not None:
        assert (found.side, found.since) == (other.side, other.since)


def _is_at_the_limit(points: Points) -> bool:
    """Whether rounding decides: a step lies on its limit."""
    steps = [later[1] - earlier[1] for earlier, later in pairwise(points)]
    return len({*steps}) < 3
