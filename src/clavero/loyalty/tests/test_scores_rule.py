"""Promoters, satisfaction and us against the best other one: worked numbers and what must hold."""

from __future__ import annotations

from decimal import Decimal
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.loyalty.rules.scores import (
    Nps,
    by_accounts,
    correction,
    csat,
    nps,
    nps_of,
    versus,
)

D = Decimal
SCORES = st.lists(st.integers(0, 10), min_size=1, max_size=60)


def test_promoters_of_accounts() -> None:  # O-3.4
    answers = {"A": [9, 10, 9, 8, 3], "B": [6, 5], "C": [9]}
    found = by_accounts(answers, {"A": D(500), "B": D(300), "C": D(200)})
    assert found.respondents.value == D("12.5")
    assert found.accounts.value is not None
    assert round(found.accounts.value, 2) == D("13.33")
    assert found.weighted.value == 10


def test_the_errors_of_accounts_are_corrected_for_how_many_are_known() -> None:
    answers = {"A": [9, 10, 9, 8, 3], "B": [6, 5], "C": [9]}  # O-3.4
    revenue = {"A": D(500), "B": D(300), "C": D(200)}
    everybody = by_accounts(answers, revenue, {"A": 5, "B": 2, "C": 1})
    assert (everybody.accounts_error, everybody.weighted_error) == (0, 0), "all were heard"
    found = by_accounts(answers, revenue, {"A": 10, "B": 4, "C": 3})
    # A: its own variance 0.64, √(5/9) of it. B and C say nothing of how they vary, being alike or
    # one: as all answers do, 7/8 − 1/64 = 0.859375, with √(2/3) and √(2/2).
    a = 100 * sqrt(0.64 / 5) * sqrt(5 / 9)
    b = 100 * sqrt(0.859375 / 2) * sqrt(2 / 3)
    c = 100 * sqrt(0.859375)
    assert found.accounts_error == pytest.approx(sqrt(a**2 + b**2 + c**2) / 3)
    assert found.weighted_error == pytest.approx(
        sqrt((0.5 * a) ** 2 + (0.3 * b) ** 2 + (0.2 * c) ** 2)
    )
    assert found.weighted.interval is not None
    assert found.weighted.interval[0] == pytest.approx(10 - 1.959964 * found.weighted_error)
    # Unheard, and nobody says otherwise: nothing can be said of it.
    assert by_accounts({"A": [9], "B": [9]}, {}, {"A": 4, "B": 4}).accounts_error is None
    assert by_accounts({"A": [9], "B": [2]}, {}).weighted_error is None, "nothing was bought"


def test_error_of_promoters() -> None:  # O-3.5
    found = nps_of(promoters=162, detractors=54, n=324)
    assert found.score.value is not None
    assert found.variance is not None
    assert found.error is not None
    assert found.margin is not None
    assert round(found.score.value, 1) == D("33.3")
    assert round(found.variance, 9) == round(D(5) / 9, 9)
    assert round(found.error, 2) == 4.14
    assert round(found.margin, 1) == 8.1


def test_of_a_finite_population_the_error_is_smaller() -> None:
    found = nps_of(162, 54, 324, known=900)
    assert found.error is not None
    assert round(found.error, 2) == round(4.1409 * ((900 - 324) / 899) ** 0.5, 2) == 3.31
    assert nps([10, 9, 2], known=3).error == 0
    assert correction(5, 1) == 1  # nobody knows more than one


def test_no_interval_is_made_up() -> None:
    assert nps([]).score.value is None
    assert nps([10]).margin is None
    assert nps([10, 9, 10], known=40).margin is None  # all alike is no proof that all are
    assert nps([10, 9, 2], known=3).margin == 0  # everybody has spoken


def test_satisfied_are_fours_and_fives() -> None:
    assert csat([5, 4, 3, 1]).value == D("0.5")
    assert csat([]).value is None


def test_who_gave_both_compares() -> None:
    found = versus([(8, 6), (7, 9), (9, 6)])
    assert (found.us.value, found.other.value) == (8, 7)
    assert (found.difference, found.ahead, found.even, found.behind) == (1, 2, 0, 1)
    assert versus([]).difference is None


@pytest.mark.parametrize("wrong", [-1, 11])
def test_what_no_scale_has_is_refused(wrong: int) -> None:
    for verb, value in ((nps, [wrong]), (csat, [wrong]), (versus, [(wrong, 5)])):
        with pytest.raises(ValueError, match="lies between"):
            verb(value)  # type: ignore[operator]


@given(SCORES, st.integers(0, 200))
def test_scores_and_errors_keep_their_limits(answers: list[int], others: int) -> None:
    known = len(answers) + others
    whole, finite = nps(answers), nps(answers, known)
    assert whole.score.value is not None
    assert whole.variance is not None
    assert -100 <= whole.score.value <= 100
    assert 0 <= whole.variance <= 1
    assert _error(finite) <= _error(whole)
    assert finite.score.value == whole.score.value
    assert nps(answers[::-1]).score == whole.score


@given(SCORES)
def test_who_turns_from_detractor_to_promoter_never_lowers_it(answers: list[int]) -> None:
    better = [10, *answers[1:]]
    before, after = nps(answers).score.value, nps(better).score.value
    assert before is not None
    assert after is not None
    assert after >= before


@given(
    st.dictionaries(st.sampled_from("ABCDEF"), SCORES, min_size=1),
    st.dictionaries(st.sampled_from("ABCDEF"), st.decimals(-10, 10**6, places=2)),
)
def test_the_three_readings_lie_among_the_accounts(
    answers: dict[str, list[int]], revenue: dict[str, Decimal]
) -> None:
    each = [nps(given).score.value or D(0) for given in answers.values()]
    found = by_accounts(answers, revenue)
    tolerance = D("0.0000001")
    for reading in (found.respondents.value, found.accounts.value, found.weighted.value):
        if reading is not None:
            assert min(each) - tolerance <= reading <= max(each) + tolerance
    same = by_accounts(answers, dict.fromkeys(answers, D(7)))
    assert same.weighted.value is not None
    assert same.accounts.value is not None
    assert abs(same.weighted.value - same.accounts.value) < tolerance


def _error(found: Nps) -> float:
    assert found.error is not None
    return found.error
