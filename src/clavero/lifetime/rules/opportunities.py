"""Customers that can buy once in each cycle, a month or a year, and may leave between two: BG/BB.

The chance to buy is drawn from a beta distribution (``alpha``, ``beta``), the chance to leave from
another (``gamma``, ``delta``). Source: methods §4.3 (Fader, Hardie & Shang 2010).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, binom

from clavero.lifetime.rules.fitting import Numbers, Optimum, Why, highest, numeric


@dataclass(frozen=True, slots=True)
class BetaBernoulli:
    """BG/BB. Of ``n`` opportunities ``x`` were taken, the last of them the ``t_x``-th."""

    alpha: float
    beta: float
    gamma: float
    delta: float

    def log_likelihoods(self, x: Any, t_x: Any, n: Any) -> Numbers:
        """Of each history."""
        x, t_x, n = np.broadcast_arrays(*(np.atleast_1d(each).astype(np.int64)
                                          for each in (x, t_x, n)))  # fmt: skip
        found = np.empty(len(x))
        for cycles in np.unique(n).tolist():
            at = np.flatnonzero(n == cycles)
            found[at] = self._likelihoods_of(cycles)[x[at], t_x[at]]
        return found

    def _likelihoods_of(self, n: int) -> Numbers:
        """Of all histories of ``n`` opportunities: by ``x``, and by ``t_x``.

        A base has thousands of different histories that share their few opportunities.
        """
        x, at = np.arange(n + 1)[:, None], np.arange(n)[None, :]
        # It may have left at each of the opportunities after the last one taken.
        later = np.logaddexp.accumulate(self._leaves(x, at)[:, ::-1], axis=1)[:, ::-1]
        stays = self._stays(x[:, 0], n, n)[:, None]
        found: Numbers = np.logaddexp(stays, np.column_stack((later, np.full(n + 1, -np.inf))))
        return found

    def alive(self, x: Any, t_x: Any, n: Any) -> Numbers:
        """The probability that each customer is there at the next opportunity."""
        x, t_x, n = (np.atleast_1d(each).astype(np.float64) for each in (x, t_x, n))
        return np.exp(self._stays(x, n, n + 1) - self.log_likelihoods(x, t_x, n))

    def expected_of(self, ahead: int, x: Any, t_x: Any, n: Any) -> Numbers:
        """How many of the next ``ahead`` opportunities each customer takes."""
        x, t_x, n = (np.atleast_1d(each).astype(np.float64) for each in (x, t_x, n))
        known = betaln(self.alpha, self.beta) + betaln(self.gamma, self.delta)
        known = known + self.log_likelihoods(x, t_x, n)
        buys = betaln(self.alpha + x + 1, self.beta + n - x) - known
        found: Numbers = sum(
            (np.exp(buys + betaln(self.gamma, self.delta + n + step))
             for step in range(1, ahead + 1)),
            np.zeros(len(buys)),
        )  # fmt: skip
        return found

    def taken(self, n: int) -> Numbers:
        """The probability that a customer takes none, one, … or all of ``n`` opportunities."""
        x, at = np.arange(n + 1)[:, None], np.arange(n)[None, :]
        stays = np.exp(self._stays(x[:, 0], n, n)) * binom(n, x[:, 0])
        found: Numbers = stays + (np.exp(self._leaves(x, at)) * binom(at, x)).sum(axis=1)
        return found

    def expected_at(self, cycle: int) -> float:
        """The part of all customers that takes the ``cycle``-th opportunity, the first being 1."""
        stays = betaln(self.gamma, self.delta + cycle) - betaln(self.gamma, self.delta)
        return float(self.alpha / (self.alpha + self.beta) * np.exp(stays))

    def _leaves(self, x: Any, at: Any) -> Numbers:
        """That it takes ``x`` of the first ``at`` opportunities, in one order, and leaves then."""
        is_possible = at >= x
        found: Numbers = np.where(
            is_possible,
            betaln(self.alpha + x, self.beta + np.where(is_possible, at - x, 0))
            - betaln(self.alpha, self.beta)
            + betaln(self.gamma + 1, self.delta + at)
            - betaln(self.gamma, self.delta),
            -np.inf,
        )
        return found

    def _stays(self, x: Any, n: Any, until: Any) -> Numbers:
        found: Numbers = (
            betaln(self.alpha + x, self.beta + n - x) - betaln(self.alpha, self.beta)
            + betaln(self.gamma, self.delta + until) - betaln(self.gamma, self.delta)
        )  # fmt: skip
        return found


def fit(x: ArrayLike, t_x: ArrayLike, n: ArrayLike, customers: ArrayLike) -> Optimum | Why:
    """The parameters of histories that so many ``customers`` have each."""
    weights = np.asarray(customers, dtype=np.float64)

    def value(parameters: Numbers) -> float:
        return float(weights @ BetaBernoulli(*parameters.tolist()).log_likelihoods(x, t_x, n))

    starts = [(1.0, 1.0, 1.0, 3.0), (1.0, 2.0, 0.5, 5.0)]
    return highest(numeric(value), starts, float(weights.sum()))
