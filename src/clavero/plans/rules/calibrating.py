"""How many accounts stay for a year, by their retention score, from what the company has lost.

A logistic curve over account-years: an account with a score on a day, and whether it was lost in
the twelve months after it. Source: methods §5.6. So that few losses, or losses on one side of a
score alone, make no curve that is steeper than anybody can know, its slope has the weakly
informative prior of Gelman et al. (2008): with the score brought to a standard deviation of one
half, a normal one with a deviation of 2.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp

LEAST_LOSSES = 30
"""Fewer tell of no curve: until then the table holds."""
BANDS = (Decimal(0), Decimal(4), Decimal(6), Decimal(8))
"""Where the bands of the table begin."""
_PRIOR = 2.5
_FAR = 50.0  # odds beyond which a chance is none, or certain, to any number of places
_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class AccountYear:
    """An account with its score on a day, and whether it was lost in the twelve months after."""

    score: Decimal
    was_lost: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """The chance to stay for a year is ``1 / (1 + e^-(intercept + slope · score))``."""

    intercept: float
    slope: float

    def retention(self, score: Decimal) -> Decimal:
        """The part of accounts with a score that stays for a year, to four decimals.

        >>> Curve(0.0, 0.0).retention(Decimal(5)), Curve(-1.0, 0.5).retention(Decimal(8))
        (Decimal('0.5000'), Decimal('0.9526'))
        """
        odds = max(-_FAR, min(_FAR, self.intercept + self.slope * float(score)))
        return Decimal(1 / (1 + exp(-odds))).quantize(_PLACES)


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from ``low`` on: how many account-years there were, and how many ended in a loss."""

    low: Decimal
    years: int
    losses: int


def bands(years: Sequence[AccountYear]) -> Iterator[Band]:
    """What was seen in each band of the table, the lowest first."""
    for low, high in zip(BANDS, (*BANDS[1:], Decimal("Infinity")), strict=True):
        inside = [each for each in years if low <= each.score < high]
        yield Band(low, len(inside), sum(each.was_lost for each in inside))


def fit(years: Sequence[AccountYear]) -> Curve | None:
    """The curve of what was seen; ``None`` with fewer than thirty losses, where all had one score,
    where nobody stayed, and where a better score did not go with staying."""
    losses = sum(each.was_lost for each in years)
    if losses < LEAST_LOSSES or losses == len(years) or len({each.score for each in years}) == 1:
        return None
    import numpy as np  # with the solver, half a second that few commands need
    from scipy.optimize import minimize
    from scipy.special import expit

    scores = np.array([float(each.score) for each in years])
    stayed = np.array([not each.was_lost for each in years], dtype=float)
    middle, spread = scores.mean(), 2 * scores.std()
    at = (scores - middle) / spread

    def unlikely(told: np.ndarray) -> tuple[float, np.ndarray]:
        """Minus the logarithm of the posterior, with its gradient."""
        odds = told[0] + told[1] * at
        short = stayed - expit(odds)
        value = np.logaddexp(0, odds).sum() - (stayed * odds).sum() + (told[1] / _PRIOR) ** 2 / 2
        steep = [-short.sum(), told[1] / _PRIOR**2 - (short * at).sum()]
        return float(value), np.array(steep)

    found = minimize(unlikely, np.zeros(2), jac=True, method="BFGS").x
    slope = float(found[1] / spread)
    if slope <= 0:
        return None
    return Curve(float(found[0]) - slope * float(middle), slope)
