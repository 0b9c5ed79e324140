"""Customers that can buy once in each cycle, a month or a year, and may leave between two: BG/BB.

The chance to buy is drawn from a beta distribution (``alpha``, ``beta``), the chance to leave from
another (``gamma``, ``delta``). Source: methods §4.3 (Fader, Hardie & Shang 2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betaln, logsumexp

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
        x, t_x, n = (np.atleast_1d(each).astype(np.float64) for each in (x, t_x, n))
        stays = self._stays(x, n, n)
        # The opportunities after the last one taken, at each of which it may have left.
        later = np.arange(int(np.max(n - t_x, initial=0)))[None, :]
        at = t_x[:, None] + later
        leaves = (
            betaln(self.alpha + x[:, None], self.beta + at - x[:, None])
            - betaln(self.alpha, self.beta)
            + betaln(self.gamma + 1, self.delta + at)
            - betaln(self.gamma, self.delta)
        )
        leaves = np.where(at < n[:, None], leaves, -np.inf)
        found: Numbers = logsumexp(np.column_stack((stays, leaves)), axis=1)
        return found

    def alive(self, x: Any, t_x: Any, n: Any) -> Numbers:
        """The probability that each customer is there at the next opportunity."""
        x, t_x, n = (np.atleast_1d(each).astype(np.float64) for each in (x, t_x, n))
        return np.exp(self._stays(x, n, n + 1) - self.log_likelihoods(x, t_x, n))

    def _stays(self, x: Numbers, n: Numbers, until: Numbers) -> Numbers:
        found: Numbers = (
            betaln(self.alpha + x, self.beta + n - x) - betaln(self.alpha, self.beta)
            + betaln(self.gamma, self.delta + until) - betaln(self.gamma, self.delta)
        )  # fmt: skip
        return found


def fit(
    x: Sequence[int], t_x: Sequence[int], n: Sequence[int], customers: Sequence[int]
) -> Optimum | Why:
    """The parameters of histories that so many ``customers`` have each."""
    weights = np.asarray(customers, dtype=np.float64)

    def value(parameters: Numbers) -> float:
        return float(weights @ BetaBernoulli(*parameters.tolist()).log_likelihoods(x, t_x, n))

    starts = [(1.0, 1.0, 1.0, 3.0), (1.0, 2.0, 0.5, 5.0)]
    return highest(numeric(value), starts, float(weights.sum()))
