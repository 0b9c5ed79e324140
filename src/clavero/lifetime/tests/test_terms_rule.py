"""Terms one after the other, who is still there after each, and contracts and cycles fitted."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clavero.core.period import Period
from clavero.lifetime.rules import contracts, opportunities
from clavero.lifetime.rules.contracts import Renewal, ShiftedBetaGeometric, Unfit
from clavero.lifetime.rules.histories import Purchases, purchases
from clavero.lifetime.rules.opportunities import BetaBernoulli
from clavero.lifetime.rules.staying import Constant, kaplan_meier, share_after, tenures
from clavero.lifetime.rules.studies import ContractsAsked, NotTyped, read_cohorts
from clavero.lifetime.rules.terms import (
    Step,
    Term,
    last_whole,
    number_of,
    numbers_of,
    remaining,
    taken,
)

days = st.dates(date(2019, 1, 1), date(2026, 12, 31))
bought_on = st.lists(st.tuples(st.sampled_from(range(4)), days), max_size=40)
positive = st.floats(0.2, 8)
few = settings(max_examples=40, deadline=None)


def of(rows: list[tuple[int, date]]) -> Purchases:
    """Purchases of rows of customer and day."""
    who = np.array([each for each, _day in rows], dtype=np.int64)
    when = np.array([day.toordinal() for _each, day in rows], dtype=np.int64)
    return purchases(list("ABCD"), who, when, np.full(len(rows), 10**6, dtype=np.int64))


@given(st.sampled_from(Step), days)
def test_a_day_lies_in_its_term(step: Step, day: date) -> None:
    term = Term(step, number_of(step, day))
    after = Term(step, term.number + 1)
    assert term.first <= day < after.first
    assert numbers_of(step, np.array([day.toordinal()])).tolist() == [term.number]
    assert (term.year, 1 <= term.part <= step.a_year) == (day.year, True)


@pytest.mark.parametrize(
    ("data", "month", "quarter", "year"),
    [
        ("2023-01-01..2025-12-31", date(2025, 12, 1), date(2025, 10, 1), date(2025, 1, 1)),
        ("2023-01-01..2025-12-16", date(2025, 11, 1), date(2025, 7, 1), date(2024, 1, 1)),
        ("2023-01-01..2025-06-30", date(2025, 6, 1), date(2025, 4, 1), date(2024, 1, 1)),
    ],
)
def test_only_whole_terms_are_told_of(data: str, month: date, quarter: date, year: date) -> None:
    found = [Term(step, last_whole(step, Period.parse(data))).first for step in Step]
    assert found == [month, quarter, year]


@given(bought_on, st.sampled_from(Step))
@few
def test_cycles_and_renewals_are_what_counting_says(
    rows: list[tuple[int, date]], step: Step
) -> None:
    found, last = of(rows), number_of(step, date(2026, 6, 30))
    terms = numbers_of(step, found.day)
    own: dict[int, set[int]] = defaultdict(set)
    for who, day in rows:
        if number_of(step, day) <= last:
            own[who].add(number_of(step, day))
    wanted = [
        (who, len(each) - 1, max(each) - min(each), last - min(each))
        for who, each in sorted(own.items())
        if last > min(each)
    ]
    told = taken(found, terms, last)
    assert list(zip(*(each.tolist() for each in told), strict=True)) == wanted

    stayed: dict[int, list[int]] = {}
    for each in own.values():
        counts = stayed.setdefault(min(each), [0] * (last - min(each) + 1))
        for after in range(max(each) - min(each) + 1):
            counts[after] += 1
    assert remaining(found, terms, last) == stayed


# -- contracts -----------------------------------------------------------------------------------

HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)


def test_cohorts_are_fitted_together() -> None:
    alone = contracts.fit(HIGH_END)
    halves = contracts.fit(HIGH_END[:5], HIGH_END)
    twice = contracts.fit(HIGH_END, HIGH_END)
    assert isinstance(alone, tuple)
    assert isinstance(halves, tuple)
    assert isinstance(twice, tuple)
    assert twice.parameters == pytest.approx(alone.parameters, rel=1e-4)
    assert twice.log_likelihood == pytest.approx(2 * alone.log_likelihood)
    assert halves.parameters == pytest.approx(alone.parameters, rel=0.2), "both are in it"


def test_renewals_of_all_cohorts_count_those_that_came_to_them() -> None:
    assert contracts.renewals((100, 80, 60), (50, 30)) == [Renewal(1, 150, 110), Renewal(2, 80, 60)]
    assert contracts.renewals() == []


@pytest.mark.parametrize(
    ("cohorts", "why"),
    [
        ([(19, 10, 5)], Unfit.FEW_CUSTOMERS),
        ([], Unfit.FEW_CUSTOMERS),
        ([(5, 4, 2), (40,)], Unfit.FEW_CUSTOMERS),
        ([(100, 80)], Unfit.FEW_RENEWALS),
        ([(100, 100, 100)], Unfit.NOBODY_LEFT),
        ([HIGH_END], None),
    ],
)
def test_too_little_is_not_fitted(cohorts: list[tuple[int, ...]], why: Unfit | None) -> None:
    assert contracts.unfit(*cohorts) is why


@given(positive, positive, st.integers(0, 6), st.floats(0.02, 0.5))
@few
def test_what_is_to_come_is_the_sum_of_what_comes(
    alpha: float, beta: float, renewed: int, discount: float
) -> None:
    model = ShiftedBetaGeometric(alpha, beta)
    long = model.residual_within(renewed, discount, 3000)
    assert model.residual(renewed, discount) == pytest.approx(long, rel=1e-6)
    assert model.residual_within(renewed, discount, 1) == pytest.approx(
        model.retention(renewed + 1)
    )
    # Who has renewed more often is worth more.
    assert model.residual(renewed + 1, discount) >= model.residual(renewed, discount)


def test_a_year_of_discount_is_four_quarters_of_it() -> None:
    asked = ContractsAsked(step=Step.QUARTER)
    assert (1 + asked.discount_a_term) ** 4 == pytest.approx(1.1)


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("100 80\n100 x", 2, "numbers"),
        ("1.000 800", 1, "numbers"),
        ("100", 1, "short"),
        ("0 0 0", 1, "short"),
        ("100 80 81", 1, "grows"),
        ("\n".join(["9 8"] * 61), 61, "many"),
        (" ".join(["9"] * 61), 1, "many"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_line(text: str, line: int, code: str) -> None:
    with pytest.raises(NotTyped) as told:
        read_cohorts(text)
    assert (told.value.line, told.value.code) == (line, code)


# -- cycles --------------------------------------------------------------------------------------


@given(positive, positive, positive, positive, st.integers(0, 12))
@few
def test_histories_of_cycles_are_certain_and_add_up(
    alpha: float, beta: float, gamma: float, delta: float, n: int
) -> None:
    model = BetaBernoulli(alpha, beta, gamma, delta)
    counts = model.taken(n)
    assert counts.sum() == pytest.approx(1)
    expected = sum(model.expected_at(cycle) for cycle in range(1, n + 1))
    assert float(counts @ np.arange(n + 1)) == pytest.approx(expected)
    # What is expected of all with n cycles behind them is what the next one brings.
    histories = [(x, t) for x in range(n + 1) for t in range(x, n + 1) if (x == 0) == (t == 0)]
    x, t = (np.array(each) for each in zip(*histories, strict=True))
    from scipy.special import comb

    ways = np.where(x > 0, comb(t - 1, x - 1), 1)
    chance = ways * np.exp(model.log_likelihoods(x, t, n))
    assert float(chance @ model.expected_of(1, x, t, n)) == pytest.approx(model.expected_at(n + 1))
    more = model.expected_of(3, x, t, n)
    assert np.all(more <= 3)
    assert np.all(more >= model.expected_of(2, x, t, n))


@given(positive, positive, positive, positive, st.integers(0, 9))
@few
def test_the_gradient_is_that_of_the_likelihood(
    alpha: float, beta: float, gamma: float, delta: float, n: int
) -> None:
    histories = [(x, t, n) for x in range(n + 1) for t in range(x, n + 1) if (x == 0) == (t == 0)]
    x, t_x, cycles = np.array(histories).T
    function = opportunities.likelihood(x, t_x, cycles, np.arange(1.0, len(x) + 1))
    at = np.array([alpha, beta, gamma, delta])
    value, gradient = function(at)
    own = BetaBernoulli(alpha, beta, gamma, delta).log_likelihoods(x, t_x, cycles)
    assert value == pytest.approx(float(np.arange(1.0, len(x) + 1) @ own))
    for place in range(4):
        step = np.zeros(4)
        step[place] = 1e-5
        slope = (function(at + step)[0] - function(at - step)[0]) / 2e-5
        assert gradient[place] == pytest.approx(slope, rel=1e-4, abs=1e-4)


def test_customers_that_all_leave_at_one_pace_are_fitted_at_the_edge() -> None:
    """They are the limit of those that differ less and less, where beta functions are huge."""
    random = np.random.default_rng(3)
    n = np.full(2000, 15)
    stays = np.minimum(n, random.geometric(0.05, 2000) - 1)
    buys = random.random((2000, 15)) < random.beta(2, 1, 2000)[:, None]
    buys &= np.arange(15)[None, :] < stays[:, None]
    t_x = np.where(buys.any(axis=1), 15 - np.argmax(buys[:, ::-1], axis=1), 0)
    found = opportunities.fit(buys.sum(axis=1), t_x, n, np.ones(2000))
    assert isinstance(found, tuple)
    _a, _b, c, d = found.parameters
    assert c / (c + d) == pytest.approx(0.05, abs=0.01)


def test_donations_to_come() -> None:
    """Fader, Hardie & Shang's table: who gave each year gives most, who never did next to none."""
    model = BetaBernoulli(1.204, 0.750, 0.657, 2.783)
    five = model.expected_of(5, [0, 6], [0, 6], [6, 6])
    assert five == pytest.approx([0.07, 3.75], abs=0.01)


