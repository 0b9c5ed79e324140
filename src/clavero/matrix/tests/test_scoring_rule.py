"""Scoring both axes: the worked numbers of methods §2.1 and §2.2, and what holds for any scores."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import fsum, isclose, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.estimates import Missing
from clavero.core.freshness import is_stale
from clavero.matrix.rules.evidence import (
    SIGMA,
    Source,
    customers_share,
    settle,
    sigma,
    stale,
)
from clavero.matrix.rules.factors import POSITION, POTENTIAL
from clavero.matrix.rules.position import (
    Mode,
    NoPosition,
    Relationship,
    Stage,
    best_competitor,
    score_position,
    stage_position,
)
from clavero.matrix.rules.scoring import score_axis, weighted
from clavero.matrix.tests.worked import CRITERIA, FACTORS, O_2_1, O_2_2, scores

one = st.floats(0, 10)
sheets = st.fixed_dictionaries(dict.fromkeys(CRITERIA, st.one_of(st.none(), one)))
full_sheets = st.fixed_dictionaries(dict.fromkeys(CRITERIA, one))


@pytest.mark.parametrize("name", O_2_1)
def test_the_worked_numbers_of_potential(name):
    values, expected = O_2_1[name]
    axis = score_axis(POTENTIAL, values)
    assert axis.value is not None
    assert round(axis.value, 4) == expected
    assert axis.coverage == 100


@pytest.mark.parametrize("name", O_2_2)
def test_the_worked_numbers_of_position_in_each_mode(name):
    us, rival, ours, theirs, difference, ratio = O_2_2[name]
    rivals = {"Rival": rival, "Weak": scores(1, 1, 1, 1, 1)}
    for mode, value in (
        (Mode.ABSOLUTE, ours),
        (Mode.DIFFERENCE, difference),
        (Mode.RATIO, ratio),
    ):
        position = score_position(POSITION, us, rivals, mode=mode)
        assert round(position.value, 4) == value
        assert (position.best, round(position.theirs.value, 4)) == ("Rival", theirs)
        assert (position.distance >= 0) is (name in {"Alfa", "Gama"})


def test_the_worked_number_without_one_factor():
    values = {**O_2_1["Beta"][0], "fit": None}
    axis = score_axis(POTENTIAL, values)
    assert (round(axis.value, 4), axis.coverage) == (7.4262, 85)
    assert axis.missing == ["fit"]


def test_below_70_points_nothing_is_classified_and_what_is_known_is_still_told():
    values = O_2_1["Beta"][0]
    axis = score_axis(POTENTIAL, {key: values[key] for key in ("volume", "growth", "share")})
    assert axis.is_unclassifiable
    assert axis.coverage == 60
    assert [each.factor for each in axis.contributions if not each.is_missing] == FACTORS[:3]
    at_seventy = {"volume": 5000, "growth": 0.15, "profitability": 0.2}
    assert score_axis(POTENTIAL, at_seventy).value == 10


def test_nothing_known_is_no_score_and_no_zero():
    axis = score_axis(POTENTIAL, {})
    assert (axis.value, axis.coverage) == (None, 0)
    assert {each.effective for each in axis.contributions} == {0}


def test_the_sum_explains_the_score():
    axis = score_axis(POTENTIAL, {**O_2_1["Beta"][0], "fit": None})
    volume = axis.contributions[0]
    expected = 10 * log(10) / log(20)
    assert (volume.factor, volume.value, volume.weight) == ("volume", 2500, 20)
    assert isclose(volume.score, expected)
    assert isclose(volume.effective, 100 * 20 / 85)
    assert isclose(volume.points, volume.effective * expected / 100)
    assert axis.contributions[-1].points == 0


@given(sheets)
def test_a_score_lies_between_0_and_10_and_is_the_sum_of_its_parts(sheet):
    axis = score_axis(POSITION, sheet)
    if axis.value is None:
        assert axis.coverage < 70
        return
    assert 0 <= axis.value <= 10
    assert isclose(fsum(each.points for each in axis.contributions), axis.value, abs_tol=1e-9)
    assert isclose(fsum(each.effective for each in axis.contributions), 100)


@given(full_sheets, st.sampled_from(CRITERIA), one)
def test_a_better_score_never_makes_the_axis_worse(sheet, key, better):
    before = score_axis(POSITION, sheet).value
    after = score_axis(POSITION, {**sheet, key: max(sheet[key], better)}).value
    assert after >= before - 1e-9


@given(sheets, st.floats(0.01, 100))
def test_only_the_proportion_of_the_present_weights_counts(sheet, factor):
    known = {key: weight for key, weight in POSITION.weights.items() if sheet[key] is not None}
    value = score_axis(POSITION, sheet).value
    if value is None:
        return
    total = fsum(known.values())
    scaled = {key: 100 * weight / total for key, weight in known.items()}
    assert isclose(weighted(scaled, sheet), value, abs_tol=1e-9)


@given(one)
def test_equal_scores_give_that_score_whatever_is_missing(score):
    assert score_axis(POSITION, dict.fromkeys(CRITERIA, score)).value == score
    assert score_axis(POSITION, dict.fromkeys(CRITERIA[:4], score)).value == score


# -- competitors --------------------------------------------------------------------------------


def test_the_best_competitor_is_each_accounts_own_and_equal_ones_go_by_name():
    same = scores(6, 6, 6, 6, 6)
    name, axis = best_competitor(POSITION, {"Z": same, "A": same, "Weak": scores(5, 6, 6, 6, 6)})
    assert (name, axis.value) == ("A", 6)


def test_a_competitor_of_whom_too_little_is_known_is_not_compared_with():
    rivals = {"Known": scores(4, 4, 4, 4, 4), "Rumoured": {"quality": 10, "service": 10}}
    assert best_competitor(POSITION, rivals)[0] == "Known"
    assert best_competitor(POSITION, {"Rumoured": rivals["Rumoured"]}) is None


@pytest.mark.parametrize("mode", [Mode.DIFFERENCE, Mode.RATIO])
def test_without_a_competitor_nothing_is_relative(mode):
    position = score_position(POSITION, scores(8, 8, 8, 8, 8), mode=mode)
    assert (position.value, position.reason) == (None, NoPosition.NO_COMPETITOR)
    assert score_position(POSITION, scores(8, 8, 8, 8, 8)).value == 8


def test_too_few_of_our_scores():
    position = score_position(POSITION, {"quality": 8}, {"R": scores(1, 1, 1, 1, 1)})
    assert (position.value, position.reason) == (None, NoPosition.UNCLASSIFIABLE)


@pytest.mark.parametrize(("ours", "ratio"), [(8, 80), (0, 1)])
def test_nothing_is_divided_by_a_competitor_of_zero(ours, ratio):
    us, rival = dict.fromkeys(CRITERIA, ours), dict.fromkeys(CRITERIA, 0)
    position = score_position(POSITION, us, {"R": rival}, mode=Mode.RATIO)
    assert position.value == pytest.approx(ratio)
    assert position.distance == ours


@given(full_sheets, full_sheets)
def test_difference_and_ratio_agree_on_the_side(us, rival):
    difference = score_position(POSITION, us, {"R": rival}, mode=Mode.DIFFERENCE)
    ratio = score_position(POSITION, us, {"R": rival}, mode=Mode.RATIO)
    assert isclose(difference.distance, ratio.distance, abs_tol=1e-9)
    if difference.distance > 0.2:
        assert ratio.value > 1


def test_a_comparison_has_the_errors_of_both():
    us, rival = O_2_2["Beta"][:2]
    sigmas = [
        score_position(POSITION, us, {"R": rival}, mode=mode, cut=cut).sigma(0.8)
        for mode, cut in ((Mode.ABSOLUTE, 5), (Mode.DIFFERENCE, 0), (Mode.RATIO, 2))
    ]
    assert sigmas == pytest.approx([0.8, 0.8 * sqrt(2), 0.8 * sqrt(5)])


# -- the relationship instead -------------------------------------------------------------------


def test_a_stage_exists_only_at_the_level_that_both_recognise():
    relationship = Relationship(Stage.INTEGRATED, Stage.COOPERATIVE)
    assert relationship.effective is Stage.COOPERATIVE
    assert relationship.gap(Stage.INTERDEPENDENT) == 1
    assert relationship.gap(Stage.BASIC) == -1
    assert Relationship(Stage.BASIC, Stage.INTEGRATED).effective is Stage.BASIC
    assert not Relationship(Stage.BASIC).is_confirmed


def test_the_quick_mode_has_five_boxes_and_high_starts_at_interdependent():
    positions = [stage_position(Relationship(stage)) for stage in Stage]
    assert [position.value for position in positions] == [1, 3, 5, 7, 9]
    assert [position.distance >= 0 for position in positions] == [False] * 3 + [True] * 2
    assert stage_position(None).reason is NoPosition.NO_STAGE
    with pytest.raises(ValueError, match="stage"):
        score_position(POSITION, {}, mode=Mode.STAGE)


# -- raters and evidence ------------------------------------------------------------------------


def test_several_raters_and_the_range_that_asks_for_talk():
    assert settle([2, 9, 6]).score == 6
    assert settle([4, 7]).score == 5.5
    assert not settle([4, 7]).needs_discussion  # 3 is not more than 3
    assert not settle([4.1, 7.1]).needs_discussion  # nor is what a float makes of it
    assert settle([4, 7.1]).needs_discussion
    assert settle([6]).spread == 0


@pytest.mark.parametrize("ratings", [[], [11], [-1], [float("nan")]])
def test_what_is_no_rating(ratings):
    with pytest.raises(ValueError, match="rat"):
        settle(ratings)


@given(st.lists(one, min_size=1, max_size=9))
def test_a_panels_score_lies_between_its_raters(ratings):
    panel = settle(ratings)
    assert min(ratings) <= panel.score <= max(ratings)
    assert settle(ratings[::-1]) == panel


def test_the_error_comes_from_three_raters_or_more():
    assert sigma([]) == sigma([1, 9]) == SIGMA
    assert sigma([4, 5, 6]) == 1


def test_a_score_is_stale_after_twelve_months():
    assert not is_stale(date(2024, 3, 5), date(2025, 3, 5))
    assert is_stale(date(2024, 3, 5), date(2025, 3, 6))
    assert not is_stale(date(2024, 2, 29), date(2025, 2, 28))
    assert is_stale(date(2024, 2, 29), date(2025, 3, 1))
    days = {"quality": date(2023, 1, 1), "price": date(2025, 1, 1)}
    assert stale(days, date(2025, 6, 1)) == ["quality"]


def test_the_share_that_is_the_customers_own():
    own = customers_share([Source.CUSTOMER, Source.ESTIMATE, Source.SURVEY, Source.ESTIMATE])
    assert (own.value, own.n) == (Decimal("0.5"), 4)
    assert customers_share([]).reason is Missing.BASE_NOT_POSITIVE
