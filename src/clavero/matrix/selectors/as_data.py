"""The matrix for programs."""

from __future__ import annotations

from typing import Any

from clavero.matrix.rules.forecast import Arrow
from clavero.matrix.selectors.placing import MatrixRow


def matrix_as_data(row: MatrixRow) -> dict[str, Any]:
    """An account in the matrix. Scores have six decimals; ``probability`` is that of the official
    strategy's quadrant, a fraction, and ``coverage_of_weights`` points of 100. ``hindsight`` says
    of a past day that nothing of the account was known by then: what was entered later counts."""
    place = row.place
    return {
        "account": row.card.code,
        "name": row.card.name,
        "potential": _score(place.potential),
        "position": _score(place.position),
        "strategy": row.strategy and row.strategy.value,
        "probability": _score(place.probability),
        "borderline": row.is_borderline,
        "coverage_of_weights": _score(place.coverage),
        "forecast_inertial": _forecast(row.inertial),
        "forecast_planned": _forecast(row.planned),
        "hindsight": row.said.is_hindsight,
    }


def _forecast(arrow: Arrow | None) -> dict[str, Any] | None:
    if arrow is None:
        return None
    return {
        "potential": _score(arrow.then.potential.value),
        "position": _score(arrow.then.position.value),
        "strategy": arrow.strategy and arrow.strategy.value,
    }


def _score(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
