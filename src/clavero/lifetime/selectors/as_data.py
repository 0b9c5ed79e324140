"""Fits and scores for programs: stable names, numbers as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from clavero.lifetime.rules.histories import Histories, Purchases
from clavero.lifetime.rules.holdout import Holdout
from clavero.lifetime.rules.models import Fit, SpendingFit, in_a_year
from clavero.lifetime.selectors.looking_back import HeldOut


def fit_as_data(fitted: Fit | SpendingFit) -> dict[str, Any]:
    """Parameters, likelihood and what it was fitted to."""
    return {
        "parameters": {name: float(f"{value:.8g}") for name, value in fitted.parameters.items()},
        "log_likelihood": round(fitted.log_likelihood, 4),
        "customers": fitted.customers,
        "customers_with_a_repeat": fitted.repeaters,
        "repeat_purchases": fitted.repeats,
        **({"nobody_leaves": True} if isinstance(fitted, Fit) and fitted.nobody_leaves else {}),
    }


def held_out_as_data(held: HeldOut) -> dict[str, Any]:
    """What was forecast for the months held out, and what happened; without a test, why."""
    told: dict[str, Any] = {"from": held.held.start.isoformat(), "to": held.held.last.isoformat()}
    if isinstance(held.result, Holdout):
        return {
            **told,
            "customers": held.result.fitted.customers,
            "expected": round(held.result.expected, 4),
            "actual": held.result.actual,
        }
    reason = "too_short" if held.result is None else held.result.why.value
    return {**told, "reason": reason}


def scores_as_data(fitted: Fit, bought: Purchases, of: Histories) -> Iterator[dict[str, Any]]:
    """Each customer, in the order of their codes."""
    alive = fitted.model.alive(of.x, of.t_x, of.T)
    expected = in_a_year(fitted.model, of)
    for at, place in enumerate(of.place.tolist()):
        yield {
            **_history(bought, of, at, place),
            "p_alive": round(float(alive[at]), 6),
            "expected_52": round(float(expected[at]), 6),
        }


def spending_as_data(
    fitted: SpendingFit, bought: Purchases, of: Histories
) -> Iterator[dict[str, Any]]:
    """Each customer with its mean repeat amount and what a purchase of it should bring."""
    said = fitted.model.expected_of(of.x, of.mean)
    for at, place in enumerate(of.place.tolist()):
        yield {
            **_history(bought, of, at, place),
            "mean_amount": round(float(of.mean[at]), 6) if of.x[at] else None,
            "expected_amount": round(float(said[at]), 6),
        }


def last_day(bought: Purchases) -> date:
    """The day of the last purchase."""
    return date.fromordinal(int(bought.day.max()))


def _history(bought: Purchases, of: Histories, at: int, place: int) -> dict[str, Any]:
    return {
        "customer": bought.names[place],
        "x": int(of.x[at]),
        "t_x": round(float(of.t_x[at]), 6),
        "T": round(float(of.T[at]), 6),
    }
