"""Quadrants, their stability and chances, and forecasts: methods §2.3 to §2.5."""

from __future__ import annotations

from math import fsum, inf, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.faults import Faulty
from clavero.portfolio.rules.matrix.confidence import simulated_chances
from clavero.portfolio.rules.matrix.factors import POSITION, POTENTIAL
from clavero.portfolio.rules.matrix.position import Mode, Relationship, Stage
from clavero.portfolio.rules.matrix.quadrants import (
    Placement,
    Side,
    Stability,
    Strategy,
    all_alike,
    chance_high,
    chances,
    is_near,
    over_capacity,
    quadrant,
    review,
    review_side,
    sides_of,
    strategy_of,
)
from clavero.portfolio.rules.matrix.version import Inputs, Version, VersionFault
from clavero.portfolio.tests.matrix import ACCOUNTS, CRITERIA, NUMERIC, O_2_1, O_2_2, potential

WORKED = {
    "Alfa": Strategy.INVEST,
    "Beta": Strategy.SELECTIVE,
    "Gama": Strategy.MAINTAIN,
    "Delta": Strategy.HARVEST,
}
distances = st.floats(-10, 10)
inside = st.floats(-0.4999, 0.4999)
one = st.floats(0, 10)


@pytest.mark.parametrize("mode", NUMERIC)
@pytest.mark.parametrize("name", WORKED)
def test_the_worked_accounts_have_their_strategy_in_every_mode(name, mode):
    assert Version(mode=mode).read(ACCOUNTS[name]).quadrant is WORKED[name]


def test_strategies_and_sides_are_each_others_inverse():
    for strategy in Strategy:
        high, strong = sides_of(strategy)
        assert strategy_of(potential_high=high, position_high=strong) is strategy


def test_high_starts_at_the_cut_whatever_a_float_makes_of_it():
    assert quadrant(0.0, -1e-12) is Strategy.INVEST
    assert quadrant(-0.001, 0) is Strategy.MAINTAIN
    # Halfway on a logarithmic scale: a five that no float holds.
    all_five = Inputs(potential(1118.0339887498949, 5, 50, 10, 5), dict.fromkeys(CRITERIA, 5))
    assert Version().read(all_five).quadrant is Strategy.INVEST


# -- hysteresis ---------------------------------------------------------------------------------


def test_a_crossing_of_half_a_point_counts_at_once_and_a_smaller_one_the_second_time():
    high = Side(high=True)
    assert review_side(-0.5, high) == Side(high=False)
    assert review_side(4.5 - 5.0, high) == Side(high=False)
    first = review_side(-0.49, high)
    assert first == Side(high=True, across=1)
    assert review_side(-0.01, first) == Side(high=False)
    assert review_side(0.01, first) == Side(high=True)  # back: the count starts again


def test_the_first_review_takes_the_cut_as_it_is():
    placement = review(0.1, -0.1)
    assert placement.strategy is Strategy.SELECTIVE
    assert not placement.is_borderline
    assert is_near(-0.1)
    assert not is_near(-0.5)


def test_an_account_across_for_the_first_time_is_borderline_and_keeps_its_strategy():
    before = review(3, 1)
    placement = review(3, -0.2, before)
    assert (placement.strategy, placement.computed) == (Strategy.INVEST, Strategy.SELECTIVE)
    assert placement.is_borderline
    again = review(3, -0.2, placement)
    assert again.strategy is Strategy.SELECTIVE
    assert not again.is_borderline


def test_an_account_that_cannot_be_classified_keeps_its_placement():
    before = Placement(Side(high=True, across=1), Side(high=True), Strategy.MAINTAIN)
    reading = Version().read(Inputs())
    assert reading.review(before) is before
    assert reading.review() is None
    assert Version().read(ACCOUNTS["Beta"]).review().strategy is Strategy.SELECTIVE


@given(st.lists(inside, max_size=12), st.booleans())
def test_inside_the_band_a_single_crossing_never_flips(walk, high):
    """A side only ever changes at the second review in a row across."""
    side, row = Side(high), 0
    for distance in walk:
        before, side = side, review_side(distance, side)
        row = row + 1 if (distance >= -1e-9) != before.high else 0
        assert (side.high != before.high) == (row == 2)
        row = 0 if side.high != before.high else row


@given(inside, st.booleans())
def test_with_no_end_of_reviews_the_band_never_flips(distance, high):
    side = Side(high)
    for _ in range(5):
        side = review_side(distance, side, Stability(reviews=1000))
    assert side.high == high


@given(distances, distances)
def test_reviewing_the_same_twice_settles(up, right):
    """After two reviews of the same scores nothing is borderline."""
    for before in (Strategy.INVEST, Strategy.HARVEST):
        high, strong = sides_of(before)
        placement = Placement(Side(high), Side(strong), before)
        for _ in range(2):
            placement = review(up, right, placement)
        assert placement.strategy is quadrant(up, right)
        assert not placement.is_borderline


@pytest.mark.parametrize("arguments", [{"margin": -1}, {"reviews": 0}])
def test_what_is_no_stability(arguments):
    with pytest.raises(ValueError, match="margin"):
        Stability(**arguments)


