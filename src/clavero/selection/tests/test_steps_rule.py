"""Selecting key accounts: filter, cap, steps in and out, and what the list depends on."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.matrix.rules.quadrants import Strategy
from clavero.selection.rules.ranking import chosen, sensitivity
from clavero.selection.rules.steps import (
    STEPS,
    Because,
    Cap,
    FilterResult,
    Knockout,
    Passing,
    Proposal,
    Standing,
    Status,
    StepFault,
    Unusual,
    YearReview,
    cap,
    filtered,
    propose,
    step_faults,
)

PASSED = FilterResult((), ())
H, S, UNKNOWN = Strategy.HARVEST, Strategy.SELECTIVE, None


def reviews(*strategies: Strategy | None, start: int = 2023) -> list[YearReview]:
    return [YearReview(start + at, strategy) for at, strategy in enumerate(strategies)]


# -- filter and cap -----------------------------------------------------------------------------


def test_one_failed_question_is_enough_and_an_open_one_is_not_passed():
    every = dict.fromkeys(Knockout, True)
    assert filtered(every).passing is Passing.PASSED
    assert filtered({**every, Knockout.ETHICS: None}).passing is Passing.OPEN
    del every[Knockout.SPEND]
    assert filtered(every).open == (Knockout.SPEND,)
    failed = filtered({**every, Knockout.SOLVENCY: False})
    assert (failed.passing, failed.failed) == (Passing.KNOCKED_OUT, (Knockout.SOLVENCY,))


def test_a_company_asks_its_own_questions():
    assert filtered({"segment": False, "certified": True}, ["certified"]).passing is Passing.PASSED


def test_the_cap_is_the_whole_accounts_that_the_hours_allow():
    # O-7.4: 56 hours an account, 127.5 a month and manager.
    assert cap(Decimal("127.5"), Decimal(56)) == Cap(2)
    assert cap(Decimal(112), Decimal(56)) == Cap(2)
    assert cap(Decimal(0), Decimal(56)) == Cap(0)
    with pytest.raises(ValueError, match="hours"):
        cap(Decimal(100), Decimal(0))


@pytest.mark.parametrize(
    ("accounts", "warning"),
    [(4, Unusual.FEW), (5, None), (50, None), (51, Unusual.MANY)],
)
def test_a_cap_outside_5_to_50_is_warned_of(accounts, warning):
    assert Cap(accounts).warning is warning


@given(st.decimals(0, 10**6, places=2), st.decimals("0.01", 10**4, places=2))
def test_the_accounts_of_the_cap_fit_and_one_more_does_not(hours, each):
    accounts = cap(hours, each).accounts
    assert accounts * each <= hours < (accounts + 1) * each


# -- steps --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "past", "expected"),
    [
        (Status.KEY, (), (Status.KEY, Because.UNCHANGED)),
        (Status.KEY, (S,), (Status.KEY, Because.UNCHANGED)),
        (Status.KEY, (S, H), (Status.PROBATION, Because.HARVEST)),
        (Status.PROBATION, (S, H), (Status.PROBATION, Because.HARVEST)),
        (Status.PROBATION, (H, H), (Status.EXIT, Because.HARVEST_TWICE)),
        (Status.KEY, (H, H), (Status.EXIT, Because.HARVEST_TWICE)),
        (Status.PROBATION, (H, S), (Status.KEY, Because.RECOVERED)),
        (Status.PROBATION, (H, UNKNOWN), (Status.PROBATION, Because.UNCHANGED)),
        (Status.KEY, (H, UNKNOWN, H), (Status.PROBATION, Because.HARVEST)),
        (Status.CANDIDATE, (S,), (Status.KEY, Because.FIT)),
        (Status.CANDIDATE, (H,), (Status.NOT_KEY, Because.HARVEST)),
        (Status.CANDIDATE, (), (Status.CANDIDATE, Because.UNCLASSIFIABLE)),
        (Status.NOT_KEY, (S,), (Status.NOT_KEY, Because.UNCHANGED)),
        (Status.EXIT, (H, H), (Status.EXIT, Because.UNCHANGED)),
    ],
)
def test_what_the_rules_propose(status, past, expected):
    assert propose(Standing(status, PASSED, reviews(*past))) == Proposal(*expected)


def test_a_year_without_a_review_breaks_the_row():
    gap = [YearReview(2025, H), YearReview(2023, H)]
    assert Standing(Status.KEY, PASSED, gap).years_in_harvest == 1
    assert propose(Standing(Status.KEY, PASSED, gap)).status is Status.PROBATION


def test_a_customer_that_refuses_leaves_at_once():
    for status in (Status.KEY, Status.PROBATION):
        refusing = Standing(status, PASSED, reviews(S), refused=True)
        assert propose(refusing) == Proposal(Status.EXIT, Because.REFUSED)
    candidate = Standing(Status.CANDIDATE, PASSED, reviews(S), refused=True)
    assert propose(candidate) == Proposal(Status.NOT_KEY, Because.REFUSED)
    assert [each.code for each in step_faults(candidate, Status.KEY)] == [StepFault.REFUSED]


def test_a_candidate_and_the_filter():
    out = Standing(Status.CANDIDATE, filtered({"a": False}, ["a"]), reviews(S))
    assert propose(out) == Proposal(Status.NOT_KEY, Because.KNOCKED_OUT)
    waiting = Standing(Status.CANDIDATE, filtered({}, ["a"]), reviews(S))
    assert propose(waiting) == Proposal(Status.CANDIDATE, Because.FILTER_OPEN)


def test_all_that_stands_against_a_decision_is_told():
    standing = Standing(
        Status.CANDIDATE, filtered({"segment": False}, ["segment", "ethics"]), reviews(H)
    )
    faults = step_faults(standing, Status.KEY, in_programme=20, limit=Cap(20))
    assert [(fault.code, fault.on) for fault in faults] == [
        (StepFault.IN_HARVEST, ""),
        (StepFault.KNOCKED_OUT, "segment"),
        (StepFault.FILTER_OPEN, "ethics"),
        (StepFault.OVER_CAP, ""),
    ]
    assert (faults[-1].given, faults[-1].limit) == (21, 20)


def test_coming_back_from_probation_takes_no_place_twice_but_asks_for_the_quadrant():
    back = Standing(Status.PROBATION, PASSED, reviews(H, S))
    assert step_faults(back, Status.KEY, in_programme=20, limit=Cap(20)) == []
    still = Standing(Status.PROBATION, PASSED, reviews(S, H))
    assert [each.code for each in step_faults(still, Status.KEY)] == [StepFault.IN_HARVEST]
    unknown = Standing(Status.CANDIDATE, PASSED)
    assert [each.code for each in step_faults(unknown, Status.KEY)] == [StepFault.UNCLASSIFIABLE]


def test_nobody_becomes_key_without_having_been_a_candidate():
    for status, to in product(Status, Status):
        found = step_faults(Standing(status, PASSED, reviews(S)), to)
        assert (found == []) == (to in STEPS[status])
    assert {status for status, to in STEPS.items() if Status.KEY in to} == {
        Status.CANDIDATE,
        Status.PROBATION,
    }


@given(
    st.sampled_from(Status),
    st.lists(st.one_of(st.none(), st.sampled_from(Strategy)), max_size=5),
    st.booleans(),
    st.sampled_from([PASSED, FilterResult(("a",), ()), FilterResult((), ("a",))]),
)
def test_what_is_proposed_can_be_decided(status, past, refused, result):
    standing = Standing(status, result, reviews(*past), refused)
    proposal = propose(standing)
    if proposal.status is not status:
        assert step_faults(standing, proposal.status) == []
    if proposal.status is Status.KEY and status is Status.CANDIDATE:
        assert standing.strategy is not Strategy.HARVEST


# -- sensitivity --------------------------------------------------------------------------------

CRITERIA = ("volume", "growth", "fit")
WEIGHTS = {"volume": 50.0, "growth": 30.0, "fit": 20.0}
CANDIDATES = {
    "A": {"volume": 9, "growth": 5, "fit": 5},
    "B": {"volume": 7, "growth": 4, "fit": 4},
    "C": {"volume": 4, "growth": 7, "fit": 6},
    "D": {"volume": 1, "growth": 1, "fit": 1},
    "E": {"growth": 10, "fit": 10},  # half of the weight is not known
}
one = st.floats(0, 10)
pools = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.fixed_dictionaries(dict.fromkeys(CRITERIA, one)),
    max_size=12,
)
weight_sets = st.tuples(st.floats(15, 35), st.floats(15, 35)).map(
    lambda two: {"volume": two[0], "growth": two[1], "fit": 100 - fsum(two)}
)


def test_the_best_are_chosen_and_nobody_of_whom_too_little_is_known():
    assert chosen(CANDIDATES, WEIGHTS) == ["A", "B", "C", "D"]
    assert chosen(CANDIDATES, WEIGHTS, places=2) == ["A", "B"]
    assert chosen(CANDIDATES, WEIGHTS, minimum=5.4) == ["A", "B"]
    assert chosen(CANDIDATES, WEIGHTS, places=0) == []
    same = {"Z": CANDIDATES["A"], "A": CANDIDATES["A"]}
    assert chosen(same, WEIGHTS, places=1) == ["A"]


def test_who_enters_and_leaves_when_a_weight_moves_by_ten():
    # B has 5.5 and C 5.3. Volume at 40, growth 36, fit 24: B 5.2, C 5.56.
    shifts = {
        (each.criterion, each.points): (each.enters, each.leaves)
        for each in sensitivity(CANDIDATES, WEIGHTS, places=2)
        if each.changes
    }
    assert shifts == {
        ("volume", -10): (("C",), ("B",)),
        ("growth", 10): (("C",), ("B",)),
        ("fit", 10): (("C",), ("B",)),
    }


def test_every_weight_is_moved_both_ways():
    shifts = sensitivity(CANDIDATES, WEIGHTS, places=2)
    assert len(shifts) == 6
    assert all(abs(fsum(each.weights.values()) - 100) < 1e-9 for each in shifts)


@given(pools, weight_sets, st.integers(0, 6))
def test_with_a_number_of_places_as_many_enter_as_leave(pool, weights, places):
    for shift in sensitivity(pool, weights, places=places):
        assert len(shift.enters) == len(shift.leaves)
        assert not set(shift.enters) & set(shift.leaves)


@given(pools, weight_sets, st.integers(1, 6), st.sampled_from(CRITERIA))
def test_moving_back_undoes_it(pool, weights, places, criterion):
    """Who enters by a weight that goes up leaves when it comes down again, and the reverse."""
    there = {
        each.points: each
        for each in sensitivity(pool, weights, places=places)
        if each.criterion == criterion
    }
    back = {
        each.points: each
        for each in sensitivity(pool, there[10].weights, places=places)
        if each.criterion == criterion
    }
    before, after = (set(chosen(pool, w, places=places)) for w in (weights, there[10].weights))
    assert (before | set(there[10].enters)) - set(there[10].leaves) == after
    returned = (after | set(back[-10].enters)) - set(back[-10].leaves)
    assert returned == set(chosen(pool, back[-10].weights, places=places))
    assert all(abs(back[-10].weights[each] - weights[each]) < 1e-9 for each in weights)


@given(weight_sets, one, st.integers(1, 4))
def test_candidates_that_are_alike_in_everything_never_change_places(weights, score, places):
    pool = {code: dict.fromkeys(CRITERIA, score) for code in "abcdef"}
    assert not any(shift.changes for shift in sensitivity(pool, weights, places=places))
