"""Customers under contract, who renew or leave at the end of each term: shifted beta-geometric.

The chance to leave is drawn from a beta distribution. The share that renews rises with the years
because those who were going to leave are gone, not because anybody grows loyal. Source: methods
§1.3 (Fader & Hardie 2007); the residual value Fader & Hardie 2010.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from scipy.special import betaln, hyp2f1, psi

from clavero.lifetime.rules.fitting import Numbers, Optimum, Why, highest

LEAST_CONTRACTS = 20
"""Customers: of fewer, a share jumps with each of them."""
LEAST_RENEWALS = 2
"""Renewals seen: one says nothing of how retention changes."""


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

    def residual(self, renewed: int, discount: float) -> float:
        """The payments still to come, without an end, of one that has renewed so many times and
        stands before its next renewal, at which it pays if it stays; discounted to then (DERL)."""
        n = renewed + 1
        tail = hyp2f1(1, self.beta + n, self.alpha + self.beta + n, 1 / (1 + discount))
        return float(self.retention(n) * tail)

    def residual_within(self, renewed: int, discount: float, terms: int) -> float:
        """The same of the next so many renewals."""
        there = self.survival(renewed + terms)[renewed:]
        worth = (1 + discount) ** -np.arange(terms)
        return float(there[1:] / there[0] @ worth)


class Renewal(NamedTuple):
    """The ``term``-th renewal, the first being 1, of all cohorts together: how many came to it, and
    how many of them renewed."""

    term: int
    came: int
    renewed: int


def renewals(*cohorts: Sequence[int]) -> list[Renewal]:
    """The renewals that were seen."""
    longest = max((len(each) for each in cohorts), default=0)
    return [
        Renewal(
            term,
            sum(each[term - 1] for each in cohorts if term < len(each)),
            sum(each[term] for each in cohorts if term < len(each)),
        )
        for term in range(1, longest)
    ]


class Unfit(StrEnum):
    """Why nothing can be said of contracts."""

    FEW_CUSTOMERS = "few_contracts"
    FEW_RENEWALS = "few_renewals"
    NOBODY_LEFT = "nobody_left"
    NOT_FOUND = "not_converged"


def unfit(*cohorts: Sequence[int]) -> Unfit | None:
    """Whether there is too little to fit."""
    seen = renewals(*cohorts)
    if sum(each[0] for each in cohorts if len(each) > 1) < LEAST_CONTRACTS:
        return Unfit.FEW_CUSTOMERS
    if len(seen) < LEAST_RENEWALS:
        return Unfit.FEW_RENEWALS
    return None if any(each.renewed < each.came for each in seen) else Unfit.NOBODY_LEFT


def fit(*cohorts: Sequence[int]) -> Optimum | Why:
    """The parameters for cohorts: of each, how many there were at first and after each renewal."""
    longest = max(map(len, cohorts))
    lost, there = np.zeros(longest), np.zeros(longest)
    for each in cohorts:
        counts = np.asarray(each, dtype=np.float64)
        lost[1 : len(counts)] += counts[:-1] - counts[1:]
        there[len(counts) - 1] += counts[-1]
    customers = float(lost.sum() + there.sum())
    terms = np.arange(longest, dtype=np.float64)
    lost, left = lost[1:], terms[1:]

    def likelihood(parameters: Numbers) -> tuple[float, Numbers]:
        a, b = parameters.tolist()
        value = (
            lost @ betaln(a + 1, b + left - 1) + there @ betaln(a, b + terms)
            - customers * betaln(a, b)
        )  # fmt: skip
        together, both = psi(a + b + left), psi(a + b)
        at_last = psi(a + b + terms)
        gradient = np.array([
            lost @ (psi(a + 1) - together) + there @ (psi(a) - at_last)
            - customers * (psi(a) - both),
            lost @ (psi(b + left - 1) - together) + there @ (psi(b + terms) - at_last)
            - customers * (psi(b) - both),
        ])  # fmt: skip
        return float(value), gradient

    return highest(likelihood, [(1.0, 3.0), (0.5, 0.5)], customers or 1.0)
