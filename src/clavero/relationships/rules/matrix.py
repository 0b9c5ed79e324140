"""Our functions against theirs: what is there, what the stage asks for, and how it would hold.

Source: methods §9.4 and its worked numbers O-9.1; the stages are those of the analysis matrix.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clavero.core.estimates import Estimate, Missing, ratio
from clavero.matrix.rules.position import STAGES, Stage
from clavero.relationships.rules.people import Function


class Ours(StrEnum):
    """A function of our company's."""

    KAM = "kam"
    TECHNICAL = "technical"
    LOGISTICS = "logistics"
    FINANCE = "finance"
    MANAGEMENT = "management"
    SALES = "sales"
    QUALITY = "quality"
    MARKETING = "marketing"
    IT = "it"
    OTHER = "other"


Cell = tuple[Ours, Function]
Strengths = Mapping[Cell, int]

MOST = 3
"""The greatest strength."""
_DIAGONAL = (
    (Ours.TECHNICAL, Function.PRODUCTION),
    (Ours.LOGISTICS, Function.LOGISTICS),
    (Ours.FINANCE, Function.FINANCE),
    (Ours.MANAGEMENT, Function.MANAGEMENT),
)


def _required(kam: Sequence[int], diagonal: Sequence[int]) -> dict[Cell, int]:
    """What is asked for: of us towards each of their five functions, and of the others towards
    their own kind; 0 is nothing."""
    theirs = (Function.PURCHASING, *(each for _ours, each in _DIAGONAL))
    asked = {(Ours.KAM, each): level for each, level in zip(theirs, kam, strict=True)}
    asked |= dict(zip(_DIAGONAL, diagonal, strict=True))
    return {cell: level for cell, level in asked.items() if level}


REQUIRED: Mapping[Stage, Strengths] = {
    Stage.EXPLORATORY: _required((1, 0, 0, 0, 0), (0, 0, 0, 0)),
    Stage.BASIC: _required((2, 0, 0, 0, 0), (0, 0, 0, 0)),
    Stage.COOPERATIVE: _required((3, 0, 0, 0, 0), (2, 2, 0, 0)),
    Stage.INTERDEPENDENT: _required((3, 2, 2, 1, 2), (3, 3, 2, 2)),
    Stage.INTEGRATED: _required((3, 2, 2, 2, 2), (3, 3, 3, 3)),
}
"""What each stage asks for."""
RESILIENCE_TARGETS: Mapping[Stage, int] = {
    Stage.EXPLORATORY: 1, Stage.BASIC: 1, Stage.COOPERATIVE: 2, Stage.INTERDEPENDENT: 3,
    Stage.INTEGRATED: 5,
}  # fmt: skip
COVERAGE_TARGET = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Demands:
    """What the stages ask for: how strong each cell should be, which resilience is the target, how
    much of it should be there, and which bow-tie index is the most, where people decided one."""

    levels: Mapping[Stage, Strengths]
    resilience: Mapping[Stage, int]
    coverage: Decimal
    bow_tie: Mapping[Stage, Decimal] = field(default_factory=dict)

    def most_bow_tie(self, stage: Stage) -> Decimal:
        """The bow-tie index that is the target, at most: what was decided, else what it comes to
        where all is there that the stage asks for.

        >>> [str(round(DEFAULTS.most_bow_tie(each), 4)) for each in (Stage.BASIC, Stage.INTEGRATED)]
        ['1.0000', '0.5556']
        """
        asked = bow_tie(self.levels[stage]).value
        return self.bow_tie.get(stage, Decimal(1) if asked is None else asked)