def test_fits_of_many_cycles_stay_quick_and_equal() -> None:
    """Histories of different lengths together, as a ledger has them."""
    random = np.random.default_rng(4)
    n = random.integers(1, 20, 3000)
    leaves = random.geometric(random.beta(0.7, 6, 3000)) - 1
    stays = np.minimum(n, leaves)
    buys = random.random((3000, 20)) < random.beta(1.5, 2, 3000)[:, None]
    buys &= np.arange(20)[None, :] < stays[:, None]
    x = buys.sum(axis=1)
    t_x = np.where(x > 0, 20 - np.argmax(buys[:, ::-1], axis=1), 0)
    patterns, count = np.unique(np.column_stack((x, t_x, n)), axis=0, return_counts=True)
    found = opportunities.fit(*patterns.T, count)
    assert isinstance(found, tuple)
    a, b, c, d = found.parameters
    assert a / (a + b) == pytest.approx(1.5 / 3.5, abs=0.05)
    assert c / (c + d) == pytest.approx(0.7 / 6.7, abs=0.04)


# -- staying -------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40))
@few
def test_the_curve_of_staying_is_its_definition(found: list[tuple[int, bool]]) -> None:
    times, gone = np.array([t for t, _ in found]), np.array([left for _, left in found])
    share, wanted = 1.0, []
    for time in sorted({t for t, left in found if left}):
        at_risk = sum(t >= time for t, _left in found)
        lost = sum(left and t == time for t, left in found)
        share *= 1 - lost / at_risk
        wanted.append((time, at_risk, lost, pytest.approx(share)))
    steps = kaplan_meier(times, gone)
    assert [(s.time, s.at_risk, s.left, s.share) for s in steps] == wanted
    shares = [share_after(steps, time) for time in range(32)]
    assert all(later <= earlier for earlier, later in pairwise(shares))
    if all(left for _t, left in found):
        assert shares[10] == pytest.approx(sum(t > 10 for t, _left in found) / len(found))


def test_whoever_is_still_there_is_counted_until_today() -> None:
    rows = [(0, date(2025, 1, 1)), (0, date(2025, 3, 2)), (1, date(2025, 1, 1)),
            (2, date(2025, 12, 1)), (3, date(2027, 1, 1))]  # fmt: skip
    place, stayed, gone = tenures(of(rows), date(2025, 12, 31).toordinal(), 180)
    assert place.tolist() == [0, 1, 2], "the fourth had not come yet"
    assert stayed.tolist() == [60, 0, 30]
    assert gone.tolist() == [True, True, False]


def test_constant_retention_year_by_year() -> None:
    model = Constant(margin=100, retention=0.8, discount=0.1)
    years = model.years(5)
    assert sum(year.worth for year in years) == pytest.approx(model.within(5))
    assert (years[1].stays, years[0].discounted) == (pytest.approx(0.64), pytest.approx(1 / 1.1))
