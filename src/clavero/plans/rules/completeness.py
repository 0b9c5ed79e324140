"""How full a plan is, by what its strategy asks for, and whether it passes the quality gate.

Source: methods §5.2. What each section needs is ours (``docs/domain/customer-plan.md``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clavero.matrix.rules.quadrants import Strategy
from clavero.opportunities.rules.needs import Told, gate, is_old
from clavero.plans.rules.catalogue import Section

ALL = frozenset(Section)
FEW = frozenset(
    {
        Section.SUMMARY, Section.PROFILE, Section.NEEDS, Section.POSITION, Section.OBJECTIVES,
        Section.ACTIONS, Section.FORECAST, Section.RISKS,
    }
)  # fmt: skip
"""What an account that is only maintained needs."""
FEWEST = frozenset({Section.SUMMARY, Section.PROFILE, Section.OBJECTIVES, Section.ACTIONS})
"""What an account needs that is harvested."""
NEEDED: dict[Strategy | None, frozenset[Section]] = {
    Strategy.INVEST: ALL,
    Strategy.SELECTIVE: ALL,
    Strategy.MAINTAIN: FEW,
    Strategy.HARVEST: FEWEST,
    None: FEW,
}


@dataclass(frozen=True, slots=True)
class RowFact:
    """What completeness looks at in a row."""

    kind: str
    data: Mapping[str, str]
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """How much of what a section needs is there; ``weight`` 0 where the strategy does not ask."""

    section: Section
    filled: int
    required: int
    weight: Decimal

    @property
    def part(self) -> Decimal:
        """From 0 to 1."""
        return Decimal(self.filled) / self.required

    @property
    def is_full(self) -> bool:
        """Whether nothing is missing."""
        return self.filled >= self.required


def completeness(sections: Iterable[Filled]) -> Decimal:
    """``Σ weight × filled/required`` over ``Σ weight``.

    >>> completeness([Filled(Section.NEEDS, 1, 2, Decimal(1)), Filled(Section.RISKS, 2, 2,
    ... Decimal(1)), Filled(Section.MONEY, 0, 2, Decimal(0))])
    Decimal('0.75')
    """
    asked = [each for each in sections if each.weight > 0]
    total = sum((each.weight for each in asked), Decimal(0))
    if total == 0:
        return Decimal(0)
    return sum((each.weight * each.part for each in asked), Decimal(0)) / total


Want = Callable[[RowFact], bool]


def _is(kind: str, key: str = "", *values: str) -> Want:
    return lambda row: row.kind == kind and (not key or row.data.get(key) in values)


_WANTED: dict[Section, tuple[tuple[Want, int], ...]] = {
    Section.SUMMARY: tuple((_is("summary", "part", each), 1) for each in ("ask", "prize", "risk")),
    Section.PROFILE: ((_is("fact", "about", "reason"), 1),),
    Section.AIMS: (
        (_is("aim", "level", "vision", "mission"), 1),
        (_is("aim", "level", "strategy"), 1),
        (_is("aim", "level", "objective"), 1),
    ),
    Section.ENVIRONMENT: (
        (_is("pestel"), 2),
        (_is("force"), 2),
        (_is("market", "about", "opportunity"), 1),
    ),
    Section.FEARS: ((_is("fear"), 1), (_is("threat"), 1)),
    Section.MONEY: ((_is("activity"), 2),),
    Section.BUYING: ((_is("phase"), 2), (_is("buying_rule"), 1)),
    Section.POSITION: (
        *((_is("swot", "part", each), 1) for each in ("strength", "weakness", "opportunity",
                                                      "threat")),
        (_is("csf"), 3),
    ),
    Section.RISKS: ((_is("risk"), 2),),
    Section.GOVERNANCE: ((_is("governance"), 1),),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """What a plan has outside its rows."""

    has_history: bool = False
    needs_now: int = 0
    needs_ahead: int = 0
    economic: int = 0  # objectives, by what they are about
    relationship: int = 0
    learning: int = 0
    initiatives: int = 0
    requests: int = 0
    actions: int = 0
    has_forecast: bool = False


def filled_sections(
    rows: Sequence[RowFact], counted: Counted, strategy: Strategy | None
) -> list[Filled]:
    """Each section against what the strategy asks of it."""
    needed = NEEDED[strategy]
    beside: dict[Section, tuple[tuple[int, int], ...]] = {
        Section.PROFILE: ((int(counted.has_history), 1),),
        Section.NEEDS: ((counted.needs_now, 2), (counted.needs_ahead, 1)),
        Section.OBJECTIVES: (
            (counted.economic, 1), (counted.relationship, 1), (counted.learning, 1),
        ),
        Section.INITIATIVES: ((counted.initiatives, 1),),
        Section.RESOURCES: ((counted.requests, 1),),
        Section.ACTIONS: ((counted.actions, 3),),
        Section.FORECAST: ((int(counted.has_forecast), 1),),
    }  # fmt: skip
    found = []
    for section in Section:
        parts = [
            *((sum(map(want, rows)), most) for want, most in _WANTED.get(section, ())),
            *beside.get(section, ()),
        ]
        found.append(
            Filled(
                section,
                filled=sum(min(have, most) for have, most in parts),
                required=sum(most for _have, most in parts),
                weight=Decimal(1 if section in needed else 0),
            )
        )
    return found


class Gate(StrEnum):
    """What keeps a plan from being good enough."""

    NO_NEEDS = "no_needs"
    NEEDS_UNCONFIRMED = "needs_unconfirmed"
    SOURCES_OLD = "sources_old"
    SOURCES_UNDATED = "sources_undated"
    NO_WIN_WIN = "no_win_win"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One of them, with how many of how many."""

    gate: Gate
    count: int = 0
    of: int = 0


def quality(
    rows: Sequence[RowFact], needs: Sequence[Told], both_win: int, today: date
) -> Iterator[Shortfall]:
    """What the gate finds: half of the needs confirmed by the customer, sources younger than a
    year, one initiative that is worth something to both."""
    known = gate(needs, today)
    if not needs:
        yield Shortfall(Gate.NO_NEEDS)
    elif not known.is_confirmed:
        yield Shortfall(Gate.NEEDS_UNCONFIRMED, int(known.confirmed.numerator or 0), len(needs))
    count = len(rows) + len(needs)
    old = sum(row.dated is not None and is_old(row.dated, today) for row in rows) + known.old
    if old:
        yield Shortfall(Gate.SOURCES_OLD, old, count)
    undated = sum(row.dated is None for row in rows)
    if undated:
        yield Shortfall(Gate.SOURCES_UNDATED, undated, count)
    if both_win == 0:
        yield Shortfall(Gate.NO_WIN_WIN)
