"""What was forecast for funded cases, and what came of it, by who had forecast it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from clavero.identity.rules import Actor
from clavero.investment.models import Actual, Funding
from clavero.investment.rules.cases import Years, expected_of
from clavero.investment.rules.kinds import Shape
from clavero.investment.rules.proving import Record, record_of
from clavero.investment.visibility import decides
from clavero.portfolio.visibility import scope_for


@dataclass(frozen=True, slots=True)
class Proven:
    """A year of a funded case: what was forecast, and what came."""

    case_id: int
    name: str
    note: str
    round_name: str
    level: str
    year: int
    forecast: Decimal
    actual: Decimal
    proposer_id: int | None
    proposer: str


@dataclass(frozen=True, slots=True)
class OfProposer:
    """A proposer's record."""

    person_id: int | None
    name: str
    record: Record


def records(known: list[Proven] | None = None) -> dict[int | None, Record]:
    """Everybody's record, by person: what the next forecasts are shrunk by. One query, none where
    all years are ``known``."""
    rows = all_proven() if known is None else known
    return {each.person_id: each.record for each in _by_proposer(rows)}


def proven(actor: Actor) -> list[Proven]:
    """The years that ``actor`` may look at: those of the customers they see."""
    codes = scope_for(actor).customers
    rows = _rows()
    return _read(rows if codes is None else rows.filter(funding__case__customer__code__in=codes))


def records_seen(actor: Actor) -> list[OfProposer]:
    """The records that ``actor`` may see: everybody's who decides about investments; else one's own
    and those of one's team."""
    everybody = _by_proposer(all_proven())
    if decides(actor):
        return everybody
    people = {actor.user_id, *actor.team}
    return [each for each in everybody if each.person_id in people]


def forecast_of(funding: Funding) -> Years:
    """What was to be expected of a funded case in each year, as it was read when it was decided,
    before any shrinking."""
    return expected_of(funding.expected or {}).flows(shape=Shape(funding.shape)).years


def _rows() -> QuerySet[Actual]:
    return Actual.objects.select_related("funding__case__round", "funding__case__customer")


def all_proven() -> list[Proven]:
    """Every year of which it is known what came, for what is computed of all. One query."""
    return _read(_rows())


def _read(rows: QuerySet[Actual]) -> list[Proven]:
    found = []
    for each in rows:
        funding, case = each.funding, each.funding.case
        found.append(
            Proven(
                case_id=case.pk,
                name=str(case.customer),
                note=each.note,
                round_name=case.round.name,
                level=funding.level,
                year=each.year,
                forecast=forecast_of(funding)[each.year - 1],
                actual=each.value,
                proposer_id=case.proposer_id,
                proposer=case.proposer_name,
            )
        )
    return found


def _by_proposer(rows: list[Proven]) -> list[OfProposer]:
    names: Mapping[int | None, str] = {each.proposer_id: each.proposer for each in rows}
    return [
        OfProposer(
            person,
            name,
            record_of((row.forecast, row.actual) for row in rows if row.proposer_id == person),
        )
        for person, name in sorted(names.items(), key=lambda each: each[1].casefold())
    ]
