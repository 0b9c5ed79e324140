"""The choices where nobody is sure, against every subset there is."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clavero.investment.rules.cautious import (
    cautious,
    firmness,
    most_on_average,
    with_few_losses,
)
from clavero.investment.rules.choosing import Problem
from clavero.investment.rules.drawing import risk_of
from clavero.investment.rules.options import Bonds, Limits, keeps_to
from clavero.investment.tests.worked import option

COUNT = 400
ACCOUNTS = "ABCDE"


def problem_of(budget: int = 100, must: str = "") -> Problem:
    options = [option(account, 40, 1, 1, 1) for account in ACCOUNTS]
    return Problem(options, Limits(Decimal(budget)), Bonds(frozenset(must)))


def draws_of(means: list[int], spreads: list[int], seed: int) -> Any:
    rng = np.random.default_rng(seed)
    market = rng.standard_normal(COUNT)
    own = rng.standard_normal((len(means), COUNT))
    return np.array(means)[:, None] + np.array(spreads)[:, None] * (0.5 * market + 0.8 * own)


def every(problem: Problem) -> list[tuple[int, ...]]:
    places = range(len(problem.options))
    return [
        picked
        for size in range(len(places) + 1)
        for picked in combinations(places, size)
        if keeps_to((problem.options[at] for at in picked), problem.limits, problem.bonds)
    ]


def value(draws: Any, picked: tuple[int, ...], caution: float) -> float:
    found = risk_of(draws[list(picked)].sum(axis=0))
    return (1 - caution) * found.mean + caution * found.cvar


def loss(draws: Any, picked: tuple[int, ...]) -> float:
    return risk_of(draws[list(picked)].sum(axis=0)).loss


made_up = st.tuples(
    st.lists(st.integers(-5, 30), min_size=5, max_size=5),
    st.lists(st.integers(1, 40), min_size=5, max_size=5),
    st.integers(0, 99),
)


@settings(max_examples=25)
@given(made_up, st.sampled_from([0.0, 0.3, 0.5, 1.0]), st.sampled_from(["", "A"]))
def test_no_choice_is_better_for_the_cautious(
    given_: tuple[list[int], list[int], int], caution: float, must: str
) -> None:
    draws, problem = draws_of(*given_), problem_of(must=must)
    found = cautious(problem, draws, caution=caution)
    best = max(value(draws, picked, caution) for picked in every(problem))
    assert found.is_possible
    assert value(draws, found.picked, caution) == pytest.approx(best, rel=2e-4, abs=2e-4)


@settings(max_examples=25)
@given(made_up, st.sampled_from([0.05, 0.1, 0.3]))
def test_losses_are_as_rare_as_asked(given_: tuple[list[int], list[int], int], most: float) -> None:
    draws, problem = draws_of(*given_), problem_of()
    found = with_few_losses(problem, draws, most=most)
    assert found.is_possible  # nothing at all loses nothing
    assert loss(draws, found.picked) <= most
    means = draws.mean(axis=1)
    best = max(
        float(means[list(picked)].sum()) for picked in every(problem) if loss(draws, picked) <= most
    )
    mine = float(means[list(found.picked)].sum())
    if found.is_optimal:
        assert mine == pytest.approx(best, abs=1e-3)
    assert mine <= best + 1e-3


def test_a_loss_that_must_be_is_said_to_be_impossible() -> None:
    draws = draws_of([-50, 1, 1, 1, 1], [1, 1, 1, 1, 1], 0)
    assert not with_few_losses(problem_of(must="A"), draws).is_possible
    assert most_on_average(problem_of(must="A"), draws).is_possible


def test_nothing_to_choose_from() -> None:
    problem = Problem([], Limits(Decimal(1)))
    assert cautious(problem, np.zeros((0, COUNT))).picked == ()


def test_how_often_an_account_is_in() -> None:
    draws = draws_of([30, -50, 10, 10, 10], [1, 1, 30, 30, 30], 3)
    found = firmness(problem_of(80), draws)
    assert found["B"] == 0
    assert 0 < found["C"] < found["A"] < 1
