"""Customers under contract, who renew or leave at the end of each term: shifted beta-geometric.

The chance to leave is drawn from a beta distribution. The share that renews rises with the years
because those who were going to leave are gone, not because anybody grows loyal. Source: methods
§1.3 (Fader & Hardie 2007).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, psi

from clavero.lifetime.rules.fitting import Numbers, Optimum, Why, highest


@dataclass(frozen=True, slots=True)
class ShiftedBetaGeometric:
    """sBG: ``alpha`` and ``beta`` of the chance to leave at a renewal."""

    alpha: float
    beta: float

    def survival(self, terms: int) -> Numbers:
        """The part still there after 0, 1, … ``terms`` renewals."""
        at = np.arange(terms + 1)
        found: Numbers = np.exp(betaln(self.alpha, self.beta + at) - betaln(self.alpha, self.beta))
        return found

    def retention(self, term: int) -> float:
        """The part of those there at the ``term``-th renewal, the first being 1, that renews."""
        return (self.beta + term - 1) / (self.alpha + self.beta + term - 1)


def fit(remaining: Sequence[int]) -> Optimum | Why:
    """The parameters for one cohort: how many there were at first and after each renewal."""
    there = np.asarray(remaining, dtype=np.float64)
    lost, terms = there[:-1] - there[1:], np.arange(1, len(there))
    last = float(terms[-1])

    def likelihood(parameters: Numbers) -> tuple[float, Numbers]:
        a, b = parameters.tolist()
        value = (
            lost @ betaln(a + 1, b + terms - 1) + there[-1] * betaln(a, b + last)
            - there[0] * betaln(a, b)
        )  # fmt: skip
        together, both = psi(a + b + terms), psi(a + b)
        at_last = psi(a + b + last)
        gradient = np.array([
            lost @ (psi(a + 1) - together) + there[-1] * (psi(a) - at_last)
            - there[0] * (psi(a) - both),
            lost @ (psi(b + terms - 1) - together) + there[-1] * (psi(b + last) - at_last)
            - there[0] * (psi(b) - both),
        ])  # fmt: skip
        return float(value), gradient

    return highest(likelihood, [(1.0, 3.0), (0.5, 0.5)], float(there[0]) or 1.0)
