"""Control limits: a real change, or one more of the usual values."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clavero.alerts.rules.limits import FEWEST, Side, limits, real_change

GAPS = [28.0, 31, 27, 35, 30, 26, 33, 29, 32, 30, 34, 28]


def test_the_published_numbers_of_individual_values() -> None:
    found = limits(GAPS)
    assert found is not None
    told = (found.mean, found.moving_range, found.upper, found.lower)
    assert told == pytest.approx((30.25, 4.5455, 42.34, 18.16), abs=5e-3)


def test_the_published_numbers_of_transformed_gaps() -> None:
    found = limits([gap ** (1 / 3.6) for gap in GAPS])
    assert found is not None
    assert (found.mean, found.moving_range) == pytest.approx((2.576108, 0.107269), abs=5e-7)
    told = (found.upper**3.6, found.lower**3.6)
    assert told == pytest.approx((44.03, 19.77), abs=5e-3)


def test_too_few_values_draw_no_limits() -> None:
    assert limits(GAPS[:-1]) is None
    assert real_change([*GAPS[:-1], 1000.0]) is None


def test_a_usual_value_is_no_change_and_one_outside_is() -> None:
    assert real_change([*GAPS, 42.0]) is None
    found = real_change([*GAPS, 43.0])
    assert found is not None
    assert (found.side, found.points, found.limits) == (Side.ABOVE, 1, limits(GAPS))


def test_a_fall_that_lasts_stays_a_fall_and_then_becomes_the_usual() -> None:
    steady = [100.0 + each % 3 for each in range(24)]
    low = [50.0 + each % 3 for each in range(40)]
    told = [real_change(steady + low[:many]) for many in range(1, 40)]
    lasts = [each is not None for each in told]
    assert all(lasts[:FEWEST])
    assert not lasts[-1]
    assert all(each is None or each.side is Side.BELOW for each in told)


VALUES = st.lists(st.integers(-1000, 1000).map(float), min_size=FEWEST + 1, max_size=20)


@settings(max_examples=40)
@given(VALUES)
def test_a_mirror_changes_the_side_alone(values: list[float]) -> None:
    plain, mirrored = real_change(values), real_change([-each for each in values])
    assert (plain is None) == (mirrored is None)
    if plain is not None and mirrored is not None:
        assert plain.points == mirrored.points
        assert plain.side is not mirrored.side


@given(st.integers(-1000, 1000).map(float), st.integers(FEWEST + 1, 40))
def test_what_never_moves_is_no_change(value: float, many: int) -> None:
    assert real_change([value] * many) is None
