"""What-ifs by the rules: weights that fill 100 whatever is asked, and places on the axes."""

from __future__ import annotations

from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.faults import Faulty
from clavero.matrix.rules.factors import POSITION, POTENTIAL, Axis, moved_weight
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.version import Version
from clavero.matrix.rules.whatif import (
    WhatIf,
    outcome,
    parse_what_if,
    refilled,
    weights_of,
    within,
)
from clavero.matrix.tests.worked import ACCOUNTS

WEIGHTS = POTENTIAL.weights
points = st.floats(0, 100).map(lambda value: round(value, 2))


@given(asked=st.dictionaries(st.sampled_from(list(WEIGHTS)), points))
def test_weights_always_fill_a_hundred(asked: dict[str, float]) -> None:
    found = refilled(WEIGHTS, asked)
    assert found.keys() == WEIGHTS.keys()
    assert fsum(found.values()) == pytest.approx(100, abs=1e-6)
    assert all(weight >= 0 for weight in found.values())


@given(key=st.sampled_from(list(WEIGHTS)), points=points)
def test_one_moved_weight_re_scales_the_others_as_the_rule_says(key: str, points: float) -> None:
    found = refilled(WEIGHTS, {**WEIGHTS, key: points})
    by_rule = moved_weight(WEIGHTS, key, points - WEIGHTS[key])
    assert found == pytest.approx(by_rule, abs=0.03)


@given(
    moved=st.dictionaries(
        st.sampled_from(list(WEIGHTS)), st.floats(1, 20).map(lambda value: round(value, 2)),
        min_size=1, max_size=3,
    )
)  # fmt: skip
def test_what_was_moved_stays_and_the_rest_keeps_its_proportions(moved: dict[str, float]) -> None:
    found = refilled(WEIGHTS, {**WEIGHTS, **moved})
    rest = [key for key in WEIGHTS if abs(moved.get(key, WEIGHTS[key]) - WEIGHTS[key]) < 0.005]
    changed = {key: value for key, value in moved.items() if key not in rest}
    assert {key: found[key] for key in changed} == pytest.approx(changed, abs=0.011)
    parts = [found[key] / WEIGHTS[key] for key in rest]
    assert max(parts) - min(parts) < 0.01


def test_too_much_is_scaled_together() -> None:
    assert refilled({"a": 50.0, "b": 30.0, "c": 20.0}, {"a": 90.0, "b": 90.0, "c": 20.0}) == {
        "a": 45.0,
        "b": 45.0,
        "c": 10.0,
    }
    same = {"a": 50.0, "b": 50.0}
    assert refilled(same, {"a": 0.0, "b": 0.0}) == same


def test_weights_that_no_set_may_have_are_refused() -> None:
    with pytest.raises(Faulty):
        WhatIf({**WEIGHTS, "volume": 60.0}).settings(Settings())
    with pytest.raises(Faulty):
        WhatIf(refilled(WEIGHTS, {**WEIGHTS, "fit": 0.0})).settings(Settings())


def test_sectors_with_criteria_of_their_own_keep_them() -> None:
    position = refilled(POSITION.weights, {"quality": 40.0})
    settings = Settings(sectors={"Food": POSITION})
    changed = WhatIf(position=position).settings(settings)
    assert changed.version("Food").position.weights == POSITION.weights
    assert changed.version("Paper").position.weights == position


@pytest.mark.parametrize("axis", list(Axis))
def test_what_was_moved_is_read_from_the_company_s_settings(axis: Axis) -> None:
    expected = POTENTIAL.weights if axis is Axis.POTENTIAL else POSITION.weights
    assert weights_of(Settings(), axis) == expected


# -- places ---------------------------------------------------------------------------------------


@given(mode=st.sampled_from(list(Mode)), x=st.floats(-1e6, 1e6), y=st.floats(-1e6, 1e6))
def test_a_place_is_always_on_the_axes(mode: Mode, x: float, y: float) -> None:
    position, potential = within(mode, (x, y))
    assert 0 <= potential <= 10
    low, high = {Mode.DIFFERENCE: (-10, 10), Mode.RATIO: (0.01, 100)}.get(mode, (0, 10))
    assert low <= position <= high
    if mode is Mode.STAGE:
        assert position in {1.0, 3.0, 5.0, 7.0, 9.0}
    assert within(mode, (position, potential)) == (position, potential)


def test_an_account_put_elsewhere_has_the_quadrant_of_its_place() -> None:
    version = Version(mode=Mode.RATIO)
    beta = version.read(ACCOUNTS["Beta"])
    assert outcome(version, beta, None).quadrant is Strategy.SELECTIVE
    moved = outcome(version, beta, (1.0, 7.0))
    assert (moved.quadrant, moved.place, moved.reading) == (Strategy.INVEST, (1.0, 7.0), None)
    assert outcome(version, beta, (0.99, 4.99)).quadrant is Strategy.HARVEST


def test_it_is_kept_as_it_was_asked() -> None:
    asked = WhatIf(refilled(WEIGHTS, {"fit": 20.0}), {}, {"B": (5.0, 2.5), "A": (1.0, 9.0)})
    assert parse_what_if(asked.to_plain()) == asked
    assert WhatIf().is_nothing
    assert not asked.is_nothing
