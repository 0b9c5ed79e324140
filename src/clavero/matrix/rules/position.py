"""Where we stand as a supplier: alone, against the best competitor, or by the relationship.

Source: methods §2.1. Whatever the mode, :attr:`Position.distance` says in points of score how far
the account lies from the cut, so that hysteresis and probability mean the same in each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import hypot

from clavero.matrix.rules.factors import FactorSet
from clavero.matrix.rules.scoring import AxisScore, Values, score_axis


class Mode(StrEnum):
    """What the axis of position shows; one per version of the matrix."""

    ABSOLUTE = "absolute"  # our weighted score, 0 to 10
    DIFFERENCE = "difference"  # ours less the best competitor's
    RATIO = "ratio"  # ours over the best competitor's
    STAGE = "stage"  # quick: the stage of the relationship


CUTS = {Mode.ABSOLUTE: 5.0, Mode.DIFFERENCE: 0.0, Mode.RATIO: 1.0, Mode.STAGE: 6.0}
"""Where *high* starts, unless the company says otherwise."""

LEAST = 0.1  # a ratio takes no score as smaller: nothing divides by a competitor of zero


class NoPosition(StrEnum):
    """Why there is no position."""

    UNCLASSIFIABLE = "unclassifiable"  # too few of our scores
    NO_COMPETITOR = "no_competitor"  # none of them has enough scores
    NO_STAGE = "no_stage"


class Stage(StrEnum):
    """Stages of the relationship, from the first talk to systems that are linked."""

    EXPLORATORY = "exploratory"
    BASIC = "basic"
    COOPERATIVE = "cooperative"
    INTERDEPENDENT = "interdependent"
    INTEGRATED = "integrated"


STAGES = list(Stage)


@dataclass(frozen=True, slots=True)
class Relationship:
    """The stage as we see it and as the customer does, if anybody asked."""

    supplier_view: Stage
    customer_view: Stage | None = None

    @property
    def effective(self) -> Stage:
        """A stage exists only at the level that both recognise: the lower one."""
        views = [self.supplier_view, self.customer_view or self.supplier_view]
        return min(views, key=STAGES.index)

    @property
    def is_confirmed(self) -> bool:
        """Whether the customer's view is known."""
        return self.customer_view is not None

    def gap(self, target: Stage) -> int:
        """Steps up to ``target``; below zero where more is invested than the strategy asks.

        >>> Relationship(Stage.COOPERATIVE, Stage.BASIC).gap(Stage.INTERDEPENDENT)
        2
        """
        return STAGES.index(target) - STAGES.index(self.effective)


@dataclass(frozen=True, slots=True)
class Position:
    """``value`` is on the axis of ``mode``, ``None`` with a ``reason``. ``distance`` is in points
    from the cut, zero or more where position is high. ``best`` names the competitor compared
    with, ``theirs`` is its score."""

    mode: Mode
    cut: float
    value: float | None = None
    distance: float | None = None
    reason: NoPosition | None = None
    ours: AxisScore | None = None
    best: str | None = None
    theirs: AxisScore | None = None

    def sigma(self, of_a_score: float) -> float:
        """The error of ``distance``, given that of one score: a comparison has both errors."""
        match self.mode:
            case Mode.DIFFERENCE:
                return hypot(of_a_score, of_a_score)
            case Mode.RATIO:
                return hypot(of_a_score, self.cut * of_a_score)
        return of_a_score


def score_position(
    factors: FactorSet,
    us: Values,
    competitors: Mapping[str, Values] | None = None,
    *,
    mode: Mode = Mode.ABSOLUTE,
    cut: float | None = None,
) -> Position:
    """Our position in one account by the criteria of ``factors``.

    ``competitors`` maps names to their scores there; the best one is this account's, equal ones
    by name. A cut of the ratio is above zero.
    """
    if mode is Mode.STAGE:
        raise ValueError("a stage is not scored by criteria: see stage_position")
    cut = CUTS[mode] if cut is None else cut
    ours = score_axis(factors, us)
    found = best_competitor(factors, competitors or {})
    best, theirs = found or (None, None)
    reason = None
    if ours.value is None:
        reason = NoPosition.UNCLASSIFIABLE
    elif theirs is None and mode is not Mode.ABSOLUTE:
        reason = NoPosition.NO_COMPETITOR
    if ours.value is None or reason:
        return Position(mode, cut, reason=reason, ours=ours, best=best, theirs=theirs)
    against = 0.0 if theirs is None or theirs.value is None else theirs.value
    value, distance = _compared(mode, cut, ours.value, against)
    return Position(mode, cut, value, distance, ours=ours, best=best, theirs=theirs)


def _compared(mode: Mode, cut: float, ours: float, theirs: float) -> tuple[float, float]:
    """The value on the axis and the points from the cut."""
    match mode:
        case Mode.DIFFERENCE:
            return ours - theirs, ours - theirs - cut
        case Mode.RATIO:
            # The distance divides by nothing, so it holds for a competitor of zero as well.
            return max(ours, LEAST) / max(theirs, LEAST), ours - cut * theirs
    return ours, ours - cut


def best_competitor(
    factors: FactorSet, competitors: Mapping[str, Values]
) -> tuple[str, AxisScore] | None:
    """The strongest competitor in an account that can be scored, whoever it is."""
    scored = [(name, score_axis(factors, values)) for name, values in sorted(competitors.items())]
    known = [(axis.value, name, axis) for name, axis in scored if axis.value is not None]
    if not known:
        return None
    _, name, axis = max(known, key=lambda each: each[0])
    return name, axis


def stage_position(relationship: Relationship | None, *, cut: float | None = None) -> Position:
    """The quick mode: the axis has five boxes of two points, a stage stands in its middle.

    High starts between cooperative (one of many suppliers) and interdependent.

    >>> stage_position(Relationship(Stage.INTEGRATED, Stage.INTERDEPENDENT)).value
    7.0
    """
    cut = CUTS[Mode.STAGE] if cut is None else cut
    if relationship is None:
        return Position(Mode.STAGE, cut, reason=NoPosition.NO_STAGE)
    value = 2.0 * STAGES.index(relationship.effective) + 1
    return Position(Mode.STAGE, cut, value, value - cut)
