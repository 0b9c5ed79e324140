"""How likely a silence is: Gamma gaps, and what the base knows of a customer with few of them.

Source: methods §4.4: regularity by Wheat & Morrison, silence by the regularised incomplete gamma,
few gaps by empirical Bayes. Formulas and fit: ``docs/domain/falling-silent.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEW_PAIRS = 30
"""Customers with two gaps below which regularity cannot be told, and gaps count as memoryless."""
FEW_RHYTHMS = 10
"""Customers with a gap below which the base knows nothing of a customer with few."""
LEAST_K, MOST_K = 0.3, 30.0
MOST_A = 1e4
_MOST_LOG_A = float(np.log(MOST_A))
_MOST_STEPS, _ENOUGH, _MOST_DAMPING = 200, 1e-12, 1e6
_LONGEST = 1_000_000  # days, more than any ledger has


@dataclass(frozen=True, slots=True)
class Base:
    """What a base tells: gaps are Gamma with shape ``k``, and the rates of customers are Gamma
    with shape ``a`` and rate ``b``; zeros where it tells nothing. ``pairs`` and ``rhythms`` are
    how many customers that rests on."""

    k: float = 1.0
    a: float = 0.0
    b: float = 0.0
    pairs: int = 0
    rhythms: int = 0

    def silence(self, n: Any, total: Any, silent: Any) -> Any:
        """The chance that the next gap of a customer with ``n`` gaps that add up to ``total`` is
        longer than ``silent``.

        >>> round(float(Base(k=2, a=6, b=150).silence(5, 150, 75)), 6)
        0.118219
        """
        from scipy.special import betainc

        shape, rate = self.a + self.k * np.asarray(n), self.b + np.asarray(total)
        return betainc(shape, self.k, rate / (rate + np.asarray(silent)))

    def limit(self, n: Any, total: Any, chance: float) -> Any:
        """The silence, in days, that has just this ``chance``."""
        from scipy.special import betaincinv

        shape, rate = self.a + self.k * np.asarray(n), self.b + np.asarray(total)
        return rate * (1 / betaincinv(shape, self.k, chance) - 1)


def plain_silence(k: float, mean: float, silent: float) -> float:
    """The chance of a gap longer than ``silent`` where the mean of all gaps is known.

    >>> round(plain_silence(2, 30, 75), 6)
    0.040428
    """
    from scipy.special import gammaincc

    return float(gammaincc(k, k * silent / mean))


def plain_limit(k: float, mean: float, chance: float) -> float:
    """The silence that has just this ``chance``.

    >>> round(plain_limit(1, 30, 0.05), 2)
    89.87
    """
    from scipy.special import gammainccinv

    return float(gammainccinv(k, chance) * mean / k)


def alive(silence: Any, defects: float) -> Any:
    """The chance that a customer still buys; ``defects`` is the share that leaves at each gap.

    >>> round(alive(plain_silence(2, 30, 75), 0.05), 6)
    0.434429
    """
    stays = (1 - defects) * silence
    return stays / (defects + stays)


def regularity(earlier: Floats, later: Floats) -> tuple[float, int]:
    """Wheat & Morrison's k of the last two gaps of each customer, and how many it rests on.

    ``M = earlier / (earlier + later)`` is Beta(k, k), whose variance is 1 / (4 (2k + 1)). Among
    fewer than ``FEW_PAIRS`` customers it is 1, as if gaps had no memory.
    """
    known = ~np.isnan(earlier) & ~np.isnan(later)
    pairs = int(known.sum())
    if pairs < FEW_PAIRS:
        return 1.0, pairs
    variance = float(np.var(earlier[known] / (earlier[known] + later[known]), ddof=1))
    if variance <= 0:
        return MOST_K, pairs
    return float(np.clip((1 - 4 * variance) / (8 * variance), LEAST_K, MOST_K)), pairs


def fit(n: NDArray[np.int64], total: Floats, k: float) -> tuple[float, float]:
    """The prior (a, b) of the rates of customers, by maximum likelihood.

    The sum of n gaps is Gamma(kn, θ) with θ ~ Gamma(a, b); what remains of its likelihood is
    ``lnΓ(a + kn) − lnΓ(a) + a ln b − (a + kn) ln(b + G)``. The silence is no part of it: it is
    what is judged. Where all customers are alike, ``a`` ends at ``MOST_A``.
    """
    # Customers with the same gaps are one, weighed: many have one or two short ones.
    cells, counts = np.unique(n * _LONGEST + np.rint(total).astype(np.int64), return_counts=True)
    shape: Floats = (cells // _LONGEST).astype(np.float64) * k
    span: Floats = (cells % _LONGEST).astype(np.float64)
    weight: Floats = counts / float(counts.sum())
    likelihood = _Likelihood(shape, span, weight)
    start = np.log([2.0, 2.0 * float(np.average(span / shape, weights=weight))])
    a, b = np.exp(likelihood.climb(start))
    return float(a), float(b)


class _Likelihood:
    """The mean log-likelihood of (ln a, ln b), and the way up: Newton, damped where it must be."""

    def __init__(self, shape: Floats, span: Floats, weight: Floats) -> None:
        self.shape, self.span, self.weight = shape, span, weight

    def at(self, logs: Floats) -> float:
        """Its height."""
        from scipy.special import gammaln

        a, b = np.exp(logs)
        joint = a + self.shape
        each = gammaln(joint) - gammaln(a) + a * logs[1] - joint * np.log(b + self.span)
        return float(each @ self.weight)

    def slope(self, logs: Floats) -> tuple[Floats, Floats]:
        """Its gradient and its matrix of second derivatives."""
        from scipy.special import digamma, polygamma

        a, b = np.exp(logs)
        joint, both = a + self.shape, b + self.span
        by_a = (digamma(joint) - digamma(a) + logs[1] - np.log(both)) @ self.weight
        by_b = (a / b - joint / both) @ self.weight
        by_aa = (polygamma(1, joint) - polygamma(1, a)) @ self.weight
        by_ab = (1 / b - 1 / both) @ self.weight
        by_bb = (joint / both**2 - a / b**2) @ self.weight
        first = np.array([a * by_a, b * by_b])
        second = np.array([[a * a * by_aa, a * b * by_ab], [a * b * by_ab, b * b * by_bb]])
        return first, second + np.diag(first)

    def climb(self, logs: Floats) -> Floats:
        """The top, from ``logs`` on."""
        height, damping = self.at(logs), 1e-3
        for _step in range(_MOST_STEPS):
            first, second = self.slope(logs)
            if logs[0] >= _MOST_LOG_A and first[0] > 0:  # only b is free
                first[0], second[0, 1], second[1, 0] = 0.0, 0.0, 0.0
            steep = damping + max(0.0, float(np.linalg.eigvalsh(second)[-1]))
            ahead = logs - np.linalg.solve(second - steep * np.eye(2), first)
            ahead[0] = np.clip(ahead[0], -_MOST_LOG_A, _MOST_LOG_A)
            higher = self.at(ahead)
            if higher > height:
                gained, height, logs, damping = higher - height, higher, ahead, damping / 10
                if gained < _ENOUGH:
                    break
            elif damping > _MOST_DAMPING:
                break
            else:
                damping *= 10
        return logs


def base_of(n: NDArray[np.int64], total: Floats, last_two: tuple[Floats, Floats]) -> Base:
    """What the rhythms of a base tell of each."""
    k, pairs = regularity(*last_two)
    has = n >= 1
    rhythms = int(has.sum())
    if rhythms < FEW_RHYTHMS:
        return Base(k=k, pairs=pairs, rhythms=rhythms)
    a, b = fit(n[has], total[has], k)
    return Base(k, a, b, pairs, rhythms)
