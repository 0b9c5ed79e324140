"""What waits in all plans: for who decides, and a person's own actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.plans.models import Action, Plan, ResourceRequest
from clavero.plans.rules.kinds import OPEN_ACTIONS, PlanState, RequestState
from clavero.portfolio.visibility import accounts


@dataclass(frozen=True, slots=True)
class Submitted:
    """Something that was handed in and waits for the reader's decision: the plan of an account, or,
    with ``what``, something else. ``by`` has handed it in."""

    what: str
    customer_id: int | None
    account: str
    by: str


def submitted(
    actor: Actor, scope: Scope, *, beside: Mapping[str, QuerySet[Any] | None]
) -> list[Submitted]:
    """What was handed in and waits for ``actor``: for who approves plans, those of the accounts in
    ``scope``, the actor's own; what waits ``beside`` them, by what it is, are rows with who has
    handed them in. One query, or none."""
    plans = Plan.objects.filter(state=PlanState.SUBMITTED.value)
    if scope.customers is not None:
        plans = plans.filter(customer__code__in=scope.customers)
    parts = [_as_rows(plans, _PLAN, *_OF_PLAN)] if actor.may(Verb.APPROVE_PLANS) else []
    parts += [_as_rows(each, what, *_OF_OTHER) for what, each in beside.items() if each is not None]
    if not parts:
        return []
    found = [
        Submitted("" if what == _PLAN else what, customer, account or code or "", by)
        for what, customer, code, account, by in parts[0].union(*parts[1:], all=True)
    ]
    return sorted(found, key=lambda each: (not each.what, each.account))


_PLAN = "plan"
_NO_TEXT = Value("", output_field=CharField())
_NO_NUMBER = Cast(Value(None), BigIntegerField())
_OF_PLAN = (
    F("customer_id"), F("customer__code"), F("customer__name"), F("submitted_by_name"),
)  # fmt: skip
_OF_OTHER = (_NO_NUMBER, _NO_TEXT, _NO_TEXT, F("submitted_by_name"))


def _as_rows(rows: QuerySet[Any], what: str, *columns: Any) -> QuerySet[Any]:
    """Rows of one kind, so that several kinds are found in one query."""
    return rows.order_by().values_list(Value(what, output_field=CharField()), *columns)


def my_actions(actor: Actor) -> list[Action]:
    """The actor's own open actions in all plans that they see, the earliest first."""
    rows = Action.objects.filter(
        retired_at=None,
        state__in=OPEN_ACTIONS,
        owner_id=actor.user_id,
        plan__customer__in=accounts(actor).values("pk"),
    )
    return list(rows.select_related("plan__customer", "owner").order_by("end", "pk"))


def waiting_requests(actor: Actor) -> list[ResourceRequest]:
    """What the plans of the accounts that ``actor`` sees ask for, undecided, the soonest first."""
    rows = ResourceRequest.objects.filter(
        retired_at=None,
        state=RequestState.REQUESTED.value,
        plan__customer__in=accounts(actor).values("pk"),
    )
    rows = rows.select_related("plan__customer", "owner", "initiative")
    return list(rows.order_by("needed_on", "pk"))
