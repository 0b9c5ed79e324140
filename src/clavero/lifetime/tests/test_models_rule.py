"""What holds for every model, whatever its parameters; each likelihood against a plain one."""

from __future__ import annotations

from itertools import pairwise
from math import exp, inf, lgamma, log
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from clavero.lifetime.rules import beta_geometric, pareto, spending
from clavero.lifetime.rules.beta_geometric import BetaGeometric, ModifiedBetaGeometric
from clavero.lifetime.rules.fitting import NoFit, Why, highest
from clavero.lifetime.rules.histories import Histories
from clavero.lifetime.rules.models import (
    Fit,
    Kind,
    discounted_purchases,
    drawn,
    fit,
    fit_spending,
    in_a_year,
)
from clavero.lifetime.rules.opportunities import BetaBernoulli
from clavero.lifetime.rules.pareto import Nbd, Pareto
from clavero.lifetime.selectors.as_data import fit_as_data
from clavero.lifetime.sentences import pace_in_words
from clavero.lifetime.testing import history

few = settings(max_examples=35)
sizes = st.floats(0.05, 30)
parameters = st.tuples(sizes, sizes, sizes, sizes)
models = st.tuples(st.sampled_from([BetaGeometric, ModifiedBetaGeometric, Pareto]), parameters).map(
    lambda drawn: drawn[0](*drawn[1])
)


@st.composite
def patterns(draw: st.DrawFn, most: int = 40) -> tuple[float, float, float]:
    """A history that can be."""
    x = draw(st.integers(0, most))
    T = draw(st.floats(0.2, 200))  # noqa: N806
    return x, (draw(st.floats(0.1, 1)) * T if x else 0.0), T


@few
@given(models, patterns())
def test_alive_is_a_probability_and_falls_with_silence(model, pattern):
    x, t_x, T = pattern  # noqa: N806
    later = np.array([T, T * 1.5, T * 4])
    alive = model.alive(x, t_x, later)
    assert ((alive >= 0) & (alive <= 1)).all()
    assert (np.diff(alive) <= 1e-12).all()


@few
@given(models, patterns())
def test_expectations_grow_with_time_from_nothing(model, pattern):
    said = np.array([float(model.expected_of(t, *pattern)) for t in (1e-9, 1.0, 10.0, 52.0)])
    assert said[0] == pytest.approx(0, abs=1e-6)
    assert (np.diff(said) >= -1e-9).all()
    # Nobody buys more often than one that never leaves.
    x, _t_x, T = pattern  # noqa: N806
    assert said[-1] <= Nbd(model.r, model.alpha).expected_of(52, x, T) * (1 + 1e-6) + 1e-9


@few
@given(models)
@example(BetaGeometric(1.0, 1.0, 0.5, 0.5))  # a + b = 1 is a gap in the formula
@example(ModifiedBetaGeometric(1.0, 1.0, 1.0, 1.0))
def test_expectations_of_newcomers_are_those_of_an_empty_history(model):
    nothing = model.expected_of(20.0, 0, 0.0, 0.0)
    assert float(nothing) == pytest.approx(float(model.expected(20.0)), rel=1e-6)


@few
@given(st.sampled_from([BetaGeometric, ModifiedBetaGeometric]), sizes, sizes, sizes, patterns())
def test_an_a_of_one_is_no_gap(kind, r, alpha, b, pattern):
    below, at, above = (
        float(kind(r, alpha, a, b).expected_of(39.0, *pattern)) for a in (0.9999, 1.0, 1.0001)
    )
    assert at == pytest.approx((below + above) / 2, rel=1e-3, abs=1e-9)


@few
@given(sizes, sizes, sizes, patterns())
def test_an_s_of_one_is_no_gap(r, alpha, beta, pattern):
    below, at, above = (
        float(Pareto(r, alpha, s, beta).expected_of(39.0, *pattern)) for s in (0.9999, 1, 1.0001)
    )
    assert at == pytest.approx((below + above) / 2, rel=1e-3, abs=1e-9)


