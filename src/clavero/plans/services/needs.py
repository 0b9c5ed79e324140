"""The plans of an account hear of its needs: what was approved is not what stands there any more,
and whoever approves next has read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clavero.identity.rules import Actor
from clavero.plans.models import Plan
from clavero.plans.models._parts import TEXT_LENGTH
from clavero.plans.services._telling import tell
from clavero.plans.services._writing import written_on
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import structure

if TYPE_CHECKING:
    from clavero.opportunities.models import Need

_VERBS = {
    "need.added": "plan.need_added",
    "need.closed": "plan.need_closed",
    "need.reopened": "plan.need_reopened",
}


def hear_of_need(actor: Actor, verb: str, need: Need) -> None:
    """A need was written; the plans of its customer and of those above it show it."""
    legal = structure().forests[Tree.LEGAL]
    code = legal.survivor(need.customer.code)
    plans = Plan.objects.select_for_update(of=("self",)).select_related("customer")
    for plan in plans.filter(customer__code__in=[code, *legal.ancestors(code)]).order_by("pk"):
        written_on(plan)
        tell(actor, _VERBS.get(verb, "plan.need_changed"), plan, text=need.text[:TEXT_LENGTH])
