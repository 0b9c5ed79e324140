"""What is scored on each axis, how much it weighs and on which scale.

Rates are fractions, volume is in thousands of the reporting currency. The defaults are those of
methods §2.2, where the five factors of potential are a requirement and every number is a
recommendation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import fsum, isfinite
from typing import Any

from clavero.core.faults import Fault, Faulty
from clavero.portfolio.rules.matrix.scales import (
    Anchor,
    Direct,
    Linear,
    Log,
    Plain,
    Scale,
    parse_scale,
)

FULL = 100.0
TOLERANCE = 1e-6  # by which the sum of the weights may miss 100
HEAVIEST = 50.0  # a single factor that weighs more decides alone
FEWEST, MOST = 3, 7


class Axis(StrEnum):
    """The two axes of the matrix."""

    POTENTIAL = "potential"
    POSITION = "position"


class Direction(StrEnum):
    """What a share in the customer says: room left to grow, or value proved already."""

    HEADROOM = "headroom"
    CAPTURED = "captured"


class FactorFault(StrEnum):
    """Why a set of factors cannot be used."""

    TOO_FEW = "too_few_factors"
    TOO_MANY = "too_many_factors"
    TWICE = "factor_twice"
    NAMELESS = "factor_without_key"
    WEIGHT_NOT_POSITIVE = "weight_not_positive"
    WEIGHT_TOO_LARGE = "weight_too_large"
    WEIGHTS_NOT_FULL = "weights_not_full"
    UNKNOWN_DIRECTION = "unknown_direction"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Factor:
    """One line of the score sheet.

    ``weight`` is in points of 100. ``direction`` only has a factor whose value is a share in the
    customer, a fraction: with headroom its score is that of 1 − share.
    """

    key: str
    weight: float
    scale: Scale
    direction: Direction | None = None

    def score(self, value: float) -> float:
        """The score, 0 to 10, of a value of the factor's measure."""
        return self.scale.score(self._on_scale(value))

    def value_at(self, score: float) -> float:
        """The value of the factor's measure that takes ``score``."""
        return self._on_scale(self.scale.value_at(score))

    def _on_scale(self, value: float) -> float:
        return 1 - value if self.direction is Direction.HEADROOM else value

    def to_plain(self) -> Plain:
        """As a plain dictionary, for storage."""
        plain: Plain = {"key": self.key, "weight": self.weight, "scale": self.scale.to_plain()}
        return plain if self.direction is None else {**plain, "direction": str(self.direction)}


@dataclass(frozen=True, slots=True)
class FactorSet:
    """The factors of one axis, fit to be used: it raises :class:`Faulty` otherwise."""

    axis: Axis
    factors: tuple[Factor, ...]

    def __post_init__(self) -> None:
        if faults := factor_faults(self.factors):
            raise Faulty(faults)

    def __iter__(self) -> Iterator[Factor]:
        return iter(self.factors)

    @property
    def weights(self) -> dict[str, float]:
        """Each factor's points."""
        return {factor.key: factor.weight for factor in self.factors}

    def reweighted(self, weights: Mapping[str, float]) -> FactorSet:
        """The same factors with other weights, for a what-if; it is checked like any set."""
        changed = (replace(each, weight=weights[each.key]) for each in self.factors)
        return FactorSet(self.axis, tuple(changed))

    def to_plain(self) -> Plain:
        """As a plain dictionary, which :func:`parse_factors` reads back."""
        return {"axis": str(self.axis), "factors": [each.to_plain() for each in self.factors]}


