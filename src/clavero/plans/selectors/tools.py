"""The rows that a tool of analysis reads, with the initiatives that answer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clavero.identity.rules import Actor, Verb
from clavero.plans.models import Initiative, Plan, PlanItem, PlanLink
from clavero.plans.rules.kinds import InitiativeState
from clavero.plans.selectors.rows import plan_seen


@dataclass(frozen=True, slots=True)
class ToolRows:
    """The standing rows by number, the initiatives, and which of them answer each row."""

    plan: Plan
    items: Mapping[int, PlanItem]
    initiatives: Mapping[int, Initiative]
    answers: Mapping[int, Sequence[Initiative]]
    writes: bool

    @property
    def data(self) -> dict[int, Mapping[str, str]]:
        """What the rows say in their fields."""
        return {number: item.data for number, item in self.items.items()}


def tool_rows(actor: Actor, customer_id: int, *kinds: str) -> ToolRows:
    """The rows of ``kinds`` of the plan of an account. Raises ``Plan.DoesNotExist`` before it has
    begun, and ``Customer.DoesNotExist`` for strangers to the account. Four queries."""
    plan = plan_seen(actor, customer_id)
    if plan is None:
        raise Plan.DoesNotExist
    items = PlanItem.objects.filter(plan=plan, retired_at=None, kind__in=kinds)
    standing = Initiative.objects.filter(plan=plan, retired_at=None)
    found = standing.exclude(state=InitiativeState.DROPPED.value).select_related("owner")
    initiatives = {each.pk: each for each in found}
    answers: dict[int, list[Initiative]] = {}
    links = PlanLink.objects.filter(plan=plan, item__isnull=False, initiative__isnull=False)
    if not kinds:
        links = links.none()
    for item_id, initiative_id in links.values_list("item_id", "initiative_id"):
        if item_id is not None and initiative_id in initiatives:
            answers.setdefault(item_id, []).append(initiatives[initiative_id])
    return ToolRows(
        plan,
        {each.pk: each for each in items},
        initiatives,
        answers,
        actor.may(Verb.WRITE_PLANS),
    )
