"""Consumer and shopper programmes, and what accounts do in them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clavero.commercial.models import AccountTargets, CompanyVersion
from clavero.commercial.rules.programmes import (
    PartLine,
    PartsTogether,
    Programme,
    ProgrammeCheck,
    counted_parts,
    parse_parts,
    parts_together,
    programme_findings,
)
from clavero.commercial.selectors.company import commercial_settings, holding_version
from clavero.identity.rules import Actor
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Card, seen_now


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme with what accounts do in it; ``programme`` is ``None`` where the plan that holds
    has it no more."""

    key: int
    name: str
    programme: Programme | None
    sums: PartsTogether
    findings: Sequence[ProgrammeCheck]
    lines: Sequence[PartLine]


@dataclass(frozen=True)
class ProgrammesTogether:
    """The programmes of the plan that holds, with the parts of the accounts that a reader sees.
    They are held against the company's only for those who see all of it."""

    rows: Sequence[ProgrammeRow]
    cards: Mapping[str, Card]
    sees_company: bool
    sells_through_shops: bool
    version: int | None


def programmes_of(version: CompanyVersion | None) -> list[Programme]:
    """What a version says of programmes; nothing where there is none."""
    return [] if version is None else [Programme.parse(each) for each in version.programmes]


def programmes_together(actor: Actor) -> ProgrammesTogether:
    """The programmes, and what the accounts that ``actor`` sees do in them."""
    scope, shape = seen_now(actor)
    settings = commercial_settings()
    sees_company = scope.customers is None
    if not settings.sells_through_shops:
        return ProgrammesTogether([], shape.cards, sees_company, False, None)
    version = holding_version(settings.calendar)
    rows = AccountTargets.objects.filter(plan__customer__merged_into=None).exclude(parts={})
    if scope.customers is not None:
        rows = rows.filter(plan__customer__code__in=sorted(scope.customers))
    parts = {
        row.plan.customer.code: parse_parts(row.parts)
        for row in rows.select_related("plan__customer")
    }
    legal = shape.forests[Tree.LEGAL]
    lines = counted_parts(parts, {code: legal.ancestors(code) for code in parts})
    sums = parts_together(lines)
    known = {each.key: each for each in programmes_of(version)}
    names = {line.key: line.part.name for line in lines}
    gone = sorted(key for key in sums if key not in known)
    found = []
    for key in [*known, *gone]:
        programme, together = known.get(key), sums.get(key, PartsTogether())
        found.append(
            ProgrammeRow(
                key=key,
                name=names[key] if programme is None else programme.name,
                programme=programme,
                sums=together,
                findings=list(programme_findings(programme, together)) if sees_company else [],
                lines=[line for line in lines if line.key == key],
            )
        )
    number = None if version is None else version.number
    return ProgrammesTogether(found, shape.cards, sees_company, True, number)
