"""The actions of all plans: a person's own, and what is due these days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast

from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.plans.models import Action, Plan, ResourceRequest
from clavero.plans.rules.kinds import OPEN_ACTIONS, PlanState, RequestState
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


@dataclass(frozen=True, slots=True)
class Submitted:
    """Something that was handed in and waits for the reader's decision: the plan of an account, or,
    with ``what``, something else. ``by`` has handed it in."""

    what: str
    customer_id: int | None
    account: str
    by: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """What people have to do in plans, the earliest first, and what the reader has to decide."""

    due: Sequence[DueAction]
    submitted: Sequence[Submitted]


def to_do(
    actor: Actor, scope: Scope, *, until: date, beside: Mapping[str, QuerySet[Any] | None]
) -> ToDo:
    """What is late or due until a day in the plans of the accounts in ``scope``, the actor's own:
    their own actions, and those of the people who report to them; of everybody for those who lead
    no one but see all. For who approves plans, those handed in; what waits ``beside`` them, by what
    it is, are rows with who has handed them in, and are found in the same query."""
    rows = Action.objects.filter(retired_at=None, state__in=OPEN_ACTIONS, end__lte=until)
    plans = Plan.objects.filter(state=PlanState.SUBMITTED.value)
    if scope.customers is not None:
        rows = rows.filter(plan__customer__code__in=scope.customers)
        rows = rows.filter(owner_id__in={actor.user_id, *actor.team} - {None})
        plans = plans.filter(customer__code__in=scope.customers)
    parts = [_as_rows(plans, _PLAN, *_OF_PLAN)] if actor.may(Verb.APPROVE_PLANS) else []
    parts += [_as_rows(each, what, *_OF_OTHER) for what, each in beside.items() if each is not None]
    found = list(_as_rows(rows, _ACTION, *_OF_ACTION).union(*parts, all=True))
    due = [
        DueAction(
            id=row, customer_id=customer, account=account or code, text=text, day=end,
            owner=by or "", is_mine=owner == actor.user_id,
        )
        for what, row, customer, code, account, text, end, owner, by in found
        if what == _ACTION
    ]  # fmt: skip
    submitted = [
        Submitted("" if what == _PLAN else what, customer, account or code or "", by)
        for what, _row, customer, code, account, _text, _end, _owner, by in found
        if what != _ACTION
    ]
    return ToDo(
        sorted(due, key=lambda each: (each.day, each.id)),
        sorted(submitted, key=lambda each: (not each.what, each.account)),
    )


_ACTION, _PLAN = "action", "plan"
_NO_TEXT = Value("", output_field=CharField())
_NO_DAY = Cast(Value(None), DateField())
_NO_NUMBER = Cast(Value(None), BigIntegerField())
_OF_ACTION = (
    F("plan__customer_id"), F("plan__customer__code"), F("plan__customer__name"), F("text"),
    F("end"), F("owner_id"), F("owner__name"),
)  # fmt: skip
_OF_PLAN = (
    F("customer_id"), F("customer__code"), F("customer__name"), _NO_TEXT, _NO_DAY,
    F("submitted_by_id"), F("submitted_by_name"),
)  # fmt: skip
_OF_OTHER = (
    _NO_NUMBER, _NO_TEXT, _NO_TEXT, _NO_TEXT, _NO_DAY, F("submitted_by_id"),
    F("submitted_by_name"),
)  # fmt: skip


def _as_rows(rows: QuerySet[Any], what: str, *columns: Any) -> QuerySet[Any]:
    """Rows of one kind, so that several kinds are found in one query."""
    return rows.order_by().values_list(Value(what, output_field=CharField()), F("pk"), *columns)


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
