"""The models of purchases by their names: which there are, fitting one, and what a fit says.

Source: methods §4.2 and §4.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import numpy as np

from clavero.lifetime.rules import beta_geometric, pareto, spending
from clavero.lifetime.rules.beta_geometric import BetaGeometric, ModifiedBetaGeometric
from clavero.lifetime.rules.fitting import NoFit, Numbers, Optimum, Why, too_few
from clavero.lifetime.rules.histories import Histories
from clavero.lifetime.rules.pareto import Pareto
from clavero.lifetime.rules.spending import GammaGamma

YEAR = 52
"""Weeks that are called twelve months, as in everything published about these models."""


class Kind(StrEnum):
    """The models of purchases."""

    MBG_NBD = "mbgnbd"
    BG_NBD = "bgnbd"
    PARETO_NBD = "paretonbd"


NAMES = {Kind.MBG_NBD: "MBG/NBD", Kind.BG_NBD: "BG/NBD", Kind.PARETO_NBD: "Pareto/NBD"}
"""What the literature calls them, in every language."""


class Model(Protocol):
    """What every model of purchases says of histories."""

    def alive(self, x: Any, t_x: Any, T: Any) -> Numbers:  # noqa: N803
        """The probability that each customer is still one."""
        ...

    def expected(self, t: Any) -> Numbers:
        """Repeat purchases within ``t`` of the first."""
        ...

    def expected_of(self, t: Any, x: Any, t_x: Any, T: Any) -> Numbers:  # noqa: N803
        """Purchases within ``t`` from now on."""
        ...

    def expected_if_alive(self, t: Any, x: Any, T: Any) -> Numbers:  # noqa: N803
        """The same of customers that are known to be there still."""
        ...


LIFETIME = 100
"""Years, of which nobody sees the end."""
_NOBODY = 1e-4  # of the purchases, after which a customer leaves
_NOBODY_EVER = 0.01  # of the customers, that leave within a lifetime


@dataclass(frozen=True, slots=True)
class Fit:
    """A model with the parameters of a base, and how much it was fitted to."""

    kind: Kind
    model: Model
    parameters: Mapping[str, float]
    log_likelihood: float
    customers: int
    repeaters: int
    repeats: int

    @property
    def nobody_leaves(self) -> bool:
        """Whether it learned that customers never leave: it says nothing of who still is one."""
        known = self.parameters
        if self.kind is Kind.PARETO_NBD:
            there = (known["beta"] / (known["beta"] + LIFETIME * YEAR)) ** known["s"]
            return bool(1 - there < _NOBODY_EVER)
        return known["a"] / (known["a"] + known["b"]) < _NOBODY


@dataclass(frozen=True, slots=True)
class SpendingFit:
    """Gamma-Gamma with the parameters of a base. ``correlation`` is that between how often and how
    much, which the model takes to be nought."""

    model: GammaGamma
    parameters: Mapping[str, float]
    log_likelihood: float
    customers: int
    repeaters: int
    repeats: int
    correlation: float | None


def fit(base: Histories, kind: Kind) -> Fit | NoFit:
    """The model fitted to a base that is large enough, or why it is not."""
    if refused := too_few(base):
        return refused
    found = _optimum(base, kind)
    if isinstance(found, Why):
        return NoFit(found, len(base), base.repeaters)
    names = ("r", "alpha", "s", "beta") if kind is Kind.PARETO_NBD else ("r", "alpha", "a", "b")
    return Fit(
        kind,
        _CLASSES[kind](*found.parameters),
        dict(zip(names, found.parameters, strict=True)),
        found.log_likelihood,
        len(base),
        base.repeaters,
        base.repeats,
    )


def fit_spending(base: Histories) -> SpendingFit | NoFit:
    """Gamma-Gamma fitted to a base that is large enough, or why it is not."""
    if refused := too_few(base):
        return refused
    found = spending.fit(base)
    if isinstance(found, Why):
        return NoFit(found, len(base), base.repeaters)
    return SpendingFit(
        GammaGamma(*found.parameters),
        dict(zip(("p", "q", "gamma"), found.parameters, strict=True)),
        found.log_likelihood,
        len(base),
        base.repeaters,
        base.repeats,
        spending.correlation(base),
    )


def discounted_purchases(
    model: Model, of: Histories, *, years: int, discount: float, steps_a_year: int = 4
) -> Numbers:
    """Purchases of each customer within ``years``, each worth less the later it comes.

    ``discount`` is that of a year. What is expected in a quarter counts as bought in its middle.
    """
    length = YEAR * 7 / of.days_a_unit / steps_a_year
    found, before = np.zeros(len(of)), np.zeros(len(of))
    for step in range(1, years * steps_a_year + 1):
        until = model.expected_if_alive(step * length, of.x, of.T)
        found += (until - before) / (1 + discount) ** ((step - 0.5) / steps_a_year)
        before = until
    return found * model.alive(of.x, of.t_x, of.T)


def in_a_year(model: Model, of: Histories) -> Numbers:
    """Purchases of each customer within the next 52 weeks."""
    return model.expected_of(YEAR * 7 / of.days_a_unit, of.x, of.t_x, of.T)


def drawn(fitted: Fit, spans: Numbers, *, seed: int = 0) -> Numbers:
    """Repeat purchases of made-up customers that the fit describes, each watched for its span."""
    random, values = np.random.default_rng(seed), list(fitted.parameters.values())
    r, alpha = values[:2]
    paces = random.gamma(r, 1 / alpha, len(spans))
    if fitted.kind is Kind.PARETO_NBD:
        s, beta = values[2:]
        leaving = np.maximum(random.gamma(s, 1 / beta, len(spans)), 1e-12)
        stay = np.minimum(random.exponential(1, len(spans)) / leaving, spans)
        return random.poisson(paces * stay).astype(np.float64)
    a, b = values[2:]
    chance = np.clip(random.beta(a, b, len(spans)), 1e-9, 1)
    most = random.geometric(chance) - (1 if fitted.kind is Kind.MBG_NBD else 0)
    return np.minimum(random.poisson(paces * spans), most).astype(np.float64)


_CLASSES: Mapping[Kind, Any] = {
    Kind.MBG_NBD: ModifiedBetaGeometric,
    Kind.BG_NBD: BetaGeometric,
    Kind.PARETO_NBD: Pareto,
}


def _optimum(base: Histories, kind: Kind) -> Optimum | Why:
    if kind is Kind.PARETO_NBD:
        return pareto.fit(base)
    return beta_geometric.fit(base, _CLASSES[kind])
