"""The days of all plans, for the one list of what falls due."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Case, Q, Value, When
from django.urls import reverse

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.plans.models import Action
from clavero.plans.rules.kinds import OPEN_ACTIONS, ActionState
from clavero.work.hooks import Days, days_of
from clavero.work.rules import DueKind

_KIND = Case(
    When(is_milestone=True, then=Value(DueKind.MILESTONE.value)),
    default=Value(DueKind.ACTION.value),
)


def due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    """The last days of actions and milestones, those done as well."""
    told = Q(state__in=OPEN_ACTIONS) | Q(state=ActionState.DONE.value)
    found = Action.objects.filter(told, retired_at=None)
    found = found.filter(end__gte=period.start, end__lt=period.end)
    if customer_ids is not None:
        found = found.filter(plan__customer__in=customer_ids)
    rows = days_of(
        found, _KIND, day="end", text="text", customer="plan__customer", owner="owner",
        is_done=Q(state=ActionState.DONE.value),
    )  # fmt: skip
    return Days(rows, lambda action_id, customer_id: reverse("plans:action", args=[action_id]))