def factor_faults(factors: Sequence[Factor]) -> list[Fault]:
    """All that is wrong with the factors of an axis; empty when they may be used.

    >>> heavy = [Factor("a", 60, Direct()), Factor("b", 20, Direct()), Factor("c", 10, Direct())]
    >>> [(fault.code.value, fault.on, fault.given) for fault in factor_faults(heavy)]
    [('weight_too_large', 'a', 60), ('weights_not_full', '', 90.0)]
    """
    faults = []
    if len(factors) < FEWEST:
        faults.append(Fault(FactorFault.TOO_FEW, given=len(factors), limit=FEWEST))
    if len(factors) > MOST:
        faults.append(Fault(FactorFault.TOO_MANY, given=len(factors), limit=MOST))
    seen: set[str] = set()
    for factor in factors:
        if not factor.key:
            faults.append(Fault(FactorFault.NAMELESS))
        elif factor.key in seen:
            faults.append(Fault(FactorFault.TWICE, factor.key))
        seen.add(factor.key)
        if not (isfinite(factor.weight) and factor.weight > 0):
            faults.append(Fault(FactorFault.WEIGHT_NOT_POSITIVE, factor.key, factor.weight))
        elif factor.weight > HEAVIEST:
            fault = Fault(FactorFault.WEIGHT_TOO_LARGE, factor.key, factor.weight, HEAVIEST)
            faults.append(fault)
    # Infinities of both signs have no sum; they have their fault already.
    if all(isfinite(factor.weight) for factor in factors):
        total = fsum(factor.weight for factor in factors)
        if abs(total - FULL) > TOLERANCE:
            faults.append(Fault(FactorFault.WEIGHTS_NOT_FULL, given=total, limit=FULL))
    return faults


def parse_factors(plain: Mapping[str, Any]) -> FactorSet:
    """The set that :meth:`FactorSet.to_plain` wrote. Raises :class:`Faulty` with all faults."""
    rows = plain.get("factors")
    if not isinstance(rows, list) or plain.get("axis") not in list(Axis):
        raise Faulty([Fault(FactorFault.UNREADABLE)])
    faults: list[Fault] = []
    factors: list[Factor] = []
    for row in rows:
        try:
            factors.append(parse_factor(row))
        except Faulty as found:
            faults += found.faults
    if faults:
        raise Faulty(faults)
    return FactorSet(Axis(plain["axis"]), tuple(factors))


def parse_factor(plain: Mapping[str, Any]) -> Factor:
    """One factor; its faults, those of its scale too, are told on its key."""
    if not isinstance(plain, Mapping) or not isinstance(plain.get("scale"), Mapping):
        raise Faulty([Fault(FactorFault.UNREADABLE)])
    key, weight, direction = str(plain.get("key", "")), plain.get("weight"), plain.get("direction")
    if isinstance(weight, bool) or not isinstance(weight, int | float):
        raise Faulty([Fault(FactorFault.WEIGHT_NOT_POSITIVE, key)])
    if direction is not None and direction not in list(Direction):
        raise Faulty([Fault(FactorFault.UNKNOWN_DIRECTION, key)])
    try:
        scale = parse_scale(plain["scale"])
    except Faulty as found:
        raise Faulty(replace(fault, on=key) for fault in found.faults) from None
    return Factor(key, float(weight), scale, direction and Direction(direction))


def moved_weight(weights: Mapping[str, float], key: str, points: float) -> dict[str, float]:
    """``weights`` with that of ``key`` moved by ``points``, the others re-scaled to fill 100.

    A weight stops at 0 and at 100. It answers a question and is no set to adopt, so the limit of
    a single weight is not asked.

    >>> moved_weight({"a": 50.0, "b": 30.0, "c": 20.0}, "a", 10)
    {'a': 60.0, 'b': 24.0, 'c': 16.0}
    """
    others = fsum(weight for each, weight in weights.items() if each != key)
    total = others + weights[key]
    new = min(max(weights[key] + points, 0.0), total)
    if others <= 0:
        return dict(weights)
    left = total - new
    return {
        each: new if each == key else weight * left / others for each, weight in weights.items()
    }


FIT = (
    Anchor(0, "conflicting"),
    Anchor(3, "neutral"),
    Anchor(5, "compatible"),
    Anchor(8, "shared_priorities"),
    Anchor(10, "joint_goals_signed"),
)

POTENTIAL = FactorSet(
    Axis.POTENTIAL,
    (
        Factor("volume", 20, Log(250, 5000)),
        Factor("growth", 25, Linear(-0.05, 0.15)),
        # Captured share shows on the other axis already; this one measures what is left to win.
        Factor("share", 15, Linear(0, 1), Direction.HEADROOM),
        Factor("profitability", 25, Linear(0, 0.20)),
        Factor("fit", 15, Direct(FIT)),
    ),
)
"""The five factors of potential with the default scales and weights."""

POSITION = FactorSet(
    Axis.POSITION,
    tuple(
        Factor(key, weight, Direct())
        for key, weight in (
            ("quality", 25),
            ("service", 25),
            ("price", 15),
            ("innovation", 15),
            ("relationship", 20),
        )
    ),
)
"""The default criteria of position; each sector has its own."""
