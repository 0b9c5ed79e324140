"""The axes of the picture: every account has its place on them, in each mode and direction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.matrix.charts.axes import corners, position_axis, potential_axis
from clavero.matrix.rules.position import CUTS, Mode
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.version import Version

VALUES = {
    Mode.ABSOLUTE: st.floats(0, 10),
    Mode.DIFFERENCE: st.floats(-10, 10),
    Mode.RATIO: st.floats(0.01, 100),
    Mode.STAGE: st.sampled_from([1.0, 3.0, 5.0, 7.0, 9.0]),
}


@pytest.mark.parametrize("mode", list(Mode))
@given(data=st.data(), high_left=st.booleans())
def test_all_have_room_and_higher_is_further_to_the_readers_side(
    mode: Mode, data: st.DataObject, high_left: bool
) -> None:
    values = data.draw(st.lists(VALUES[mode], max_size=60))
    axis = position_axis(Version(mode=mode), values, high_left=high_left)
    places = [axis.part(value) for value in sorted(values)]
    assert all(-1e-9 <= place <= 1 + 1e-9 for place in places)
    assert places == sorted(places, reverse=high_left)
    assert 0 < axis.part(axis.cut) < 1
    assert axis.low < axis.cut < axis.high


@pytest.mark.parametrize(
    ("mode", "middle"), [(Mode.ABSOLUTE, 0.5), (Mode.DIFFERENCE, 0.5), (Mode.RATIO, 0.5),
                         (Mode.STAGE, 0.6)],
)  # fmt: skip
def test_each_mode_has_its_own_cut(mode: Mode, middle: float) -> None:
    axis = position_axis(Version(mode=mode), [])
    assert axis.cut == CUTS[mode]
    assert axis.part(axis.cut) == pytest.approx(middle)


def test_equal_ratios_are_equally_far() -> None:
    axis = position_axis(Version(mode=Mode.RATIO), [2.4, 0.8])
    assert (axis.low, axis.high) == (pytest.approx(1 / 3), 3)
    assert axis.part(2) + axis.part(0.5) == pytest.approx(1)
    assert axis.encoding("x")["scale"]["type"] == "log"


@pytest.mark.parametrize("widest", [1.1, 1.9, 2.4, 4.0, 9.0, 50.0])
def test_a_tick_lies_where_it_says(widest: float) -> None:
    axis = position_axis(Version(mode=Mode.RATIO), [widest])
    assert all(mark == round(mark, 2) for mark in axis.marks)
    assert all(axis.low * (1 - 1e-9) <= mark <= axis.high for mark in axis.marks)
    # As many figures as a mark has.
    assert "format(datum.value, '~g') + '×'" in axis.encoding("x")["axis"]["labelExpr"]


def test_a_cut_of_the_companys_own_has_room_too() -> None:
    axis = position_axis(Version(mode=Mode.DIFFERENCE, position_cut=-6.0), [])
    assert axis.low < -6.0


def test_stages_are_five_named_boxes() -> None:
    axis = position_axis(Version(mode=Mode.STAGE), [])
    assert axis.labels == ("Exploratory", "Basic", "Cooperative", "Interdependent", "Integrated")
    assert axis.borders == (2.0, 4.0, 6.0, 8.0)
    assert "'Basic'" in axis.encoding("x")["axis"]["labelExpr"]


@pytest.mark.parametrize("high_left", [False, True])
def test_strategies_stand_in_their_corners(high_left: bool) -> None:
    version = Version(potential_cut=6.0)
    x, y = position_axis(version, [], high_left=high_left), potential_axis(version)
    found = {corner.strategy: corner for corner in corners(x, y)}
    assert found[Strategy.INVEST].y == (6.0, 10.0)
    assert found[Strategy.HARVEST].x == (0.0, 5.0)
    assert {s for s, corner in found.items() if corner.is_top} == {
        Strategy.INVEST,
        Strategy.SELECTIVE,
    }
    on_the_right = {s for s, corner in found.items() if corner.is_right}
    strong = {Strategy.INVEST, Strategy.MAINTAIN}
    assert on_the_right == (set(Strategy) - strong if high_left else strong)