# -- likelihoods, the plain way ------------------------------------------------------------------


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_sum(one: float, other: float) -> float:
    high = max(one, other)
    return high + log(exp(one - high) + exp(other - high)) if high > -inf else -inf


def plain_bg(r, alpha, a, b, x, t_x, T):  # noqa: N803
    """ln A1 to ln A4 of methods §4.2, one after the other."""
    a1 = lgamma(r + x) - lgamma(r) + r * log(alpha)
    a2 = lgamma(a + b) + lgamma(b + x) - lgamma(b) - lgamma(a + b + x)
    a3 = -(r + x) * log(alpha + T)
    a4 = log(a) - log(b + x - 1) - (r + x) * log(alpha + t_x) if x else -inf
    return a1 + a2 + _log_sum(a3, a4)


def plain_mbg(r, alpha, a, b, x, t_x, T):  # noqa: N803
    """The likelihood of methods §4.2, as it stands there."""
    return (
        lgamma(r + x) - lgamma(r) + r * log(alpha)
        + _log_sum(_log_beta(a, b + x + 1) - _log_beta(a, b) - (r + x) * log(alpha + T),
                   _log_beta(a + 1, b + x) - _log_beta(a, b) - (r + x) * log(alpha + t_x))
    )  # fmt: skip


def plain_pareto(r, alpha, s, beta, x, t_x, T):  # noqa: N803
    """With the integral over the time of leaving, by another rule."""

    def gone(t: float) -> float:
        return exp(-(r + x) * log((alpha + t) / (alpha + t_x))
                   - (s + 1) * log((beta + t) / (beta + t_x)))  # fmt: skip

    width = T - t_x
    pieces = [t_x, *(t_x + width * part for part in (1e-4, 1e-3, 1e-2, 0.1, 0.3)), T]
    area = sum(quad(gone, low, high, epsabs=0, epsrel=1e-10)[0] for low, high in pairwise(pieces))
    there = -(r + x) * log(alpha + T) - s * log(beta + T)
    log_gone = (
        log(s * area) - (r + x) * log(alpha + t_x) - (s + 1) * log(beta + t_x) if area else -inf
    )
    return (
        lgamma(r + x) - lgamma(r) + r * log(alpha) + s * log(beta) + _log_sum(there, log_gone)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "plain"), [(BetaGeometric, plain_bg), (ModifiedBetaGeometric, plain_mbg)]
)
@few
@given(drawn=parameters, known=st.lists(patterns(), min_size=1, max_size=6))
def test_a_likelihood_is_the_sum_of_plain_ones(kind, plain, drawn, known):
    one_by_one = sum(plain(*drawn, *each) for each in known)
    assert kind(*drawn).log_likelihood(history(*known)) == pytest.approx(one_by_one, rel=1e-8)


@few
@given(parameters, patterns(most=400))
@example((0.5, 4.0, 0.6, 30.0), (300, 5.0, 40.0))  # here the published form overflows
@example((0.5, 30.0, 0.6, 0.05), (300, 5.0, 40.0))
@example((0.5, 30.0, 0.6, 0.05), (0, 0.0, 40.0))
@example((20.0, 0.05, 8.0, 30.0), (0, 0.0, 200.0))
def test_pareto_s_likelihood_is_the_plain_one(drawn, pattern):
    found = Pareto(*drawn).log_likelihood(history(pattern))
    assert found == pytest.approx(plain_pareto(*drawn, *pattern), rel=1e-8, abs=1e-8)


