"""What would move an account to the next quadrant: for each factor, the smallest change.

It answers "why is it here" from the other end. A move crosses one cut; the other axis stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clavero.matrix.rules.evidence import ROUNDING
from clavero.matrix.rules.factors import Axis, FactorSet
from clavero.matrix.rules.quadrants import Strategy, is_high, strategy_of
from clavero.matrix.rules.scales import HIGHEST, LOWEST
from clavero.matrix.rules.scoring import AxisScore, Contribution
from clavero.matrix.rules.version import Reading, Version


@dataclass(frozen=True, slots=True)
class Move:
    """One factor alone, moved until the account is in quadrant ``to``.

    ``score`` is the factor's score at the cut: at least that to go up, less than that to go down.
    ``value`` is the value of its measure that takes it. ``now`` is ``None`` for a factor that
    has no score yet.
    """

    axis: Axis
    factor: str
    now: float | None
    score: float
    value: float
    to: Strategy

    @property
    def change(self) -> float | None:
        """Points of score, below zero to go down."""
        return None if self.now is None else self.score - self.now


def moves(version: Version, reading: Reading) -> list[Move]:
    """Every single factor that could carry the account across a cut, the smallest change first.

    Empty for an account without a quadrant. Factors without a score come last. Competitors stay
    where they are; a stage has no factors to move.
    """
    up, right = reading.potential_distance, reading.position.distance
    if up is None or right is None:
        return []
    is_up, is_right = is_high(up), is_high(right)
    found = list(
        _across(
            version.potential,
            reading.potential,
            up,
            strategy_of(potential_high=not is_up, position_high=is_right),
        )
    )
    if reading.position.ours is not None:
        to = strategy_of(potential_high=is_up, position_high=not is_right)
        found += _across(version.position, reading.position.ours, right, to)
    return sorted(found, key=_size)


def _size(move: Move) -> tuple[bool, float]:
    # Equal changes stay in the order of the factors, whatever a float makes of them.
    return move.change is None, round(abs(move.change or 0.0), 9)


def _across(factors: FactorSet, axis: AxisScore, distance: float, to: Strategy) -> Iterator[Move]:
    if axis.value is None:
        return
    goal = axis.value - distance  # the score of the axis at its cut
    down = is_high(distance)
    for factor, part in zip(factors, axis.contributions, strict=True):
        score = _needed(axis, part, goal)
        # At the cut itself an account is high: to go down, the factor must have room below.
        if score > HIGHEST + ROUNDING or score < LOWEST + (ROUNDING if down else -ROUNDING):
            continue
        yield Move(factors.axis, factor.key, part.score, score, factor.value_at(score), to)


def _needed(axis: AxisScore, part: Contribution, goal: float) -> float:
    """The score of one factor that brings the axis to ``goal``."""
    value = axis.value or 0.0
    if part.score is not None:
        return part.score + (goal - value) * 100 / part.effective
    # A factor that joins takes its weight back from the others.
    return (goal * (axis.coverage + part.weight) - value * axis.coverage) / part.weight
