"""The plans of a reader's accounts, and the accounts that should have one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.selectors import official_strategies
from clavero.plans.models import Action, Plan, PlanItem, ResourceRequest
from clavero.plans.rules.kinds import OPEN_ACTIONS, PlanState, RequestState
from clavero.portfolio.selectors import leads_of, scope_for, structure
from clavero.ui.rows import folded


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An account with its plan, or one without that its strategy asks one of."""

    customer_id: int
    code: str
    name: str
    strategy: Strategy | None
    lead: str
    state: PlanState | None
    number: int | None
    looked_at: datetime | None
    late: int
    waiting: int

    @property
    def has_plan(self) -> bool:
        """Whether somebody has begun it."""
        return self.state is not None


def plan_rows(actor: Actor) -> list[PlanRow]:
    """Every plan that ``actor`` sees, what needs somebody first; then the accounts that somebody
    leads and a review has placed, and that have none."""
    today = timezone.localdate()
    scope, shape = scope_for(actor), structure()
    officials = official_strategies(actor, as_of=today, known=shape)
    late = Action.objects.filter(state__in=OPEN_ACTIONS, end__lt=today)
    waiting = ResourceRequest.objects.filter(state=RequestState.REQUESTED.value)
    # Each kind of row by itself: joined, the rows of one would be counted for each of another.
    plans = Plan.objects.filter(customer__merged_into=None).annotate(
        late=Coalesce(Subquery(_of_plan(late, Count("pk"))), 0),
        waiting=Coalesce(Subquery(_of_plan(waiting, Count("pk"))), 0),
        looked_at=Subquery(_of_plan(PlanItem.objects.all(), Max("confirmed_at"))),
    )
    if scope.customers is not None:
        plans = plans.filter(customer__code__in=scope.customers)
    found = {each.customer.code: each for each in plans.select_related("customer")}
    codes = {*found, *officials}
    leads = leads_of(codes, shape, today)
    rows = []
    for code in codes:
        plan: Any = found.get(code)
        if plan is None and code not in leads:
            continue
        official, card = officials.get(code), shape.cards[code]
        rows.append(
            PlanRow(
                customer_id=card.id,
                code=code,
                name=card.title,
                strategy=None if official is None else official.strategy,
                lead=leads[code].name if code in leads else "",
                state=None if plan is None else PlanState(plan.state),
                number=None if plan is None else plan.approved_number,
                looked_at=None if plan is None else plan.looked_at,
                late=0 if plan is None else plan.late,
                waiting=0 if plan is None else plan.waiting,
            )
        )
    return sorted(
        rows, key=lambda row: (not row.has_plan, -row.late, -row.waiting, folded(row.name))
    )


def _of_plan(rows: QuerySet[Any], told: Aggregate) -> QuerySet[Any]:
    """One figure of the rows that stand in a plan, for a subquery of plans."""
    standing = rows.filter(plan=OuterRef("pk"), retired_at=None).order_by()
    found: QuerySet[Any] = standing.values("plan").annotate(told=told).values("told")
    return found