@few
@given(
    st.sampled_from(["bg", "mbg", "pareto", "gg"]),
    parameters,
    st.lists(patterns(), min_size=1, max_size=5),
)
def test_a_gradient_is_the_slope(which, drawn, known):
    base = history(*known)
    of, x = base.patterns, base.x + 1
    mean = 1 + base.T
    likelihood = {
        "bg": lambda at: beta_geometric._likelihood(at, of, 0),
        "mbg": lambda at: beta_geometric._likelihood(at, of, 1),
        "pareto": lambda at: pareto._likelihood(at, of),
        "gg": lambda at: spending._likelihood(at, x, mean),
    }[which]
    at = np.array(drawn[:3] if which == "gg" else drawn)
    gradient = likelihood(at)[1]
    for place in range(len(at)):
        step = np.zeros_like(at)
        step[place] = 1e-5 * at[place]
        slope = (likelihood(at + step)[0] - likelihood(at - step)[0]) / (2 * step[place])
        assert gradient[place] == pytest.approx(slope, rel=1e-3, abs=1e-4 * sum(x))


@few
@given(parameters, st.integers(1, 8))
def test_all_histories_of_opportunities_together_are_certain(drawn, n):
    model = BetaBernoulli(*drawn)
    total = 0.0
    for x in range(n + 1):
        for t_x in range(x, n + 1) if x else [0]:
            ways = 1 if x == 0 else _ways(t_x - 1, x - 1)
            total += ways * float(np.exp(model.log_likelihoods(x, t_x, n))[0])
    assert total == pytest.approx(1)
    assert 0 <= model.alive(1, 1, n)[0] <= 1


def _ways(n: int, k: int) -> float:
    return round(exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)))


# -- fitting -------------------------------------------------------------------------------------

TRUE = {
    Kind.BG_NBD: {"r": 0.8, "alpha": 6.0, "a": 0.8, "b": 3.0},
    Kind.MBG_NBD: {"r": 0.8, "alpha": 6.0, "a": 0.8, "b": 3.0},
    Kind.PARETO_NBD: {"r": 0.8, "alpha": 6.0, "s": 1.3, "beta": 30.0},
}
CLASSES = {Kind.BG_NBD: BetaGeometric, Kind.MBG_NBD: ModifiedBetaGeometric, Kind.PARETO_NBD: Pareto}


@pytest.mark.parametrize("kind", Kind)
def test_made_up_customers_buy_as_expected(kind: Kind) -> None:
    """What is drawn has the mean of the formula: two ways that know nothing of each other."""
    model = CLASSES[kind](**TRUE[kind])
    fitted = Fit(kind, model, TRUE[kind], 0, 0, 0, 0)
    made_up = drawn(fitted, np.full(40_000, 39.0))
    error = made_up.std() / np.sqrt(len(made_up))
    assert made_up.mean() == pytest.approx(float(model.expected(39.0)), abs=4 * error)


def test_a_small_base_is_refused() -> None:
    few = history(*[(1, 5.0, 30.0)] * 299)
    assert fit(few, Kind.MBG_NBD) == NoFit(Why.FEW_CUSTOMERS, 299, 299)
    once = history(*[(0, 0.0, 30.0)] * 200, *[(1, 5.0, 30.0)] * 199)
    assert fit(once, Kind.BG_NBD) == NoFit(Why.FEW_REPEATERS, 399, 199)
    assert fit_spending(once) == NoFit(Why.FEW_REPEATERS, 399, 199)


@pytest.mark.parametrize("kind", Kind)
def test_customers_that_do_not_differ_are_the_limit_of_the_model(kind: Kind) -> None:
    """The likeliest rates are all the same: that of their purchases."""
    random = np.random.default_rng(1)
    made = [(int(x), 28.0 if x else 0.0, 30.0) for x in random.binomial(8, 0.5, 400)]
    found = fit(history(*made), kind)
    assert isinstance(found, Fit)
    pace = found.parameters["r"] / found.parameters["alpha"]
    assert pace == pytest.approx(sum(x for x, _t_x, _T in made) / 400 / 30, rel=0.05)
    assert found.model.alive(*made[0])[()] > 0.9


