"""The exact choice: the worked numbers, and against every subset there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations, pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.investment.rules import choosing
from clavero.investment.rules.choosing import Problem, choose, next_step, shadow_curve
from clavero.investment.rules.flows import Flows
from clavero.investment.rules.kinds import Why
from clavero.investment.rules.options import (
    Bonds,
    Limits,
    Option,
    allowed,
    keeps_to,
    reasons,
    within,
)
from clavero.investment.tests.worked import (
    BEST,
    FLOWS,
    KNAPSACK,
    LEVELS,
    NPV,
    OPTIONS,
    RATE,
    option,
    worth,
)

NOTHING = Decimal(0)


def near(value: float) -> object:
    return pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize("account", NPV)
def test_o_6_1(account: str) -> None:
    assert float(option(account, *FLOWS[account]).flows.npv(RATE)) == near(NPV[account])


@pytest.mark.parametrize("budget", BEST)
def test_o_6_2(budget: int) -> None:
    names, value = BEST[budget]
    choice = choose(OPTIONS, RATE, Limits(Decimal(budget)))
    assert "".join(each.account for each in choice.chosen) == names
    assert float(choice.value) == near(value)
    assert choice.is_optimal
    assert choice.spent == sum(FLOWS[name][0] for name in names)


def test_o_6_2_is_not_what_the_index_says() -> None:
    def greedy(budget: int) -> float:
        left, value = Decimal(budget), NOTHING
        for each in sorted(OPTIONS, key=lambda each: -(each.flows.index(RATE) or 0)):
            if each.outlay <= left and allowed(each, RATE):
                left, value = left - each.outlay, value + each.flows.npv(RATE)
        return float(value)

    assert greedy(150) == near(60.3381)
    assert greedy(200) == near(78.0316)


def test_o_6_3() -> None:
    choice = choose(KNAPSACK, NOTHING, Limits(Decimal(11)))
    assert {each.account for each in choice.chosen} == {"0", "2", "3"}
    assert choice.value == 22


def test_o_6_4() -> None:
    choice = choose(LEVELS, NOTHING, Limits(Decimal(120)))
    assert [each.key for each in choice.chosen] == [("A", "40"), ("B", "30"), ("C", "50")]
    assert choice.value == 89


# -- every subset --------------------------------------------------------------------------------


def subsets(options: Iterable[Option]) -> Iterator[tuple[Option, ...]]:
    found = list(options)
    for size in range(len(found) + 1):
        yield from combinations(found, size)


amounts = st.decimals(0, 50, places=2)
flows = st.builds(
    lambda outlay, years: Flows(outlay, tuple(years)),
    amounts,
    st.lists(st.decimals(-20, 50, places=2), min_size=3, max_size=3),
)
options_of = st.lists(
    st.builds(
        Option,
        st.sampled_from("ABCDE"),
        st.sampled_from(("low", "high")),
        flows,
        st.decimals(0, 20, places=1),
        st.booleans(),
    ),
    max_size=7,
    unique_by=lambda each: each.key,
)
limits_of = st.builds(
    Limits,
    st.decimals(0, 120, places=2),
    st.lists(st.none() | amounts, min_size=3, max_size=3).map(tuple),
    st.none() | amounts,
    st.none() | st.integers(0, 4),
)
pairs = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")).filter(
        lambda pair: pair[0] != pair[1]
    ),
    max_size=2,
).map(tuple)
bonds_of = st.builds(Bonds, st.frozensets(st.sampled_from("ABCDE"), max_size=1), pairs, pairs)
rates = st.sampled_from([NOTHING, Decimal("0.08"), Decimal("0.10"), Decimal(1)])


@given(options_of, limits_of, bonds_of, rates)
def test_nothing_that_holds_to_the_limits_is_better(
    options: list[Option], limits: Limits, bonds: Bonds, rate: Decimal
) -> None:
    choice = choose(options, rate, limits, bonds)
    values = [
        sum((each.flows.npv(rate) for each in subset), NOTHING)
        for subset in subsets(each for each in options if allowed(each, rate))
        if keeps_to(subset, limits, bonds)
    ]
    assert choice.is_possible == bool(values)
    if values:
        assert keeps_to(choice.chosen, limits, bonds)
        assert float(choice.value) == pytest.approx(float(max(values)), abs=1e-4)
        assert choice.spent <= limits.budget


@given(options_of, limits_of, bonds_of, rates)
def test_each_option_has_its_reason(
    options: list[Option], limits: Limits, bonds: Bonds, rate: Decimal
) -> None:
    choice = choose(options, rate, limits, bonds)
    for told in reasons(options, choice, limits, bonds, rate):
        is_in = told.option in choice.chosen
        assert is_in == (told.why in {Why.CHOSEN, Why.MUST})
        if told.why is Why.NOT_WORTH:
            assert told.option.flows.npv(rate) <= 0
        if told.why is Why.TOO_DEAR:
            assert not within([told.option], limits)


@given(options_of, rates)
def test_more_budget_is_never_worth_less(options: list[Option], rate: Decimal) -> None:
    budgets = [Decimal(each) for each in (0, 20, 40, 80, 160)]
    curve = shadow_curve(options, rate, Limits(NOTHING), Bonds(), budgets)
    values = [float(each.value) for each in curve]
    assert all(later >= earlier - 1e-4 for earlier, later in pairwise(values))


@given(options_of, rates, st.integers(0, 160))
def test_the_next_step_is_the_least_that_brings_more(
    options: list[Option], rate: Decimal, budget: int
) -> None:
    limits = Limits(Decimal(budget))
    now = choose(options, rate, limits)
    step = next_step(options, rate, limits, Bonds(), now.value)
    if step is None:
        everything = Limits(sum((each.outlay for each in options), Decimal(0)))
        assert float(choose(options, rate, everything).value) <= float(now.value) * 1.001 + 0.1
        return
    assert step.budget > limits.budget
    assert step.value > now.value
    cent = Decimal("0.01")
    before = choose(options, rate, Limits(step.budget - cent))
    assert float(before.value) <= float(now.value) + 0.1


def test_the_next_step_of_the_worked_example() -> None:
    limits = Limits(Decimal(150))
    step = next_step(OPTIONS, RATE, limits, Bonds(), choose(OPTIONS, RATE, limits).value)
    assert step is not None
    assert (step.budget, float(step.value)) == (160, near(66.9722))


# -- what it must not do -------------------------------------------------------------------------


def test_what_brings_nothing_is_funded_only_as_strategic_and_where_it_must() -> None:
    loss = option("L", 30, 0, 10, 25)
    flagged = Option("L", "", loss.flows, is_strategic=True)
    budget, must = Limits(Decimal(100)), Bonds(frozenset({"L"}))
    assert choose([loss], RATE, budget).chosen == ()
    assert not choose([loss], RATE, budget, must).is_possible
    assert choose([flagged], RATE, budget).chosen == ()
    assert choose([flagged], RATE, budget, must).chosen == (flagged,)


def test_a_cent_too_dear_is_too_dear() -> None:
    """The solver's own tolerance would let it pass."""
    million = Decimal(10**9)
    dear = [worth("A", 10**9, 5), worth("B", 10**9, 5)]
    assert len(choose(dear, NOTHING, Limits(2 * million)).chosen) == 2
    assert len(choose(dear, NOTHING, Limits(2 * million - Decimal("0.01"))).chosen) == 1


