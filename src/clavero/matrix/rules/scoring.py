"""From values to the score of an axis, with the sum that explains it.

Source: methods §2.1 and §2.2. Missing is not zero: a factor without a value leaves, the others
carry its weight, and below 70 of 100 points the axis has no score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from clavero.matrix.rules.evidence import ROUNDING
from clavero.matrix.rules.factors import FactorSet

ENOUGH = 70.0  # points of weight that must be known

Values = Mapping[str, float | None]
"""Factor → value of its measure; one that is missing is ``None`` or not there."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One line of the sum. ``weight`` is as set, ``effective`` as re-normalised over the factors
    present (0 when missing), ``points`` what it brings to the score of the axis."""

    factor: str
    value: float | None
    score: float | None
    weight: float
    effective: float
    points: float

    @property
    def is_missing(self) -> bool:
        """Whether the factor has no value."""
        return self.score is None


@dataclass(frozen=True, slots=True)
class AxisScore:
    """``value`` is 0 to 10, the sum of the contributions' points; ``None`` while the axis is
    unclassifiable. ``coverage`` is how many of the 100 weight points are known."""

    value: float | None
    coverage: float
    contributions: tuple[Contribution, ...]

    @property
    def is_unclassifiable(self) -> bool:
        """Whether too little is known."""
        return self.value is None

    @property
    def missing(self) -> list[str]:
        """The factors without a value."""
        return [each.factor for each in self.contributions if each.is_missing]

    @property
    def scores(self) -> dict[str, float | None]:
        """Each factor's score."""
        return {each.factor: each.score for each in self.contributions}


def weighted(weights: Mapping[str, float], scores: Values) -> float | None:
    """``Σ w·s / Σ w`` over the factors that have a score, or ``None`` below 70 points of weight.

    >>> weighted({"a": 50, "b": 30, "c": 20}, {"a": 8, "b": 4, "c": None})
    6.5
    >>> weighted({"a": 50, "b": 30, "c": 20}, {"b": 4, "c": 9})
    """
    known = [
        (weight, score)
        for key, weight in weights.items()
        if (score := scores.get(key)) is not None and weight > 0
    ]
    present = fsum(weight for weight, _ in known)
    if present < ENOUGH - ROUNDING:
        return None
    # The quotient can miss the extremes by the last bit.
    mean = fsum(weight * score for weight, score in known) / present
    return min(max(mean, min(s for _, s in known)), max(s for _, s in known))


def score_axis(factors: FactorSet, values: Values) -> AxisScore:
    """Score an account on one axis. A value of a factor that is not in the set is not looked at.

    >>> from clavero.matrix.rules.factors import POSITION
    >>> beta = {"quality": 5, "service": 5, "price": 4, "innovation": 6, "relationship": 3}
    >>> score_axis(POSITION, beta).value
    4.6
    """
    scores = {
        factor.key: None if (value := values.get(factor.key)) is None else factor.score(value)
        for factor in factors
    }
    present = fsum(factor.weight for factor in factors if scores[factor.key] is not None)
    contributions = []
    for factor in factors:
        score = scores[factor.key]
        effective = 0.0 if score is None else 100 * factor.weight / present
        contributions.append(
            Contribution(
                factor=factor.key,
                value=values.get(factor.key),
                score=score,
                weight=factor.weight,
                effective=effective,
                points=0.0 if score is None else effective * score / 100,
            )
        )
    return AxisScore(weighted(factors.weights, scores), present, tuple(contributions))
