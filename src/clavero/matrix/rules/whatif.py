"""What if a weight were another one, or an account stood elsewhere? It answers and changes nothing.

Weights fill 100 again whatever is asked: those that nobody moved are re-scaled. Source: methods
§1.5 (sensitivity) and §2.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import fsum, isfinite
from typing import Any

from clavero.matrix.rules.factors import FULL, Axis, FactorSet
from clavero.matrix.rules.position import STAGES, Mode
from clavero.matrix.rules.quadrants import Strategy, quadrant
from clavero.matrix.rules.scales import Plain
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.version import Reading, Version

_SAME = 0.005  # points; weights are written with two decimals
_PLACES = 2
Place = tuple[float, float]
"""Position and potential, on the axes of the mode."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Other weights by axis, empty where they stay, and accounts put elsewhere, by code. The
    weights are those of the sectors without factors or criteria of their own."""

    potential: Mapping[str, float] = field(default_factory=dict)
    position: Mapping[str, float] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def is_nothing(self) -> bool:
        """Whether all is as it is."""
        return not (self.potential or self.position or self.places)

    def settings(self, settings: Settings) -> Settings:
        """``settings`` with these weights. Raises :class:`Faulty` where no set may have them."""
        base = settings.base
        for factors, weights in ((base.potential, self.potential), (base.position, self.position)):
            if weights:
                base = base.with_factors(factors.reweighted(weights))
        return replace(settings, base=base)

    def to_plain(self) -> Plain:
        """As a plain dictionary, which :func:`parse_what_if` reads back."""
        return {
            "potential": dict(self.potential),
            "position": dict(self.position),
            "places": {code: list(place) for code, place in sorted(self.places.items())},
        }


def parse_what_if(plain: Mapping[str, Any]) -> WhatIf:
    """What :meth:`WhatIf.to_plain` wrote.

    >>> there = WhatIf({"fit": 20.0}, {}, {"C1": (5.0, 7.5)})
    >>> parse_what_if(there.to_plain()) == there
    True
    """
    places = {str(code): (float(x), float(y)) for code, (x, y) in plain["places"].items()}
    return WhatIf(dict(plain["potential"]), dict(plain["position"]), places)


def refilled(before: Mapping[str, float], asked: Mapping[str, float]) -> dict[str, float]:
    """The weights ``asked`` for, with those that nobody moved re-scaled so that all fill 100.

    Where that is impossible, because all were moved or the moved ones are too heavy, all of them
    are scaled together. Weights have two decimals and fill 100 exactly.

    >>> refilled({"a": 50.0, "b": 30.0, "c": 20.0}, {"a": 60.0, "b": 30.0, "c": 20.0})
    {'a': 60.0, 'b': 24.0, 'c': 16.0}
    """
    wanted = {key: max(asked.get(key, weight), 0.0) for key, weight in before.items()}
    if abs(fsum(wanted.values()) - FULL) < _SAME:
        return _rounded(wanted, list(wanted))
    rest = [key for key in wanted if abs(wanted[key] - before[key]) < _SAME]
    left = FULL - fsum(weight for key, weight in wanted.items() if key not in rest)
    held = fsum(wanted[key] for key in rest)
    if held > 0 and left >= 0:
        return _rounded(
            {
                key: weight * left / held if key in rest else weight
                for key, weight in wanted.items()
            },
            rest,
        )
    total = fsum(wanted.values())
    if total <= 0 or not isfinite(total):
        return dict(before)
    return _rounded({key: FULL * weight / total for key, weight in wanted.items()}, list(wanted))


def _rounded(weights: Mapping[str, float], free: list[str]) -> dict[str, float]:
    """With two decimals; what rounding leaves goes to the heaviest of ``free``."""
    rounded = {key: round(weight, _PLACES) for key, weight in weights.items()}
    heaviest = max(free, key=lambda key: rounded[key])
    others = fsum(weight for key, weight in rounded.items() if key != heaviest)
    return {**rounded, heaviest: round(FULL - others, _PLACES)}


def within(mode: Mode, place: Place) -> Place:
    """The nearest place that the axes have; a stage stands in the middle of its box."""
    position, potential = place
    match mode:
        case Mode.DIFFERENCE:
            position = min(max(position, -10.0), 10.0)
        case Mode.RATIO:
            position = min(max(position, 0.01), 100.0)
        case Mode.STAGE:
            box = min(max(int(position // 2), 0), len(STAGES) - 1)
            position = 2.0 * box + 1
        case _:
            position = min(max(position, 0.0), 10.0)
    return round(position, _PLACES), round(min(max(potential, 0.0), 10.0), _PLACES)


@dataclass(frozen=True, slots=True)
class Outcome:
    """An account in a what-if: its place and quadrant by the cuts alone, ``None`` while it cannot
    be classified; ``reading`` is ``None`` for one that was put there by hand."""

    place: Place | None
    quadrant: Strategy | None
    reading: Reading | None = None


def outcome(version: Version, reading: Reading, by_hand: Place | None) -> Outcome:
    """Where an account read by ``version`` is, or would be if somebody put it elsewhere."""
    if by_hand is None:
        return Outcome(reading.point, reading.quadrant, reading)
    position, potential = by_hand
    return Outcome(by_hand, quadrant(potential - version.potential_cut, position - version.cut))


def weights_of(settings: Settings, axis: Axis) -> dict[str, float]:
    """The weights that a what-if moves, as they are."""
    factors: FactorSet = settings.base.potential
    if axis is Axis.POSITION:
        factors = settings.base.position
    return factors.weights