DEFAULTS = Demands(REQUIRED, RESILIENCE_TARGETS, COVERAGE_TARGET)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of ours knows a contact on a day: their numbers, their functions, how well."""

    ours_id: int
    ours: Ours
    theirs_id: int
    theirs: Function
    strength: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell below what the stage asks for. ``anybody`` is whether anybody of ours knows that
    function of theirs at all; ``is_old`` whether there is a link in the cell that no longer counts,
    and ``anybody_once`` whether there is one to that function."""

    cell: Cell
    is_: int
    asked: int
    anybody: bool
    is_old: bool = False
    anybody_once: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """How a relationship stands: ``score`` is resilience over its target, ``asked`` how much of the
    coverage is, ``most_bow_tie`` what the index should be at most."""

    coverage: Estimate
    bow_tie: Estimate
    resilience: int
    target: int
    asked: Decimal = COVERAGE_TARGET
    most_bow_tie: Decimal | None = None

    @property
    def score(self) -> Estimate:
        """Resilience as a part of what the stage asks for; more than asked is all of it."""
        most = min(self.resilience, self.target)
        return ratio(Decimal(most), Decimal(self.target), self.target)


def strengths_of(known: Iterable[Known]) -> dict[Cell, int]:
    """The strongest in each cell."""
    found: dict[Cell, int] = {}
    for each in known:
        cell = (each.ours, each.theirs)
        found[cell] = max(found.get(cell, 0), each.strength)
    return found


def left_without_each(
    known: Iterable[Known], *, is_ours: bool
) -> dict[int, dict[Cell, int | None]]:
    """The cells in which somebody of ours (or of theirs) is the strongest, with what the others
    have there: ``None`` where nobody else is. Those in no such cell are left out.

    >>> of = [Known(1, Ours.KAM, 7, Function.PURCHASING, 3),
    ...       Known(2, Ours.KAM, 7, Function.PURCHASING, 2)]
    >>> left_without_each(of, is_ours=True) == {1: {(Ours.KAM, Function.PURCHASING): 2}}
    True
    """
    best: dict[Cell, tuple[int, int]] = {}
    second: dict[Cell, int] = {}
    by_person: dict[tuple[Cell, int], int] = {}
    for each in known:
        key = ((each.ours, each.theirs), each.ours_id if is_ours else each.theirs_id)
        by_person[key] = max(by_person.get(key, 0), each.strength)
    for (cell, who), strength in by_person.items():
        if cell not in best:
            best[cell] = (strength, who)
        elif strength > best[cell][0]:
            second[cell] = best[cell][0]
            best[cell] = (strength, who)
        else:
            second[cell] = max(second.get(cell, 0), strength)
    found: dict[int, dict[Cell, int | None]] = {}
    for cell, (_strength, who) in best.items():
        found.setdefault(who, {})[cell] = second.get(cell)
    return found


def faded(strength: int, last: date, interval_days: int, on: date) -> int:
    """What is left of a strength on a day: one level less once twice the interval has passed
    since the last contact.

    >>> faded(3, date(2026, 1, 1), 30, date(2026, 3, 2)), faded(3, date(2026, 1, 1), 30,
    ...     date(2026, 3, 3))
    (3, 2)
    """
    is_late = (on - last).days > 2 * interval_days
    return max(strength - 1, 0) if is_late else strength


def active(there: Strengths) -> list[Cell]:
    """The cells in which anybody knows anybody."""
    return [cell for cell, strength in there.items() if strength > 0]


def coverage(there: Strengths, asked: Strengths) -> Estimate:
    """How much of what is asked for is there; what is more than asked counts nothing."""
    have = sum(min(there.get(cell, 0), level) for cell, level in asked.items())
    return ratio(Decimal(have), Decimal(sum(asked.values())), len(asked))


def weighted_coverage(
    there: Strengths, asked: Strengths, influence: Mapping[Function, int]
) -> Estimate:
    """The same with each of their functions weighed by its influence on what is bought from us, 0
    to 10: the greatest of anybody in it. One of which nobody is judged weighs as the others do on
    average; where nobody is judged at all nothing is known.

    >>> asked = {(Ours.KAM, Function.PURCHASING): 3, (Ours.KAM, Function.PRODUCTION): 2}
    >>> there = {(Ours.KAM, Function.PURCHASING): 3}
    >>> influence = {Function.PURCHASING: 2, Function.PRODUCTION: 9}
    >>> weighted_coverage(there, asked, influence).value
    Decimal('0.25')
    """
    judged = [influence[theirs] for theirs in {cell[1] for cell in asked} if theirs in influence]
    if not sum(judged):
        return Estimate(None, reason=Missing.NOT_RECORDED)
    usual = Decimal(sum(judged)) / len(judged)

    def weigh(level: int, theirs: Function) -> Decimal:
        return level * Decimal(influence.get(theirs, usual))

    have = sum(weigh(min(there.get(cell, 0), level), cell[1]) for cell, level in asked.items())
    whole = sum(weigh(level, cell[1]) for cell, level in asked.items())
    return ratio(Decimal(have), Decimal(whole), len(judged))


