"""The actions of all plans: a person's own, and what is due these days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.plans.models import Action, ResourceRequest
from clavero.plans.rules.kinds import OPEN_ACTIONS, RequestState
from clavero.portfolio.visibility import accounts


@dataclass(frozen=True, slots=True)
class DueAction:
    """Something to be done until a day, and by whom where that is not the reader."""

    id: int
    customer_id: int
    account: str
    text: str
    day: date
    owner: str
    is_mine: bool


def _open() -> QuerySet[Action]:
    rows = Action.objects.filter(retired_at=None, state__in=OPEN_ACTIONS)
    return rows.select_related("plan__customer", "owner").order_by("end", "pk")


def due_actions(actor: Actor, scope: Scope, *, until: date) -> list[DueAction]:
    """What is late or due until a day in the plans of the accounts in ``scope``, the actor's own:
    their own actions, and those of the people who report to them; of everybody for those who lead
    no one but see all. One query."""
    rows = _open().filter(end__lte=until)
    if scope.customers is not None:
        rows = rows.filter(plan__customer__code__in=scope.customers)
        rows = rows.filter(owner_id__in={actor.user_id, *actor.team} - {None})
    return [
        DueAction(
            id=each.pk,
            customer_id=each.plan.customer_id,
            account=str(each.plan.customer),
            text=each.text,
            day=each.end,
            owner="" if each.owner is None else each.owner.name,
            is_mine=each.owner_id == actor.user_id,
        )
        for each in rows
    ]


def my_actions(actor: Actor) -> list[Action]:
    """The actor's own open actions in all plans that they see, the earliest first."""
    return list(
        _open().filter(owner_id=actor.user_id, plan__customer__in=accounts(actor).values("pk"))
    )


def waiting_requests(actor: Actor) -> list[ResourceRequest]:
    """What the plans of the accounts that ``actor`` sees ask for, undecided, the soonest first."""
    rows = ResourceRequest.objects.filter(
        retired_at=None,
        state=RequestState.REQUESTED.value,
        plan__customer__in=accounts(actor).values("pk"),
    )
    rows = rows.select_related("plan__customer", "owner", "initiative")
    return list(rows.order_by("needed_on", "pk"))
