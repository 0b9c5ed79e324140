"""How every row of a plan is found, checked, changed and told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import reconcile
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.plans.models import Plan
from clavero.plans.models._parts import TEXT_LENGTH, Row
from clavero.plans.rules.kinds import PlanState
from clavero.plans.selectors.history import WORDS
from clavero.plans.services._telling import tell
from clavero.portfolio.selectors import sees_account
from clavero.portfolio.visibility import accounts

RowT = TypeVar("RowT", bound=Row)
DATA = "x_"
"""What the fields of a row's kind are called beside those that all rows have."""


def plan_of_account(actor: Actor, customer_id: int, verb: Verb = Verb.WRITE_PLANS) -> Plan:
    """The plan of an account, locked. Raises ``Customer.DoesNotExist`` for strangers to it."""
    customer = accounts(actor).get(pk=customer_id)
    if not actor.may(verb):
        raise Forbidden(verb)
    locked = Plan.objects.select_for_update(of=("self",)).select_related("customer")
    plan = locked.filter(customer=customer).first()
    if plan is None:
        raise Refusal(
            _("This account has no plan yet."),
            code="no_plan",
            hint=_("Begin it on the account's page of plans."),
        )
    return plan


def row_to_write(
    actor: Actor, model: type[RowT], row_id: int, verb: Verb = Verb.WRITE_PLANS
) -> RowT:
    """A row, locked with its plan. Raises the model's ``DoesNotExist`` for strangers."""
    seen = model._default_manager.filter(plan__customer__in=accounts(actor).values("pk"))
    plan_id = seen.values_list("plan_id", flat=True).get(pk=row_id)
    if not actor.may(verb):
        raise Forbidden(verb)
    # Everybody takes the plan first, so that nobody waits for each other.
    plan = Plan.objects.select_for_update(of=("self",)).select_related("customer").get(pk=plan_id)
    row: RowT = model._default_manager.select_for_update().get(pk=row_id)
    row.plan = plan
    if row.retired_at is not None:
        raise Refusal(
            _("This row was taken out of the plan."),
            code="row_retired",
            hint=_("Write a new one if it holds again."),
        )
    return row


def check_text(text: str, field: str = "text") -> str:
    """What a row says."""
    said = " ".join(text.split())
    if not said:
        raise Refusal(_("Say in a line what it is."), code="text_missing", field=field)
    if len(said) > TEXT_LENGTH:
        raise Refusal(
            _("That is more than %(most)s letters."),
            code="text_too_long",
            field=field,
            hint=_("Say it shorter; what else is known is its evidence."),
            most=TEXT_LENGTH,
        )
    return said


def check_owner(owner_id: int | None, customer_id: int) -> None:
    """Whoever answers for a row must see the account, or they would never hear of it."""
    if owner_id is None:
        return
    person = people(Actor.system()).filter(pk=owner_id).first()
    if person is not None and sees_account(person, customer_id):
        return
    raise Refusal(
        _("That person does not see this account, so that nobody would do it."),
        code="owner_blind",
        field="owner_id",
        hint=_("Let them look after the account first, or choose somebody who sees it."),
    )


def add(actor: Actor, plan: Plan, row: RowT) -> RowT:
    """Keep a new row of a plan."""
    row.plan = plan
    row.text = check_text(row.text)
    check_owner(row.owner_id, plan.customer_id)
    row.by_name = actor.name
    row.confirmed_at = timezone.now()
    row.save()
    record(actor, "row.added", row, after={"text": row.text})
    written_on(plan)
    tell(actor, "plan.row_added", plan, text=row.text)
    return row


def change(
    actor: Actor,
    row: RowT,
    asked: Mapping[str, Any],
    seen: int,
    *,
    is_carried_out: bool = False,
    fill: Callable[[RowT], Mapping[str, Any]] = lambda _row: {},
) -> frozenset[str]:
    """Write what was asked for, unless somebody else has written it meanwhile; the fields that
    changed. What is only carried out, sooner or later, leaves what was approved approved. ``fill``
    says what else is written of the row as it then stands: nobody asked for it, so that it never
    counts against what others wrote."""
    asked = dict(asked)
    if "text" in asked:
        asked["text"] = check_text(asked["text"])
    if asked.get("owner_id") not in (None, row.owner_id):
        check_owner(asked["owner_id"], row.plan.customer_id)
    now = {name: value_of(row, name) for name in asked}
    stay = reconcile(row, seen=seen, now=now, asked=asked, words=WORDS)
    after = {
        name: value for name, value in asked.items() if name not in stay and value != now[name]
    }
    row.confirmed_at = timezone.now()
    for name, value in after.items():
        put(row, name, value)
    for name, value in fill(row).items():
        now.setdefault(name, value_of(row, name))
        put(row, name, value)
        after[name] = value
    after = {name: value for name, value in after.items() if value != now[name]}
    row.save()
    if after:
        before = {name: now[name] for name in after}
        record(actor, "row.changed", row, before=before, after=after)
        if not is_carried_out:
            written_on(row.plan)
        tell(actor, "plan.row_changed", row.plan, text=row.text, before=before, after=after)
    return frozenset(after)


def value_of(row: Row, name: str) -> Any:
    """A value of a row, of a field of its kind, or the rows that it waits for."""
    if name.startswith(DATA):
        data: Mapping[str, Any] = getattr(row, "data", {})
        return data.get(name.removeprefix(DATA), "")
    if name == "after":
        waited: Any = getattr(row, name)
        return sorted(waited.values_list("pk", flat=True))
    return getattr(row, name)


def put(row: Row, name: str, value: Any) -> None:
    """Write a value of a row."""
    if name == "after":
        getattr(row, name).set(value)
    elif name.startswith(DATA):
        data = {**getattr(row, "data", {}), name.removeprefix(DATA): value}
        setattr(row, "data", {key: each for key, each in data.items() if each != ""})  # noqa: B010
    else:
        setattr(row, name, value)


def written_on(plan: Plan) -> None:
    """What was approved is not what stands there any more."""
    if plan.state == PlanState.APPROVED:
        plan.state = PlanState.DRAFT.value
        plan.save(update_fields=["state"])


def retire(actor: Actor, row: Row) -> None:
    """Take a row out; the history keeps it."""
    row.retired_at = timezone.now()
    row.save(update_fields=["retired_at"])
    record(actor, "row.retired", row, before={"text": row.text})
    written_on(row.plan)
    tell(actor, "plan.row_retired", row.plan, text=row.text)
