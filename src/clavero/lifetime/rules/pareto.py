"""Customers that buy at a rate of their own and may leave at any time: Pareto/NBD; and NBD, whose
customers never leave.

Rates are drawn from a gamma distribution (``r``, ``alpha``), the pace of leaving from another
(``s``, ``beta``). Source: methods §4.2 (Schmittlein, Morrison & Colombo 1987; Fader & Hardie 2005,
note 9).

The published likelihood has a difference of two hypergeometric functions, which loses its digits
and overflows from some hundred purchases on. It stands for

    ∫ (α+t)^−(r+x) (β+t)^−(s+1) dt   from t_x to T,

whose integrand, in the logarithm of time, is smooth and log-concave: it is integrated as it is,
in logarithms, by Gauss and Legendre's rule, and its derivatives with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy.special import exprel, gammaln, hyperu, logsumexp, psi

from clavero.lifetime.rules.fitting import Numbers, Optimum, Why, dot, highest, log_sum
from clavero.lifetime.rules.histories import Histories, Patterns

_NODES, _WEIGHTS = (np.asarray(each) for each in np.polynomial.legendre.leggauss(32))
_NODES, _LOG_WEIGHTS = (_NODES + 1) / 2, np.log(_WEIGHTS / 2)
_NOTHING = 36.0  # what is e^36 times smaller adds no digit


@dataclass(frozen=True, slots=True)
class Pareto:
    """Pareto/NBD."""

    r: float
    alpha: float
    s: float
    beta: float

    def log_likelihood(self, base: Histories) -> float:
        """Of all histories together."""
        parameters = np.array([self.r, self.alpha, self.s, self.beta])
        return _likelihood(parameters, base.patterns)[0]

    def alive(self, x: Any, t_x: Any, T: Any) -> Numbers:  # noqa: N803
        """The probability that each customer has not left yet."""
        known = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in (x, t_x, T)))
        x, t_x, T = (each.reshape(-1) for each in known)  # noqa: N806
        there = _there(self.r, self.alpha, self.s, self.beta, x, T)
        gone = np.log(self.s) + _Gone(self.r, self.alpha, self.s, self.beta, x, t_x, T).log
        alive: Numbers = np.exp(there - log_sum(there, gone)).reshape(known[0].shape)
        return alive

    def expected(self, t: Any) -> Numbers:
        """Purchases within ``t`` of the first one, of a customer of whom nothing else is known."""
        return self.r / self.alpha * _lifetime(self.s, self.beta, np.asarray(t, dtype=np.float64))

    def expected_of(self, t: Any, x: Any, t_x: Any, T: Any) -> Numbers:  # noqa: N803
        """Purchases of each customer within ``t`` from now on."""
        return self.alive(x, t_x, T) * self.expected_if_alive(t, x, T)

    def expected_if_alive(self, t: Any, x: Any, T: Any) -> Numbers:  # noqa: N803
        """The same of customers that are known to be there still."""
        return self._pace(x, T) * _lifetime(self.s, self.beta + T, t)

    def discounted(self, rate: float, x: Any, t_x: Any, T: Any) -> Numbers:  # noqa: N803
        """All purchases still to come, discounted continuously at ``rate`` a unit of time (DET)."""
        span = self.beta + np.asarray(T, dtype=np.float64)
        # U(s, s, z) by Kummer's transformation: the powers of delta and beta cancel.
        life = span * hyperu(1, 2 - self.s, rate * span)
        found: Numbers = self.alive(x, t_x, T) * self._pace(x, T) * life
        return found

    def _pace(self, x: Any, T: Any) -> Numbers:  # noqa: N803
        pace: Numbers = (self.r + np.asarray(x, dtype=np.float64)) / (self.alpha + T)
        return pace


class Nbd(NamedTuple):
    """NBD: nobody leaves."""

    r: float
    alpha: float

    def expected_of(self, t: Any, x: Any, T: Any) -> Numbers:  # noqa: N803
        """Purchases of each customer within ``t`` from now on."""
        found: Numbers = t * (self.r + x) / (self.alpha + T)
        return found


def fit(base: Histories) -> Optimum | Why:
    """The parameters of Pareto/NBD for a base, whatever its size."""
    patterns = base.patterns
    span = float(patterns.T.max(initial=1.0)) or 1.0
    return highest(
        lambda parameters: _likelihood(parameters, patterns),
        [(0.5, span / 4, 0.6, span / 3), (1.0, span, 1.0, span), (3.0, span / 4, 2.0, span * 4)],
        patterns.customers,
    )


def fit_nbd(base: Histories) -> Optimum | Why:
    """The parameters of NBD for a base, whatever its size."""
    of = base.patterns

    def likelihood(parameters: Numbers) -> tuple[float, Numbers]:
        r, alpha = parameters.tolist()
        bought = of.different
        log_end = np.log(alpha + of.T)
        by_x = gammaln(r + bought) - gammaln(r) + r * np.log(alpha)
        value = dot(of.times, by_x) - dot(of.count, (r + of.x) * log_end)
        by_r = psi(r + bought) - psi(r) + np.log(alpha)
        gradient = np.array([
            dot(of.times, by_r) - dot(of.count, log_end),
            of.customers * r / alpha - dot(of.count, (r + of.x) / (alpha + of.T)),
        ])  # fmt: skip
        return value, gradient

    span = float(of.T.max(initial=1.0)) or 1.0
    return highest(likelihood, [(0.5, span / 3), (2.0, span)], of.customers)


def _likelihood(parameters: Numbers, of: Patterns) -> tuple[float, Numbers]:
    r, alpha, s, beta = parameters.tolist()
    x, count = of.x, of.count
    bought, times = of.different, of.times
    by_x = gammaln(r + bought) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    there = _there(r, alpha, s, beta, x, of.T)
    gone = _Gone(r, alpha, s, beta, x, of.t_x, of.T)
    log_gone = np.log(s) + gone.log
    either = log_sum(there, log_gone)
    alive = count * np.exp(there - either)
    left = count * np.exp(log_gone - either)
    value = dot(times, by_x) + dot(count, either)
    log_buying, log_leaving, by_buying, by_leaving = gone.means()
    everybody = of.customers
    gradient = np.array([
        dot(times, psi(r + bought) - psi(r) + np.log(alpha))
        - dot(alive, np.log(alpha + of.T)) - dot(left, log_buying),
        everybody * r / alpha - dot(r + x, alive / (alpha + of.T) + left * by_buying),
        everybody * np.log(beta) - dot(alive, np.log(beta + of.T)) + dot(left, 1 / s - log_leaving),
        everybody * s / beta - s * dot(alive, 1 / (beta + of.T)) - (s + 1) * dot(left, by_leaving),
    ])  # fmt: skip
    return value, gradient


def _there(r: float, alpha: float, s: float, beta: float, x: Numbers, T: Numbers) -> Numbers:  # noqa: N803
    found: Numbers = -(r + x) * np.log(alpha + T) - s * np.log(beta + T)
    return found


class _Gone:
    """The integral over the time at which a customer may have left: its logarithm, and the means
    under its integrand of what the gradient needs."""

    def __init__(
        self,
        r: float,
        alpha: float,
        s: float,
        beta: float,
        x: Numbers,
        t_x: Numbers,
        T: Numbers,  # noqa: N803
    ) -> None:
        near = min(alpha, beta)
        buys, leaves = (r + x)[:, None], s + 1
        begins = (near + t_x)[:, None]
        length = self._length(alpha - near, beta - near, buys, leaves, begins, T[:, None] + near)
        grown = begins * np.exp(length * _NODES)
        self._buying, self._leaving = grown + (alpha - near), grown + (beta - near)
        self._log_buying, self._log_leaving = np.log(self._buying), np.log(self._leaving)
        with np.errstate(divide="ignore"):
            width = np.log(length)  # nothing was to be integrated where nothing has passed
        parts = np.log(grown) + _LOG_WEIGHTS - buys * self._log_buying - leaves * self._log_leaving
        inside = logsumexp(parts, axis=1)
        self._parts = np.exp(parts - inside[:, None])
        self.log: Numbers = inside + width[:, 0]

    def means(self) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Of the logarithms of ``α + t`` and ``β + t``, and of one over them."""
        return tuple(
            (self._parts * each).sum(axis=1)
            for each in (self._log_buying, self._log_leaving, 1 / self._buying, 1 / self._leaving)
        )

    @staticmethod
    def _length(
        buys_later: float, leaves_later: float, buys: Numbers, leaves: float, begins: Numbers,
        end: Numbers,
    ) -> Numbers:  # fmt: skip
        """How far to integrate in the logarithm of time: to the end, or to where nothing is left.

        The integrand's logarithm is concave: Newton's steps come down on the place from above.
        """
        whole = np.log(end / begins)
        at_first = begins / (begins + buys_later), begins / (begins + leaves_later)
        slope = buys * at_first[0] + leaves * at_first[1] - 1
        length = np.where(slope > 0, np.minimum(whole, _NOTHING / np.maximum(slope, 1e-9)), whole)
        for _step in range(3):
            grown = begins * np.exp(length)
            fallen = (
                buys * np.log((grown + buys_later) / (begins + buys_later))
                + leaves * np.log((grown + leaves_later) / (begins + leaves_later))
                - length
            )
            slope = (
                buys * grown / (grown + buys_later) + leaves * grown / (grown + leaves_later) - 1
            )
            too_far = (fallen > _NOTHING) & (slope > 0)
            step = np.where(too_far, (fallen - _NOTHING) / np.maximum(slope, 1e-9), 0)
            length = length - step
        return length


def _lifetime(s: float, span: Any, t: Any) -> Numbers:
    """The mean time within ``t`` that a customer stays that has been there."""
    grown = np.log((span + t) / span)
    found: Numbers = span * grown * exprel(-(s - 1) * grown)
    return found
