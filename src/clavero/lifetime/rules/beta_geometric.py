"""Customers that buy at a rate of their own and leave after a purchase: BG/NBD and MBG/NBD.

Rates are drawn from a gamma distribution (``r``, ``alpha``), the chance to leave after a purchase
from a beta one (``a``, ``b``). In the first model nobody leaves before buying again, so that
one-time buyers seem alive for ever; in the second the first purchase can be the last too. Apart
from that one purchase they are the same. Source: methods §4.2 (Fader, Hardie & Lee 2005; Batislam
et al. 2007; Hoppe & Wagner 2007).

The expectations are written as ``(1−z)^(a−1) · 2F1(…, a−1; …; z)``, by Euler's transformation of
the published ones, where customers buy often: the terms that grow with ``x`` cancel, so nothing
overflows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from scipy.special import betaln, gammaln, hyp2f1, psi

from clavero.lifetime.rules.fitting import Numbers, Optimum, Why, dot, highest, log_sum
from clavero.lifetime.rules.histories import Histories, Patterns

_NEAR = 1e-5  # how far from a = 1 and a + b = 1 the expectation is taken, on both sides


@dataclass(frozen=True, slots=True)
class BetaGeometric:
    """BG/NBD; its subclass is MBG/NBD."""

    r: float
    alpha: float
    a: float
    b: float

    may_leave_at_first: ClassVar[int] = 0

    def log_likelihood(self, base: Histories) -> float:
        """Of all histories together."""
        parameters = np.array([self.r, self.alpha, self.a, self.b])
        return _likelihood(parameters, base.patterns, self.may_leave_at_first)[0]

    def alive(self, x: Any, t_x: Any, T: Any) -> Numbers:  # noqa: N803
        """The probability that each customer will buy again if one waits long enough."""
        x = np.asarray(x, dtype=np.float64)
        stays = x + self.may_leave_at_first
        leaves = np.log(self.a) - np.log(np.maximum(self.b + stays - 1, 1e-300))
        leaves = leaves + (self.r + x) * np.log((self.alpha + T) / (self.alpha + t_x))
        return np.where(stays > 0, 1 / (1 + np.exp(np.minimum(leaves, 700))), 1.0)

    def expected(self, t: Any) -> Numbers:
        """Purchases within ``t`` of the first one, of a customer of whom nothing else is known."""
        zero = np.zeros_like(np.asarray(t, dtype=np.float64))
        return self.expected_of(t, zero, zero, zero)

    def expected_of(self, t: Any, x: Any, t_x: Any, T: Any) -> Numbers:  # noqa: N803
        """Purchases of each customer within ``t`` from now on."""
        found: Numbers = self.alive(x, t_x, T) * self.expected_if_alive(t, x, T)
        return found

    def expected_if_alive(self, t: Any, x: Any, T: Any) -> Numbers:  # noqa: N803
        """The same of customers that are known to be there still."""
        x = np.asarray(x, dtype=np.float64)
        z = np.asarray(t / (self.alpha + T + t))
        total = self.a + self.b + self.may_leave_at_first - 1
        places = [(self.a, total)]
        # Both gaps in the formula can be looked at from their sides.
        if abs(self.a - 1) < _NEAR:
            places = [(1 - _NEAR, total), (1 + _NEAR, total)]
        elif abs(total) < _NEAR:
            places = [(self.a, -_NEAR), (self.a, _NEAR)]
        found: Numbers = np.mean([self._if_alive(a, near, x, z) for a, near in places], axis=0)
        return found

    def _if_alive(self, a: float, total: float, x: Numbers, z: Numbers) -> Numbers:
        # The transformed form grows with a, the published one with x: the smaller is taken.
        is_published = a - 1 > self.r + x
        power = np.where(is_published, self.r + x, a - 1)
        series = hyp2f1(
            np.where(is_published, self.r + x, total - self.r),
            np.where(is_published, total - a + 1 + x, a - 1),
            total + x,
            z,
        )
        with np.errstate(invalid="ignore", over="ignore"):
            left = (1 - z) ** power * series
        # Only where nothing differs and all leave at once do both forms overflow: nothing is left.
        left = np.where(np.isfinite(left), left, 0.0)
        found: Numbers = (total + x) / (a - 1) * (1 - left)
        return np.maximum(found, 0)


@dataclass(frozen=True, slots=True)
class ModifiedBetaGeometric(BetaGeometric):
    """MBG/NBD."""

    may_leave_at_first: ClassVar[int] = 1


def fit(base: Histories, kind: type[BetaGeometric]) -> Optimum | Why:
    """The parameters of a base, whatever its size."""
    patterns, at_first = base.patterns, kind.may_leave_at_first
    span = float(patterns.T.max(initial=1.0)) or 1.0
    return highest(
        lambda parameters: _likelihood(parameters, patterns, at_first),
        [(0.5, span / 6, 0.8, 2.5), (1.0, span / 2, 1.0, 10.0), (3.0, span / 10, 0.2, 2.0)],
        patterns.customers,
    )


def _likelihood(parameters: Numbers, of: Patterns, at_first: int) -> tuple[float, Numbers]:
    r, alpha, a, b = parameters.tolist()
    x, count = of.x, of.count
    # What depends on x alone.
    bought, times = of.different, of.times
    stays = b + bought - 1 + at_first
    by_x = (
        gammaln(r + bought) - gammaln(r) + r * np.log(alpha)
        + betaln(a, stays + 1) - betaln(a, b)
    )  # fmt: skip
    left_out = psi(a + b) - psi(a + stays + 1)
    # Alive until the end, or gone after the last purchase.
    log_end, log_last = np.log(alpha + of.T), np.log(alpha + of.t_x)
    may_leave = x + at_first > 0
    leaving = np.where(may_leave, stays[of.places], 1.0)
    odds = np.log(a) - np.log(leaving) + (r + x) * (log_end - log_last)
    odds[~may_leave] = -np.inf
    either = log_sum(np.zeros_like(odds), odds)
    gone = np.exp(odds - either)
    alive = 1 - gone
    value = dot(times, by_x) + dot(count, either - (r + x) * log_end)
    by_alpha = (r + x) * (alive / (alpha + of.T) + gone / (alpha + of.t_x))
    gradient = np.array([
        dot(times, psi(r + bought) - psi(r) + np.log(alpha))
        - dot(count, alive * log_end + gone * log_last),
        of.customers * r / alpha - dot(count, by_alpha),
        dot(times, left_out) + dot(count, gone) / a,
        dot(times, left_out + psi(stays + 1) - psi(b)) - dot(count, gone / leaving),
    ])  # fmt: skip
    return value, gradient