def bow_tie(there: Strengths) -> Estimate:
    """The part of the active cells that goes through the key account manager or through
    purchasing: 1 is a pure bow-tie."""
    cells = active(there)
    if not cells:
        return Estimate(None, reason=Missing.NOT_RECORDED)
    tied = sum(ours is Ours.KAM or theirs is Function.PURCHASING for ours, theirs in cells)
    return ratio(Decimal(tied), Decimal(len(cells)), len(cells))


def resilience(there: Strengths) -> int:
    """The least number of functions whose leaving cuts every link: by König the most cells of
    which no two share a row or a column.

    >>> resilience({(Ours.KAM, Function.PURCHASING): 3})
    1
    """
    ways: dict[Ours, list[Function]] = {}
    for ours, theirs in active(there):
        ways.setdefault(ours, []).append(theirs)
    taken: dict[Function, Ours] = {}

    def finds(ours: Ours, tried: set[Function]) -> bool:
        for theirs in ways[ours]:
            if theirs in tried:
                continue
            tried.add(theirs)
            if theirs not in taken or finds(taken[theirs], tried):
                taken[theirs] = ours
                return True
        return False

    return sum(finds(ours, set()) for ours in ways)


def shape(there: Strengths, stage: Stage, demands: Demands = DEFAULTS) -> Shape:
    """How a relationship of a stage stands, by what is asked for."""
    return Shape(
        coverage(there, demands.levels[stage]),
        bow_tie(there),
        resilience(there),
        demands.resilience[stage],
        demands.coverage,
        demands.most_bow_tie(stage),
    )


def gaps(there: Strengths, asked: Strengths, linked: Collection[Cell] = ()) -> list[Gap]:
    """What is missing of what is asked for, the widest first; ``linked`` are the cells in which
    somebody knows somebody, also as far as it no longer counts."""
    reached = {theirs for _ours, theirs in active(there)}
    once = {theirs for _ours, theirs in linked}
    found = [
        Gap(
            cell,
            there.get(cell, 0),
            level,
            cell[1] in reached,
            cell in linked and not there.get(cell),
            cell[1] in once,
        )
        for cell, level in asked.items()
        if there.get(cell, 0) < level
    ]
    return sorted(found, key=lambda gap: gap.is_ - gap.asked)


def warmth(judged: Collection[tuple[int, int]]) -> Estimate:
    """The attitude of those judged, by their influence: each is (influence, attitude)."""
    weight = sum(influence for influence, _attitude in judged)
    total = sum(influence * attitude for influence, attitude in judged)
    if not judged:
        return Estimate(None, reason=Missing.NOT_RECORDED)
    return ratio(Decimal(total), Decimal(weight), len(judged))


def quality(attitude: Estimate) -> Estimate:
    """The same as a score from 0 to 10: −2 is 0, +2 is 10.

    >>> quality(warmth([(10, 2), (5, -1)])).value
    Decimal('7.5')
    """
    if attitude.value is None:
        return attitude
    score = (attitude.value + 2) * Decimal(10) / Decimal(4)
    return Estimate(score, attitude.numerator, attitude.denominator, attitude.n)


def steps_between(ours: Stage, theirs: Stage) -> int:
    """How many stages we see more in it than they do; less than 0, they see more.

    >>> steps_between(Stage.INTERDEPENDENT, Stage.BASIC)
    2
    """
    return STAGES.index(ours) - STAGES.index(theirs)
