"""What plans count of themselves, for the KPIs: fresh sections, milestones met, value signed.

Source: methods §3.10.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clavero.core.period import add_months
from clavero.plans.models import Action, Initiative, Plan
from clavero.plans.rules.kinds import ActionState, InitiativeState
from clavero.plans.selectors.standing import STALE, at_noon, rows_of
from clavero.portfolio.selectors import structure

MONTHS = 12


@dataclass(frozen=True)
class Figures:
    """Of the plan of a customer: sections with something in them and those of them looked at this
    quarter; milestones of initiatives that fell due in the last twelve months and those met by
    their day; the value that the customer signed in them, ``None`` without any."""

    customer_id: int
    sections: int
    fresh: int
    due: int
    met: int
    validated: Decimal | None


def figures_of_plans(on: date) -> Iterator[Figures]:
    """Of every plan, on a day. Seven queries for each plan, and four."""
    shape, first = structure(), add_months(on, -MONTHS)
    plans = Plan.objects.filter(customer__merged_into=None).select_related("customer", "forecast")
    standing = Action.objects.filter(
        retired_at=None, is_milestone=True, initiative__isnull=False, end__gt=first, end__lt=on
    ).exclude(state=ActionState.DROPPED)
    due = _by_plan(standing)
    signed = Initiative.objects.filter(
        retired_at=None, state=InitiativeState.VALIDATED,
        validated_on__gt=first, validated_on__lte=on,
    )  # fmt: skip
    validated: dict[int, Decimal] = defaultdict(Decimal)
    for each in signed:
        validated[each.plan_id] += each.validated_value or 0
    old = at_noon(on) - STALE
    for plan in plans:
        looked_at = rows_of(plan, shape=shape).looked_at
        milestones = due[plan.pk]
        yield Figures(
            customer_id=plan.customer_id,
            sections=len(looked_at),
            fresh=sum(at >= old for at in looked_at.values()),
            due=len(milestones),
            met=sum(each.done_on is not None and each.done_on <= each.end for each in milestones),
            validated=validated.get(plan.pk),
        )


def _by_plan(actions: Iterable[Action]) -> dict[int, list[Action]]:
    found: dict[int, list[Action]] = defaultdict(list)
    for each in actions:
        found[each.plan_id].append(each)
    return found
