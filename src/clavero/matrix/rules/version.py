"""One version of the matrix: the factors, mode and cuts by which accounts are read together.

Source: methods §2. A version never changes; what is decided anew is a new version, and a position
of the past is never computed again with today's (methods §0).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import isfinite

from clavero.core.faults import Fault, Faulty
from clavero.matrix.rules.evidence import SIGMA
from clavero.matrix.rules.factors import POSITION, POTENTIAL, Axis, FactorSet
from clavero.matrix.rules.position import (
    CUTS,
    Mode,
    NoPosition,
    Position,
    Relationship,
    score_position,
    stage_position,
)
from clavero.matrix.rules.quadrants import (
    CUT,
    STABILITY,
    Placement,
    Stability,
    Strategy,
    chance_high,
    chances,
    quadrant,
    review,
)
from clavero.matrix.rules.scoring import AxisScore, Values, score_axis


class VersionFault(StrEnum):
    """Why a version cannot be used."""

    WRONG_AXIS = "wrong_axis"
    CUT_OUTSIDE = "cut_outside"
    ERROR_NEGATIVE = "error_negative"


# Where a cut leaves both sides possible, by mode; the ends are outside.
_CUT_RANGES = {
    Mode.ABSOLUTE: (0.0, 10.0),
    Mode.DIFFERENCE: (-10.0, 10.0),
    Mode.RATIO: (0.0, 10.0),
    Mode.STAGE: (0.0, 10.0),
}


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is known of one account: the values of the factors of potential, our scores and each
    competitor's by the criteria of position, and the stage of the relationship."""

    potential: Values = field(default_factory=dict)
    us: Values = field(default_factory=dict)
    competitors: Mapping[str, Values] = field(default_factory=dict)
    relationship: Relationship | None = None

    def changed(
        self,
        *,
        potential: Values | None = None,
        us: Values | None = None,
        competitors: Mapping[str, Values] | None = None,
        relationship: Relationship | None = None,
    ) -> Inputs:
        """These inputs with some values replaced: for a forecast or a what-if.

        What is not named stays as it is; ``None`` as a value takes the factor away.
        """
        rivals = {**self.competitors}
        for name, values in (competitors or {}).items():
            rivals[name] = {**rivals.get(name, {}), **values}
        return Inputs(
            potential={**self.potential, **(potential or {})},
            us={**self.us, **(us or {})},
            competitors=rivals,
            relationship=relationship or self.relationship,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """An account read by one version: both axes, their distances from the cuts in points, the
    quadrant by the cuts alone and the probability of each; ``None`` where an axis has no value."""

    potential: AxisScore
    position: Position
    potential_distance: float | None
    quadrant: Strategy | None
    chances: Mapping[Strategy, float] | None

    @property
    def coverage(self) -> float:
        """Weight points known of the axis that is known less; of a stage all or nothing is."""
        ours = self.position.ours
        if ours is None:
            return 0.0 if self.position.value is None else self.potential.coverage
        return min(self.potential.coverage, ours.coverage)

    @property
    def nowhere(self) -> NoPosition | None:
        """Why it has no place, ``None`` where it has one."""
        if self.point is not None:
            return None
        if self.potential.value is None:
            return NoPosition.UNCLASSIFIABLE
        return self.position.reason or NoPosition.UNCLASSIFIABLE

    @property
    def point(self) -> tuple[float, float] | None:
        """(position, potential), to be drawn; ``None`` while unclassifiable."""
        if self.position.value is None or self.potential.value is None:
            return None
        return self.position.value, self.potential.value

    def review(
        self, before: Placement | None = None, stability: Stability = STABILITY
    ) -> Placement | None:
        """The official placement after this review; an account that cannot be classified keeps
        the one before, and its reviews across neither grow nor end."""
        if self.potential_distance is None or self.position.distance is None:
            return before
        return review(self.potential_distance, self.position.distance, before, stability)


@dataclass(frozen=True, slots=True)
class Version:
    """How accounts are read. ``position_cut`` is on the axis of ``mode``, its default if left out;
    ``sigma`` is the error of one axis's score, in points.

    Raises :class:`Faulty` with all that is wrong.
    """

    potential: FactorSet = POTENTIAL
    position: FactorSet = POSITION
    mode: Mode = Mode.ABSOLUTE
    potential_cut: float = CUT
    position_cut: float | None = None
    stability: Stability = STABILITY
    sigma: float = SIGMA

    def __post_init__(self) -> None:
        if faults := self._faults():
            raise Faulty(faults)

    def _faults(self) -> list[Fault]:
        faults = [
            Fault(VersionFault.WRONG_AXIS, on=axis)
            for axis, factors in ((Axis.POTENTIAL, self.potential), (Axis.POSITION, self.position))
            if factors.axis is not axis
        ]
        for axis, cut, (low, high) in (
            (Axis.POTENTIAL, self.potential_cut, _CUT_RANGES[Mode.ABSOLUTE]),
            (Axis.POSITION, self.cut, _CUT_RANGES[self.mode]),
        ):
            if not (isfinite(cut) and low < cut < high):
                limit = high if cut >= high else low
                faults.append(Fault(VersionFault.CUT_OUTSIDE, axis, cut, limit))
        if not self.sigma >= 0:
            faults.append(Fault(VersionFault.ERROR_NEGATIVE, given=self.sigma, limit=0.0))
        return faults

    @property
    def cut(self) -> float:
        """The cut of position."""
        return CUTS[self.mode] if self.position_cut is None else self.position_cut

    def with_factors(self, factors: FactorSet) -> Version:
        """This version with the factors of one axis replaced: criteria of another sector, or
        weights moved in a what-if."""
        if factors.axis is Axis.POTENTIAL:
            return replace(self, potential=factors)
        return replace(self, position=factors)

    def read(self, inputs: Inputs) -> Reading:
        """Where an account is. The same inputs always give the same reading."""
        potential = score_axis(self.potential, inputs.potential)
        position = self._position(inputs)
        up = None if potential.value is None else potential.value - self.potential_cut
        if up is None or position.distance is None:
            return Reading(potential, position, up, None, None)
        return Reading(
            potential,
            position,
            up,
            quadrant(up, position.distance),
            chances(
                chance_high(up, self.sigma),
                chance_high(position.distance, position.sigma(self.sigma)),
            ),
        )

    def _position(self, inputs: Inputs) -> Position:
        if self.mode is Mode.STAGE:
            return stage_position(inputs.relationship, cut=self.cut)
        return score_position(
            self.position, inputs.us, inputs.competitors, mode=self.mode, cut=self.cut
        )