STRANGE = {
    "bought again on the last day": [(1, 30.0, 30.0)] * 400,
    "bought again at once and never since": [(1, 1 / 7, 200.0)] * 400,
    "bought on every day": [(500 + at % 200, 100.0, 100.0) for at in range(400)],
    "began today, or before": [(0, 0.0, 0.0)] * 300 + [(2, 10.0, 50.0)] * 200,
}


@pytest.mark.parametrize("base", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("kind", Kind)
def test_a_base_that_no_company_has_is_fitted_or_refused(kind: Kind, base: Any) -> None:
    of = history(*base)
    found = fit(of, kind)
    if isinstance(found, NoFit):
        return
    said = (
        found.model.alive(of.x, of.t_x, of.T),
        in_a_year(found.model, of),
        discounted_purchases(found.model, of, years=5, discount=0.1),
    )
    assert all(np.isfinite(each).all() and (each >= 0).all() for each in said)


def test_what_cannot_be_fitted_says_so() -> None:
    def climbs(parameters: Any) -> Any:
        return float(np.log(parameters).sum()), 1 / parameters

    assert highest(climbs, [(1.0, 1.0)], 1) is Why.AT_THE_EDGE

    def lost(parameters: Any) -> Any:
        return -1.0, np.ones_like(parameters)

    assert highest(lost, [(1.0, 1.0)], 1) is Why.NOT_CONVERGED


def test_amounts_without_a_mean_are_refused() -> None:
    random = np.random.default_rng(2)
    x = np.full(500, 3.0)
    mean = random.gamma(3.0, 1, 500) / random.gamma(0.6, 1, 500)
    wild = Histories(np.arange(500), x, x, x + 1, mean)
    assert fit_spending(wild) == NoFit(Why.NO_MEAN, 500, 500)


def test_purchases_are_worth_less_the_later_they_come() -> None:
    of, model = history((2, 30.43, 38.86)), MODEL
    undiscounted = discounted_purchases(model, of, years=3, discount=0)
    assert undiscounted == pytest.approx(model.expected_of(156.0, of.x, of.t_x, of.T))
    discounted = discounted_purchases(model, of, years=3, discount=0.1)
    assert undiscounted / 1.1**3 < discounted < undiscounted


def test_all_that_is_to_come_is_what_is_to_come_within_long_years() -> None:
    """DET against the sum over quarters of two hundred years."""
    of = history((2, 30.43, 38.86))
    summed = discounted_purchases(MODEL, of, years=200, discount=0.15, steps_a_year=12)
    assert MODEL.discounted(np.log(1.15) / 52, of.x, of.t_x, of.T) == pytest.approx(
        summed, rel=1e-3
    )


MODEL = Pareto(0.553, 10.578, 0.606, 11.669)


@pytest.mark.parametrize(
    ("kind", "parameters", "nobody", "told"),
    [
        (Kind.PARETO_NBD, {"r": 1, "alpha": 9, "s": 1.013e-5, "beta": 26}, True, "nobody leaves"),
        (Kind.PARETO_NBD, {"r": 1, "alpha": 9, "s": 0.01, "beta": 26}, False, "not even half"),
        (Kind.PARETO_NBD, {"r": 1, "alpha": 9, "s": 1, "beta": 52}, False, "after 1.0 years"),
        (Kind.BG_NBD, {"r": 1, "alpha": 9, "a": 1e-5, "b": 4177}, True, "nobody leaves"),
        (Kind.MBG_NBD, {"r": 1, "alpha": 9, "a": 1, "b": 9}, False, "10.0% of the customers"),
    ],
)
def test_where_nobody_or_hardly_anybody_leaves_it_is_said(
    kind: Kind, parameters: dict[str, float], nobody: bool, told: str
) -> None:
    """Fitted to a year of a web shop, Pareto/NBD comes to s of 0.00001."""
    model: Any = None
    fitted = Fit(kind, model, parameters, 0.0, 500, 300, 900)
    assert fitted.nobody_leaves is nobody
    assert told in pace_in_words(fitted)
    assert fit_as_data(fitted).get("nobody_leaves", False) is nobody
