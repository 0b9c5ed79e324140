"""What customers spend at a purchase: Gamma-Gamma.

Amounts of one customer vary around a mean of its own (``p``), which varies among customers (``q``,
``gamma``), and has nothing to do with how often they buy: check the correlation. Source: methods
§4.2 (Fader & Hardie 2013, note 25).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammaln, psi

from clavero.lifetime.rules.fitting import Numbers, Optimum, Why, dot, highest
from clavero.lifetime.rules.histories import Histories


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """Gamma-Gamma."""

    p: float
    q: float
    gamma: float

    def log_likelihood(self, x: Any, mean: Any) -> float:
        """Of mean repeat amounts ``mean`` of ``x`` purchases each."""
        x, mean = np.atleast_1d(x).astype(float), np.atleast_1d(mean).astype(float)
        return _likelihood(np.array([self.p, self.q, self.gamma]), x, mean)[0]

    @property
    def mean(self) -> float:
        """What a purchase brings on average, over all customers."""
        return self.p * self.gamma / (self.q - 1)

    def expected_of(self, x: Any, mean: Any) -> Numbers:
        """What a purchase of each customer brings: between its own mean and that of all."""
        x = np.asarray(x, dtype=np.float64)
        found: Numbers = self.p * (self.gamma + x * mean) / (self.p * x + self.q - 1)
        return found


def fit(base: Histories) -> Optimum | Why:
    """The parameters for the customers of a base that bought again."""
    x, mean = _spent(base)
    if not len(x):
        return Why.FEW_REPEATERS
    # In units of the mean amount: what they are counted in must not matter.
    unit = float(mean.mean())
    found = highest(
        lambda parameters: _likelihood(parameters, x, mean / unit),
        [(2.0, 3.0, 1.0), (6.0, 4.0, 0.5), (1.0, 10.0, 10.0)],
        len(x),
    )
    if isinstance(found, Why):
        return found
    p, q, gamma = found.parameters
    if q <= 1:
        return Why.NO_MEAN
    return Optimum((p, q, gamma * unit), found.log_likelihood - len(x) * float(np.log(unit)))


def correlation(base: Histories) -> float | None:
    """Between how often customers bought again and what they spent; ``None`` where one of the two
    is the same for all."""
    x, mean = _spent(base)
    if len(x) < 2 or np.ptp(x) == 0 or np.ptp(mean) == 0:
        return None
    return float(np.corrcoef(x, mean)[0, 1])


def _spent(base: Histories) -> tuple[Numbers, Numbers]:
    """Those that bought again for money."""
    paid = (base.x > 0) & (base.mean > 0)
    return base.x[paid], base.mean[paid]


def _likelihood(parameters: Numbers, x: Numbers, mean: Numbers) -> tuple[float, Numbers]:
    p, q, gamma = parameters.tolist()
    shape = p * x
    log_mean, log_x, log_sum = np.log(mean), np.log(x), np.log(gamma + mean * x)
    value = (
        gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(gamma)
        + (shape - 1) * log_mean + shape * log_x - (shape + q) * log_sum
    )  # fmt: skip
    both = psi(shape + q)
    gradient = np.array([
        dot(x, both - psi(shape) + log_mean + log_x - log_sum),
        np.sum(both - psi(q) + np.log(gamma) - log_sum),
        np.sum(q / gamma - (shape + q) / (gamma + mean * x)),
    ])  # fmt: skip
    return float(value.sum()), gradient
