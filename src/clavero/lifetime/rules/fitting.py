"""How a model is fitted, and when it is not.

Parameters are positive: they are looked for in logarithms, within bounds that no real base comes
near, by the likelihood's gradient. A fit is one where the gradient is nought, or next to
nought at a bound: there customers that do not differ, in their pace or in leaving, are the limit of
those that differ less and less. Source of the least numbers: methods §4.4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from clavero.lifetime.rules.histories import Histories

LEAST_CUSTOMERS = 300
LEAST_REPEATERS = 200
_BOUND = 11.5  # in logarithms: from a hundred-thousandth to a hundred thousand
_FLAT = 1e-5  # of the mean log-likelihood's gradient, in logarithms of the parameters
_NEARLY_FLAT = 1e-3  # the same at a bound, behind which there is as little to be gained

Numbers: TypeAlias = NDArray[np.float64]
Likelihood: TypeAlias = Callable[[Numbers], tuple[float, Numbers]]
"""Parameters to a log-likelihood and its gradient."""


class Why(StrEnum):
    """Why there is no fit."""

    FEW_CUSTOMERS = "few_customers"
    FEW_REPEATERS = "few_repeaters"
    NOT_CONVERGED = "not_converged"
    AT_THE_EDGE = "at_the_edge"
    NO_MEAN = "no_mean"  # the spending of a customer that is drawn has no mean


class Optimum(NamedTuple):
    """Where the likelihood is highest."""

    parameters: tuple[float, ...]
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class NoFit:
    """A model that was not fitted; ``customers`` and ``repeaters`` are those there were."""

    why: Why
    customers: int
    repeaters: int


def too_few(base: Histories) -> NoFit | None:
    """Whether a base is too small to say anything of anybody (methods §4.4)."""
    if len(base) < LEAST_CUSTOMERS:
        return NoFit(Why.FEW_CUSTOMERS, len(base), base.repeaters)
    if base.repeaters < LEAST_REPEATERS:
        return NoFit(Why.FEW_REPEATERS, len(base), base.repeaters)
    return None


def highest(
    likelihood: Likelihood, starts: Sequence[Sequence[float]], size: float
) -> Optimum | Why:
    """The parameters under which the data are likeliest, from the first of ``starts`` that leads
    there.

    ``size`` is how many data there are: the likelihood is weighed by it, so that what counts as
    flat does not depend on how many customers there are.
    """

    def downhill(logs: Numbers) -> tuple[float, Numbers]:
        parameters = np.exp(np.clip(logs, -_BOUND, _BOUND))
        value, gradient = likelihood(parameters)
        inside = np.abs(logs) < _BOUND
        return -value / size, np.where(inside, -gradient * parameters / size, 0.0)

    why = Why.NOT_CONVERGED
    for start in starts:
        # Not L-BFGS-B: it waits for BLAS's threads for longer than the likelihood takes.
        found = optimize.minimize(
            downhill, np.log(np.asarray(start, dtype=np.float64)), jac=True, method="BFGS",
            options={"gtol": 1e-6, "maxiter": 500},
        )  # fmt: skip
        parameters = np.exp(np.clip(found.x, -_BOUND, _BOUND))
        value, gradient = likelihood(parameters)
        slope, is_at_edge = np.abs(gradient * parameters) / size, np.abs(found.x) >= _BOUND
        if np.all(slope <= np.where(is_at_edge, _NEARLY_FLAT, _FLAT)):
            return Optimum(tuple(parameters.tolist()), value)
        if is_at_edge.any():
            why = Why.AT_THE_EDGE
    return why


def dot(weights: Numbers, values: Numbers) -> float:
    """The sum of products. Not BLAS, whose threads wait for each other for longer than the sum of
    some thousand numbers takes."""
    return float(np.einsum("i,i", weights, values))


def log_sum(one: Numbers, other: Numbers) -> Numbers:
    """The logarithm of the sum of two numbers, of their logarithms: numpy's own takes ten times as
    long."""
    found: Numbers = np.maximum(one, other) + np.log1p(np.exp(-np.abs(one - other)))
    return found
