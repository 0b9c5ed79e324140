"""Customers that can buy once in each cycle, a month or a year, and may leave between two: BG/BB.

The chance to buy is drawn from a beta distribution (``alpha``, ``beta``), the chance to leave from
another (``gamma``, ``delta``). Source: methods §4.3 (Fader, Hardie & Shang 2010).

Opportunities are whole numbers, so that ratios of beta functions are products of as many factors.
They are computed as such: where customers hardly differ, parameters are large, and the functions
themselves would leave nothing of their ratio.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import binom

from clavero.lifetime.rules.fitting import Numbers, Optimum, Why, highest
from clavero.lifetime.rules.histories import Whole


@dataclass(frozen=True, slots=True)
class BetaBernoulli:
    """BG/BB. Of ``n`` opportunities ``x`` were taken, the last of them the ``t_x``-th."""

    alpha: float
    beta: float
    gamma: float
    delta: float

    def log_likelihoods(self, x: Any, t_x: Any, n: Any) -> Numbers:
        """Of each history."""
        x, t_x, n = _whole(x, t_x, n)
        steps = _Steps(self, int(n.max(initial=0)))
        found, leaving = np.empty(len(x)), _Leaving(steps)
        for cycles in np.unique(n).tolist():
            at = np.flatnonzero(n == cycles)
            stays = steps.bought(x[at], cycles) + steps.there[cycles]
            found[at] = np.logaddexp(stays, leaving.within(cycles, x[at], t_x[at]))
        return found

    def alive(self, x: Any, t_x: Any, n: Any) -> Numbers:
        """The probability that each customer is there at the next opportunity."""
        x, t_x, n = _whole(x, t_x, n)
        steps = _Steps(self, int(n.max(initial=0)) + 1)
        stays = steps.bought(x, n) + steps.there[n + 1]
        found: Numbers = np.exp(stays - self.log_likelihoods(x, t_x, n))
        return found

    def expected_of(self, ahead: int, x: Any, t_x: Any, n: Any) -> Numbers:
        """How many of the next ``ahead`` opportunities each customer takes."""
        x, t_x, n = _whole(x, t_x, n)
        steps = _Steps(self, int(n.max(initial=0)) + ahead + 1)
        buys = steps.bought(x + 1, n + 1) - self.log_likelihoods(x, t_x, n)
        chances = [np.exp(buys + steps.there[n + step]) for step in range(1, ahead + 1)]
        found: Numbers = np.sum(chances, axis=0)
        return found

    def taken(self, n: int) -> Numbers:
        """The probability that a customer takes none, one, … or all of ``n`` opportunities."""
        steps, x, at = _Steps(self, n), np.arange(n + 1), np.arange(n)
        stays = np.exp(steps.bought(x, n) + steps.there[n]) * binom(n, x)
        leaves = np.exp(steps.left(x[:, None], at[None, :])) * binom(at[None, :], x[:, None])
        found: Numbers = stays + leaves.sum(axis=1)
        return found

    def expected_at(self, cycle: int) -> float:
        """The part of all customers that takes the ``cycle``-th opportunity, the first being 1."""
        there = np.exp(_Steps(self, cycle).there[cycle])
        return float(self.alpha / (self.alpha + self.beta) * there)


class _Steps:
    """The logarithms of what may happen in so many opportunities, and how they change with each
    parameter, all of them from sums over the opportunities."""

    def __init__(self, model: BetaBernoulli, longest: int) -> None:
        a, b, c, d = self.parameters = (model.alpha, model.beta, model.gamma, model.delta)
        self.longest, each = longest, np.arange(longest)
        self._buys, self._skips, self._either = (
            _added_up(np.log(value + each)) for value in (a, b, a + b)
        )
        self.there = _added_up(-np.log1p(c / (d + each)))
        """To be there after so many."""
        self._of_a, self._of_b, self._of_both, self._of_d, self._of_c_and_d = (
            _added_up(1 / (value + each)) for value in (a, b, a + b, d, c + d)
        )

    def bought(self, x: Any, at: Any) -> Numbers:
        """To take ``x`` of ``at`` opportunities, in one order, while it is there."""
        found: Numbers = (
            self._buys[x] + self._skips[np.maximum(at - np.asarray(x), 0)] - self._either[at]
        )
        return found

    def left(self, x: Any, at: Any) -> Numbers:
        """The same, and to leave before the next."""
        _a, _b, c, d = self.parameters
        leaves = self.there[at] + np.log(c) - np.log(c + d + at)
        return np.where(at >= np.asarray(x), self.bought(x, at) + leaves, -np.inf)

    def slopes(self, x: Any, at: Any, *, left: bool) -> tuple[Numbers, ...]:
        """How :meth:`left`, or to be there still, changes with each parameter."""
        _a, _b, c, d = self.parameters
        leaving = 1 / (c + d + at) if left else 0.0
        stays = -self._of_c_and_d[at] - leaving
        return (
            self._of_a[x] - self._of_both[at],
            self._of_b[np.maximum(at - np.asarray(x), 0)] - self._of_both[at],
            stays + (1 / c if left else 0.0),
            self._of_d[at] + stays,
        )


class _Leaving:
    """How likely it is to have left within so many opportunities after the last one taken.

    All histories share the few opportunities at which one may have left: a grid of ``x`` and of
    these is summed from its end, where the least likely are, so that nothing is lost on the way.
    """

    def __init__(self, steps: _Steps) -> None:
        self._x = np.arange(steps.longest + 1)[:, None]
        self._at = np.arange(steps.longest)[None, :]
        leaves = steps.left(self._x, self._at)
        self.peak = leaves.max(axis=1, initial=-np.inf)
        """The logarithm by which the chances of a row of the grid are to be multiplied."""
        self.peak[np.isneginf(self.peak)] = 0
        self._chances, self._steps = np.exp(leaves - self.peak[:, None]), steps

    def within(self, n: int, x: Whole, t_x: Whole) -> Numbers:
        """In logarithms; of who took the last one, none."""
        with np.errstate(divide="ignore"):
            found: Numbers = np.log(_tails(self._chances, n)[x, t_x]) + self.peak[x]
        return found

    def slopes(self) -> list[Numbers]:
        """The chances of the grid times how their logarithms change with each parameter."""
        return [self._chances * slope for slope in self._steps.slopes(self._x, self._at, left=True)]


def fit(x: ArrayLike, t_x: ArrayLike, n: ArrayLike, customers: ArrayLike) -> Optimum | Why:
    """The parameters of histories that so many ``customers`` have each."""
    x, t_x, n = _whole(x, t_x, n)
    weights = np.asarray(customers, dtype=np.float64)
    starts = [(1.0, 1.0, 1.0, 3.0), (1.0, 2.0, 0.5, 5.0), (1.0, 1.0, 1.0, 50.0)]
    return highest(likelihood(x, t_x, n, weights), starts, float(weights.sum()))


def likelihood(x: Whole, t_x: Whole, n: Whole, customers: Numbers) -> Any:
    """The log-likelihood of histories that so many ``customers`` have each, with its gradient."""
    groups = [(cycles, np.flatnonzero(n == cycles)) for cycles in np.unique(n).tolist()]
    longest = int(n.max(initial=0))

    def with_gradient(parameters: Numbers) -> tuple[float, Numbers]:
        steps = _Steps(BetaBernoulli(*parameters.tolist()), longest)
        leaving, value, gradient = _Leaving(steps), 0.0, np.zeros(4)
        grids = leaving.slopes()
        for cycles, at in groups:
            own, last, weight = x[at], t_x[at], customers[at]
            stays = steps.bought(own, cycles) + steps.there[cycles]
            both = np.logaddexp(stays, leaving.within(cycles, own, last))
            value += float(weight @ both)
            stayed, left = np.exp(stays - both), np.exp(leaving.peak[own] - both)
            slopes = steps.slopes(own, np.full(len(own), cycles), left=False)
            gradient += [
                weight @ (stayed * slope + left * _tails(grid, cycles)[own, last])
                for slope, grid in zip(slopes, grids, strict=True)
            ]
        return value, gradient

    return with_gradient


def _whole(*given: Any) -> tuple[Whole, ...]:
    return np.broadcast_arrays(*(np.atleast_1d(each).astype(np.int64) for each in given))


def _added_up(values: Numbers) -> Numbers:
    """The sums of the first none, one, two… of them."""
    return np.concatenate(([0.0], np.cumsum(values)))


def _tails(grid: Numbers, n: int) -> Numbers:
    """The sums of a grid's rows from each of its columns up to the ``n``-th."""
    found = np.zeros((len(grid), n + 1))
    found[:, :n] = np.cumsum(grid[:, :n][:, ::-1], axis=1)[:, ::-1]
    return found