def test_a_budget_that_is_met_exactly_is_met() -> None:
    tenths = [option(name, cost, 1, 0, 0) for name, cost in (("A", "0.1"), ("B", "0.2"))]
    assert len(choose(tenths, NOTHING, Limits(Decimal("0.3"))).chosen) == 2


def test_an_account_that_must_be_funded_and_is_not_there_is_impossible() -> None:
    assert not choose([], RATE, Limits(Decimal(1)), Bonds(frozenset({"X"}))).is_possible


def test_the_order_of_the_candidates_changes_nothing() -> None:
    there, back = (choose(each, RATE, Limits(Decimal(160))) for each in (OPTIONS, OPTIONS[::-1]))
    assert there == back


def test_conditions_are_added_for_one_solution_alone() -> None:
    problem = Problem(OPTIONS, Limits(Decimal(160)))
    worths = [float(each.flows.npv(RATE)) for each in problem.options]
    before = problem.solve(worths)
    assert problem.solve(worths, barred=before.picked or ()).picked != before.picked
    assert problem.solve(worths) == before


@pytest.mark.parametrize(("status", "is_sure"), [(1, False), (2, True)])
def test_a_solver_whose_time_is_over_has_proved_nothing(
    status: int, is_sure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By scipy's names 1 is a limit of time, 2 that nothing is possible."""
    told = SimpleNamespace(x=None, status=status)
    monkeypatch.setattr(choosing._Asked, "answer", lambda *_given, **_more: told)
    choice = choose([option("A", 40, 30, 30, 30)], RATE, Limits(Decimal(100)))
    assert (choice.is_possible, choice.is_optimal) == (False, is_sure)


def test_no_step_leads_to_less_budget() -> None:
    """Where another choice than the best one on average is compared, as after draws."""
    options = [option("X", 100, 50, 50, 50), option("Y", 80, 60, 60, 60)]
    for budget in (80, 100):
        limits = Limits(Decimal(budget))
        step = next_step(options, Decimal(0), limits, Bonds(), Decimal(50))
        assert step is None or step.budget > budget
