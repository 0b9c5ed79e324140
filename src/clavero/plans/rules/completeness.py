"""How full a plan is, by what its template asks for, and whether it passes the quality gate.

Source: methods §5.2. What each section needs is ours (``docs/domain/customer-plan.md``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clavero.core.freshness import is_stale
from clavero.opportunities.rules.needs import Told, gate
from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.templates import ASKS, Ask, Template


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
        return Decimal(self.filled) / self.required if self.required else Decimal(1)

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


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that a template asks for, and how many of it there are."""

    ask: Ask
    have: int
    wanted: int

    @property
    def is_there(self) -> bool:
        """Whether nothing of it is missing."""
        return self.have >= self.wanted


def asked_of(rows: Sequence[RowFact], counted: Counted, template: Template) -> list[Asked]:
    """All that a template asks for in its sections, with what is there."""
    return [
        Asked(ask, _have(ask, rows, counted), template.count(ask))
        for ask in ASKS
        if template.count(ask)
    ]


def _have(ask: Ask, rows: Sequence[RowFact], counted: Counted) -> int:
    if ask.counted:
        return int(getattr(counted, ask.counted))
    return sum(ask.is_met_by(row.kind, row.data) for row in rows)


def filled_sections(rows: Sequence[RowFact], counted: Counted, template: Template) -> list[Filled]:
    """Each section against what the template asks of it; one of which nothing is asked is not
    weighed."""
    asked = asked_of(rows, counted, template)
    found = []
    for section in Section:
        own = [each for each in asked if each.ask.section is section]
        found.append(
            Filled(
                section,
                filled=sum(min(each.have, each.wanted) for each in own),
                required=sum(each.wanted for each in own),
                weight=Decimal(1 if own and section in template.sections else 0),
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
    rows: Sequence[RowFact],
    needs: Sequence[Told],
    both_win: int,
    today: date,
    sources: Sequence[date] = (),
) -> Iterator[Shortfall]:
    """What the gate finds: half of the needs confirmed by the customer, sources younger than a
    year, one initiative that is worth something to both. ``sources`` are the days of those of
    objectives and initiatives, which need none but are old as others are."""
    known = gate(needs, today)
    if not needs:
        yield Shortfall(Gate.NO_NEEDS)
    elif not known.is_confirmed:
        yield Shortfall(Gate.NEEDS_UNCONFIRMED, int(known.confirmed.numerator or 0), len(needs))
    days = [*(row.dated for row in rows if row.dated is not None), *sources]
    count = len(rows) + len(needs) + len(sources)
    old = sum(is_stale(each, today) for each in days) + known.old
    if old:
        yield Shortfall(Gate.SOURCES_OLD, old, count)
    undated = sum(row.dated is None for row in rows)
    if undated:
        yield Shortfall(Gate.SOURCES_UNDATED, undated, count)
    if both_win == 0:
        yield Shortfall(Gate.NO_WIN_WIN)
