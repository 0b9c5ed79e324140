"""The opportunities that a person sees: the pipeline, those of an account, and one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from clavero.core.money import plain
from clavero.core.revisions import revision_of
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.opportunities.models import Opportunity, OpportunityCell, StageStep
from clavero.opportunities.rules.pipeline import (
    Ansoff,
    Ground,
    Outcome,
    PipelineTotals,
    chance_of,
    expected,
    totals,
)
from clavero.opportunities.rules.stages import Stages, default_stages
from clavero.opportunities.selectors.history import Change, changes_of, revision_in
from clavero.opportunities.selectors.seen import (
    Account,
    Today,
    account_of,
    account_within,
    of_those_seen,
    today_of,
    within,
)
from clavero.opportunities.selectors.stages import stages_on
from clavero.opportunities.words import Name, stage_called
from clavero.portfolio.selectors import structure
from clavero.portfolio.visibility import scope_for

EXPECTED_YEARS = 3


@dataclass(frozen=True, slots=True)
class OpportunityRow:
    """An opportunity for a reader; ``customer_id`` and ``name`` are those of the customer today.

    ``probability`` is the one that counts and ``ground`` from where it comes; ``days`` is how long
    it has been in its stage, ``cells`` the units and families that it would fill, by code.
    """

    id: int
    customer_id: int
    code: str
    name: str
    title: str
    ansoff: Ansoff
    stage: str
    stage_name: Name
    stage_since: date
    days: int
    probability: Decimal
    ground: Ground
    written: Decimal | None
    probability_reason: str
    value: Decimal
    ramp: tuple[Decimal, ...]
    starts_on: date | None
    closes_on: date
    is_overdue: bool
    owner_id: int | None
    owner: str | None
    cells: tuple[tuple[str, str], ...]
    families: str
    outcome: str
    outcome_on: date | None
    outcome_reason: str
    outcome_note: str
    note: str

    @property
    def stage_written(self) -> str:
        """The stage in the reader's words."""
        return str(self.stage_name)

    @property
    def weighted(self) -> Decimal:
        """What is to be expected of it in a year."""
        return self.value * self.probability

    @property
    def is_open(self) -> bool:
        """Whether it is still under way."""
        return not self.outcome


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Open opportunities with their stages, what they are worth together, and what is to be
    expected of them in each of their first years."""

    stages: Stages
    rows: Sequence[OpportunityRow]
    totals: PipelineTotals
    expected: Sequence[Decimal]

    def in_stage(self, key: str) -> list[OpportunityRow]:
        """Those in one stage; those in a stage of an earlier version stand in the first."""
        first = self.stages.keys[0]
        return [
            row
            for row in self.rows
            if row.stage == key or (key == first and row.stage not in self.stages.keys)
        ]


@dataclass(frozen=True, slots=True)
class AccountOpportunities:
    """The opportunities of an account and of those below it."""

    account: Account
    pipeline: Pipeline
    ended: Sequence[OpportunityRow]


@dataclass(frozen=True, slots=True)
class Step:
    """A stage that an opportunity was in, since when and for how many days; ``outcome`` is its
    end."""

    name: Name
    outcome: str
    on: date
    days: int | None
    by: str


class Filled(NamedTuple):
    """A cell that an opportunity would fill, or has filled."""

    unit: Today
    family: str


@dataclass(frozen=True, slots=True)
class OpportunitySeen:
    """One opportunity with all that belongs to it, and what happened to it, of which ``seen`` is
    the revision."""

    row: OpportunityRow
    stages: Stages
    needs: Sequence[tuple[int, str]]
    cells: Sequence[Filled]
    steps: Sequence[Step]
    changes: Sequence[Change]
    scope: Scope = field(repr=False)

    @property
    def seen(self) -> int:
        """Its revision."""
        return revision_in(self.changes)


@dataclass(frozen=True, slots=True)
class OpportunityToChange:
    """An opportunity as its form needs it: with its cells, its account, and its revision."""

    row: OpportunityRow
    cells: Sequence[Filled]
    account: Account
    seen: int


def opportunities(actor: Actor) -> QuerySet[Opportunity]:
    """The opportunities of the customers that ``actor`` sees."""
    return Opportunity.objects.filter(of_those_seen(actor))


def pipeline(actor: Actor) -> Pipeline:
    """All open opportunities that ``actor`` sees, the next decisions first. Five queries."""
    return _pipeline(opportunities(actor))


def open_rows(found: QuerySet[Opportunity]) -> list[OpportunityRow]:
    """Those of ``found`` that are under way, the next decisions first. Three queries."""
    return _rows(found.filter(outcome=""), stages_on(timezone.localdate()).settings)


def ended_rows(actor: Actor) -> list[OpportunityRow]:
    """Those won and lost, the latest first."""
    found = opportunities(actor).exclude(outcome="").order_by("-outcome_on", "-pk")
    return _rows(found, stages_on(timezone.localdate()).settings)


def account_opportunities(actor: Actor, customer_id: int) -> AccountOpportunities:
    """Those of one account. Raises ``Customer.DoesNotExist`` for strangers to it."""
    account = account_of(actor, customer_id)
    found = Opportunity.objects.filter(customer__code__in=sorted(account.codes))
    running = _pipeline(found)
    ended = found.exclude(outcome="").order_by("-outcome_on", "-pk")
    return AccountOpportunities(account, running, _rows(ended, running.stages))


def opportunity_seen(actor: Actor, opportunity_id: int) -> OpportunitySeen:
    """One opportunity. Raises ``Opportunity.DoesNotExist`` for strangers to its customer."""
    changes = changes_of(Opportunity(pk=opportunity_id))  # before the values that they led to
    scope = scope_for(actor)
    opportunity = _one(scope, opportunity_id)
    today = timezone.localdate()
    stages = stages_on(today).settings
    return OpportunitySeen(
        row=_row(opportunity, stages, today),
        stages=stages,
        needs=list(opportunity.needs.values_list("pk", "text")),
        cells=_filled(opportunity),
        steps=_steps(opportunity.steps.all(), stages, today),
        changes=changes,
        scope=scope,
    )


def opportunity_to_change(actor: Actor, opportunity_id: int) -> OpportunityToChange:
    """The same for its form. Raises ``Opportunity.DoesNotExist`` for strangers to its customer."""
    seen = revision_of(Opportunity(pk=opportunity_id))  # before the values that it stands for
    scope = scope_for(actor)
    opportunity = _one(scope, opportunity_id)
    row = _row(opportunity, default_stages(), timezone.localdate())
    account = account_within(scope, row.code, structure())
    return OpportunityToChange(row, _filled(opportunity), account, seen)


def opportunity_as_data(row: OpportunityRow) -> dict[str, Any]:
    """An opportunity for programs; amounts and probabilities are exact, as texts."""
    return {
        "id": row.id,
        "account": row.code,
        "name": row.name,
        "title": row.title,
        "stage": row.stage,
        "days_in_stage": row.days,
        "ansoff": row.ansoff.value,
        "probability": plain(row.probability),
        "probability_from": row.ground.value,
        "value": plain(row.value),
        "weighted": plain(row.weighted),
        "ramp": [plain(each) for each in row.ramp],
        "starts_on": _iso(row.starts_on),
        "closes_on": row.closes_on.isoformat(),
        "owner": row.owner,
        "families": row.families,
        "outcome": row.outcome or None,
        "outcome_on": _iso(row.outcome_on),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _one(scope: Scope, opportunity_id: int) -> Opportunity:
    found = Opportunity.objects.filter(within(scope)).select_related("customer", "owner")
    return found.prefetch_related(_cells()).get(pk=opportunity_id)


def _filled(opportunity: Opportunity) -> list[Filled]:
    return [Filled(today_of(each.customer), each.family) for each in opportunity.cells.all()]


def _pipeline(found: QuerySet[Opportunity]) -> Pipeline:
    stages = stages_on(timezone.localdate()).settings
    rows = _rows(found.filter(outcome=""), stages)
    return Pipeline(stages, rows, totals(rows), expected(rows, EXPECTED_YEARS))


def _rows(found: QuerySet[Opportunity], stages: Stages) -> list[OpportunityRow]:
    today = timezone.localdate()
    listed = found.select_related("customer", "owner").prefetch_related(_cells())
    return [_row(each, stages, today) for each in listed]


def _cells() -> Prefetch[Any]:
    return Prefetch("cells", OpportunityCell.objects.select_related("customer"))


def _row(opportunity: Opportunity, stages: Stages, today: date) -> OpportunityRow:
    card = today_of(opportunity.customer)
    ansoff, stage = Ansoff(opportunity.ansoff), stages.get(opportunity.stage)
    outcome = Outcome(opportunity.outcome) if opportunity.outcome else None
    chance = chance_of(ansoff, stage, written=opportunity.probability, outcome=outcome)
    ends = opportunity.outcome_on or today
    return OpportunityRow(
        id=opportunity.pk,
        customer_id=card.id,
        code=card.code,
        name=card.title,
        title=opportunity.title,
        ansoff=ansoff,
        stage=opportunity.stage,
        stage_name=stage_called(stage, opportunity.stage),
        stage_since=opportunity.stage_since,
        days=max((ends - opportunity.stage_since).days, 0),
        probability=chance.value,
        ground=chance.ground,
        written=opportunity.probability,
        probability_reason=opportunity.probability_reason,
        value=opportunity.value,
        ramp=tuple(Decimal(each) for each in opportunity.ramp),
        starts_on=opportunity.starts_on,
        closes_on=opportunity.closes_on,
        is_overdue=outcome is None and opportunity.closes_on < today,
        owner_id=opportunity.owner_id,
        owner=None if opportunity.owner is None else opportunity.owner.name,
        cells=tuple((each.customer.code, each.family) for each in opportunity.cells.all()),
        families=", ".join(dict.fromkeys(each.family for each in opportunity.cells.all())),
        outcome=opportunity.outcome,
        outcome_on=opportunity.outcome_on,
        outcome_reason=opportunity.outcome_reason,
        outcome_note=opportunity.outcome_note,
        note=opportunity.note,
    )


def _steps(found: Iterable[StageStep], stages: Stages, today: date) -> list[Step]:
    steps = list(found)
    ends = [each.on for each in steps[1:]] + [today]
    return [
        Step(
            stage_called(stages.get(each.stage), each.stage),
            each.outcome,
            each.on,
            None if each.outcome else (end - each.on).days,
            each.by_name,
        )
        for each, end in zip(steps, ends, strict=False)
    ]