# -- chances ------------------------------------------------------------------------------------


def test_the_worked_number_of_confidence():
    reading = Version().read(ACCOUNTS["Beta"])
    assert round(chance_high(reading.potential_distance, 0.8), 4) == 0.9984
    assert round(chance_high(reading.position.distance, 0.8), 4) == 0.3085
    assert round(reading.chances[Strategy.SELECTIVE], 3) == 0.690
    assert round(reading.chances[Strategy.INVEST], 3) == 0.308


@given(st.floats(0, 1), st.floats(0, 1))
def test_chances_are_chances(up, right):
    found = chances(up, right)
    assert all(0 <= chance <= 1 for chance in found.values())
    assert isclose(fsum(found.values()), 1)


@given(distances, distances, st.floats(0.01, 5))
def test_further_from_the_cut_is_surer(a, b, sigma):
    low, high = sorted((a, b))
    assert chance_high(low, sigma) <= chance_high(high, sigma)
    assert isclose(chance_high(a, sigma) + chance_high(-a, sigma), 1, abs_tol=1e-9)


def test_without_error_there_is_no_doubt():
    assert [chance_high(distance, 0) for distance in (-0.1, 0, 0.1)] == [0, 1, 1]
    with pytest.raises(ValueError, match="error"):
        chance_high(1, -1)


@pytest.mark.parametrize("mode", NUMERIC)
def test_firm_weights_leave_the_normal_errors_alone(mode):
    version = Version(mode=mode)
    reading = version.read(ACCOUNTS["Beta"])
    drawn = simulated_chances(version, reading, kappa=1e7, draws=40_000, seed=5)
    assert fsum(drawn.values()) == pytest.approx(1)
    for strategy, chance in reading.chances.items():
        assert drawn[strategy] == pytest.approx(chance, abs=0.012)


def test_uncertain_weights_are_less_sure_and_drawn_the_same_again():
    version = Version(sigma=0.0)
    values = {**O_2_2["Gama"][0], "quality": 1, "innovation": None}
    reading = version.read(ACCOUNTS["Gama"].changed(us=values))
    drawn = simulated_chances(version, reading)
    assert drawn == simulated_chances(version, reading)
    assert max(reading.chances.values()) == 1 > max(drawn.values())
    assert simulated_chances(version, version.read(Inputs())) is None


def test_a_stage_has_no_weights_to_draw():
    version = Version(mode=Mode.STAGE)
    inputs = Inputs(O_2_1["Alfa"][0], relationship=Relationship(Stage.INTEGRATED))
    reading = version.read(inputs)
    assert reading.quadrant is Strategy.INVEST
    drawn = simulated_chances(version, reading, kappa=1e7, draws=40_000)
    assert drawn[Strategy.INVEST] == pytest.approx(reading.chances[Strategy.INVEST], abs=0.012)


# -- a version ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({"potential": POSITION}, [(VersionFault.WRONG_AXIS, "potential")]),
        ({"position": POTENTIAL}, [(VersionFault.WRONG_AXIS, "position")]),
        ({"potential_cut": 10.0}, [(VersionFault.CUT_OUTSIDE, "potential")]),
        ({"potential_cut": inf}, [(VersionFault.CUT_OUTSIDE, "potential")]),
        ({"mode": Mode.RATIO, "position_cut": 0.0}, [(VersionFault.CUT_OUTSIDE, "position")]),
        ({"mode": Mode.DIFFERENCE, "position_cut": -1.0}, []),
        ({"sigma": -0.1}, [(VersionFault.ERROR_NEGATIVE, "")]),
    ],
)
def test_what_cannot_be_a_version(arguments, found):
    if not found:
        Version(**arguments)
        return
    with pytest.raises(Faulty) as refused:
        Version(**arguments)
    assert [(fault.code, fault.on) for fault in refused.value.faults] == found


def test_coverage_is_that_of_the_axis_known_less():
    reading = Version().read(ACCOUNTS["Beta"].changed(us={"price": None}, potential={"fit": 7}))
    assert reading.coverage == 85
    stage = Version(mode=Mode.STAGE).read(Inputs(relationship=Relationship(Stage.BASIC)))
    assert stage.coverage == 0
    assert stage.quadrant is None


def test_factors_of_one_axis_are_replaced_by_their_axis():
    assert Version().with_factors(POSITION).position is POSITION
    assert Version().with_factors(POTENTIAL).potential is POTENTIAL


# -- the portfolio ------------------------------------------------------------------------------


def test_all_accounts_in_one_quadrant():
    assert all_alike([Strategy.INVEST] * 3) is Strategy.INVEST
    assert all_alike([Strategy.INVEST, Strategy.HARVEST]) is None
    assert all_alike([Strategy.INVEST]) is None  # one account says nothing about the factors
    assert all_alike([]) is None


def test_more_to_invest_in_than_can_be_looked_after():
    invest = {"A": (8.0, 6.0), "B": (6.0, 9.0), "C": (6.0, 8.0)}
    assert over_capacity(invest, 2) == ["B", "A", "C"]
    assert over_capacity(invest, 3) == []
