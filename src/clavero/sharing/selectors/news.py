"""What guests have said and nobody of ours has taken note of."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable

from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import Structure
from clavero.sharing.models import Answer


@dataclass(frozen=True, slots=True)
class PlanNews:
    """How many answers from an account wait."""

    customer_id: int
    account: str
    count: int


def news_of_accounts(actor: Actor, scope: Scope, shape: Structure) -> list[PlanNews]:
    """Of the accounts in ``scope``, the actor's own, for those who share plans. One query."""
    if not actor.may(Verb.SHARE_PLANS):
        return []
    waiting = _waiting().order_by()
    if scope.customers is not None:
        waiting = waiting.filter(plan__customer__code__in=scope.customers)
    counted = waiting.values_list("plan__customer_id", "plan__customer__code")
    return [
        PlanNews(customer_id, shape.cards[code].title, count)
        for customer_id, code, count in counted.annotate(count=Count("pk"))
        if code in shape.cards
    ]


def waiting_on_plan() -> Combinable:
    """How many answers wait on a plan, as a part of the query that finds its customer."""
    of_plan = _waiting().filter(plan=OuterRef("plan__pk")).order_by().values("plan")
    return Subquery(of_plan.annotate(count=Count("pk")).values("count"))


def _waiting() -> QuerySet[Answer]:
    return Answer.objects.filter(share__isnull=False, read_at=None)
