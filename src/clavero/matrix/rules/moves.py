"""What would move an account to the next quadrant: for each factor, the smallest change.

It answers "why is it here" from the other end. A move crosses one cut; the other axis stays. What
is told of it has few figures, rounded onward: written as it is told, it still crosses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from clavero.core.rounding import exact
from clavero.matrix.rules.evidence import ROUNDING
from clavero.matrix.rules.factors import Axis, Factor, FactorSet
from clavero.matrix.rules.position import STAGES, Mode, Relationship, Stage, stage_position
from clavero.matrix.rules.quadrants import Strategy, is_high, sides_of, strategy_of
from clavero.matrix.rules.scales import HIGHEST, LOWEST
from clavero.matrix.rules.scoring import AxisScore, Contribution
from clavero.matrix.rules.version import Reading, Version

_SCORE_PLACES = 2
_FIGURES = 4  # of a value, where that many are enough to tell
_STEPS = 3  # onward, where a scale jumps
_PASSED = Decimal("1e-7")  # below the cut by more than floats may add


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

    @property
    def is_up(self) -> bool:
        """Whether the axis has to rise."""
        return sides_of(self.to)[self.axis is Axis.POSITION]


@dataclass(frozen=True, slots=True)
class Told:
    """A move as it is told: a ``value`` with few figures that carries the account across, and the
    ``score`` that it takes."""

    value: Decimal
    score: float


@dataclass(frozen=True, slots=True)
class Together:
    """The fewest ``factors`` of one axis that carry an account across its cut to quadrant ``to``,
    all of them at ``score``, the end of their scales."""

    factors: tuple[str, ...]
    score: float
    to: Strategy


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


def told(move: Move, factor: Factor, places: int) -> Told | None:
    """The smallest change that crosses when it is typed with at most ``places`` decimals; ``None``
    where only a finer one does.

    >>> from clavero.matrix.rules.scales import Direct
    >>> move = Move(Axis.POSITION, "fit", 3.0, 9.125, 9.125, Strategy.INVEST)
    >>> told(move, Factor("fit", 20, Direct()), 2)
    Told(value=Decimal('9.13'), score=9.13)
    """
    # Going down, what is at the cut has not crossed it.
    needed = exact(move.score) if move.is_up else exact(move.score) - _PASSED
    goal = _onward(needed, _SCORE_PLACES, up=move.is_up)
    rises = factor.value_at(HIGHEST) > factor.value_at(LOWEST)
    value = factor.value_at(float(goal))
    size = exact(abs(value)).adjusted() if abs(value) > ROUNDING else 0
    decimals = min(places, _FIGURES - 1 - size)
    candidate = _onward(exact(value), decimals, up=move.is_up is rises)
    step = Decimal(1).scaleb(-decimals) * (1 if move.is_up is rises else -1)
    for _each in range(_STEPS):
        score = factor.score(float(candidate))
        if score >= float(goal) - ROUNDING if move.is_up else score <= float(goal) + ROUNDING:
            return Told(candidate, score)
        candidate += step
    return None


def _onward(number: Decimal, places: int, *, up: bool) -> Decimal:
    """Rounded in the direction of the move."""
    rounding = ROUND_CEILING if up else ROUND_FLOOR
    return number.quantize(Decimal(1).scaleb(-places), rounding=rounding)


@dataclass(frozen=True, slots=True)
class StageMove:
    """The nearest ``stage`` of the relationship at which the account would be in quadrant ``to``,
    the potential as it is."""

    stage: Stage
    to: Strategy


def stage_across(reading: Reading) -> StageMove | None:
    """Where the position is a stage, what would carry the account across its cut; ``None`` in any
    other mode, for an account without a quadrant, and where the cut is beyond every stage."""
    position, up = reading.position, reading.potential_distance
    if position.mode is not Mode.STAGE or position.value is None or up is None:
        return None
    is_right = is_high(position.value - position.cut)
    across = [
        (abs(there.value - position.value), stage)
        for stage in STAGES
        if (there := stage_position(Relationship(stage), cut=position.cut)).value is not None
        and is_high(there.value - position.cut) is not is_right
    ]
    if not across:
        return None
    _far, stage = min(across, key=lambda each: each[0])
    return StageMove(stage, strategy_of(potential_high=is_high(up), position_high=not is_right))


# -- several factors -------------------------------------------------------------------------------


def together(version: Version, reading: Reading) -> Together | None:
    """The fewest factors that could carry the account across a cut where none can alone; of two
    axes that take as many, the one that is nearer. ``None`` where all together could not.

    Factors without a score are left out: they would change what the others weigh.
    """
    up, right = reading.potential_distance, reading.position.distance
    if up is None or right is None:
        return None
    is_up, is_right = is_high(up), is_high(right)
    axes = [(reading.potential, up, strategy_of(potential_high=not is_up, position_high=is_right))]
    if (ours := reading.position.ours) is not None:
        axes.append((ours, right, strategy_of(potential_high=is_up, position_high=not is_right)))
    found = [
        (
            len(factors),
            abs(distance),
            Together(factors, LOWEST if is_high(distance) else HIGHEST, to),
        )
        for axis, distance, to in axes
        if (factors := _fewest(axis, distance))
    ]
    return min(found, key=lambda each: each[:2])[2] if found else None


def _fewest(axis: AxisScore, distance: float) -> tuple[str, ...]:
    """The factors that bring most when they are moved to their end, until they are enough."""
    down = is_high(distance)
    room = {
        part.factor: part.effective / 100 * (part.score if down else HIGHEST - part.score)
        for part in axis.contributions
        if part.score is not None
    }
    missing, factors = abs(distance), []
    for factor in sorted(room, key=lambda each: -round(room[each], 9)):
        factors.append(factor)
        missing -= room[factor]
        # At the cut itself an account is high: to go down, it must be passed.
        if missing < -ROUNDING if down else missing <= ROUNDING:
            return tuple(factors)
    return ()
