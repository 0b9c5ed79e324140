"""The rows of a plan's sections: written, confirmed, taken out, linked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.market.selectors import note_at_account
from clavero.opportunities.selectors import need_of_account
from clavero.plans.models import Action, Initiative, Objective, Plan, PlanItem, PlanLink
from clavero.plans.models._parts import NOTE_LENGTH, TEXT_LENGTH
from clavero.plans.rules.catalogue import BY_KEY, BadField, FieldFault, Kind, read_fields
from clavero.plans.rules.outward import can_be_shared
from clavero.plans.services._telling import tell
from clavero.plans.services._writing import (
    DATA,
    add,
    change,
    plan_of_account,
    retire,
    row_to_write,
    written_on,
)
from clavero.plans.words import FIELD_LABELS

_FAULTS = {
    FieldFault.MISSING: _("“%(name)s” is missing."),
    FieldFault.UNKNOWN: _("“%(name)s” does not know that answer."),
    FieldFault.NO_NUMBER: _("“%(name)s” is a number."),
    FieldFault.OUTSIDE: _("“%(name)s” goes from %(low)s to %(high)s."),
    FieldFault.NOT_WHOLE: _("“%(name)s” is a whole number."),
}


@transaction.atomic
def add_item(
    actor: Actor,
    *,
    customer_id: int,
    kind: str,
    text: str,
    fields: Mapping[str, Any] | None = None,
    owner_id: int | None = None,
    is_shared: bool = False,
    evidence: str = "",
    source: str = "",
    dated: date | None = None,
    note_id: int | None = None,
) -> PlanItem:
    """A new row; without an owner it is the writer's own. Raises ``Note.DoesNotExist`` where
    ``note_id`` is no note of the market that holds for the account."""
    plan = plan_of_account(actor, customer_id)
    if note_id is not None:
        note_at_account(actor, note_id, customer_id)
    read = _read(_kind(kind), fields or {})
    _check(evidence, source, dated)
    _check_shared(kind, is_shared)
    return add(
        actor,
        plan,
        PlanItem(
            kind=kind,
            text=text,
            data=read,
            owner_id=actor.user_id if owner_id is None else owner_id,
            is_shared=is_shared,
            evidence=evidence.strip(),
            source=source.strip(),
            dated=dated,
            note_id=note_id,
        ),
    )


@transaction.atomic
def change_item(
    actor: Actor,
    *,
    item_id: int,
    text: str,
    fields: Mapping[str, Any],
    owner_id: int | None = None,
    is_shared: bool = False,
    evidence: str = "",
    source: str = "",
    dated: date | None = None,
    seen: int = 0,
) -> PlanItem:
    """A row says something else. Raises ``PlanItem.DoesNotExist`` for strangers."""
    item = row_to_write(actor, PlanItem, item_id)
    kind = BY_KEY[item.kind]
    read = _read(kind, fields)
    _check(evidence, source, dated)
    _check_shared(item.kind, is_shared and not item.is_shared)
    asked: dict[str, Any] = {
        "text": text,
        "owner_id": owner_id,
        "is_shared": is_shared,
        "evidence": evidence.strip(),
        "source": source.strip(),
        "dated": dated,
        **{f"{DATA}{field.key}": read.get(field.key, "") for field in kind.fields},
    }
    change(actor, item, asked, seen)
    return item


@transaction.atomic
def confirm_item(actor: Actor, *, item_id: int) -> PlanItem:
    """Somebody has looked at a row, and it still holds."""
    item = row_to_write(actor, PlanItem, item_id)
    item.confirmed_at = timezone.now()
    item.save(update_fields=["confirmed_at"])
    record(actor, "row.confirmed", item)
    tell(actor, "plan.row_confirmed", item.plan, text=item.text)
    return item


@transaction.atomic
def retire_item(actor: Actor, *, item_id: int) -> PlanItem:
    """A row no longer holds."""
    item = row_to_write(actor, PlanItem, item_id)
    retire(actor, item)
    return item


@transaction.atomic
def link_item(actor: Actor, *, item_id: int, kind: str, target_id: int) -> PlanLink:
    """A row is answered by another row, an objective, an action or an initiative of its plan."""
    item = row_to_write(actor, PlanItem, item_id)
    return _link(actor, item.plan, kind, target_id, item.text, item=item)


@transaction.atomic
def link_need(
    actor: Actor, *, customer_id: int, need_id: int, kind: str, target_id: int
) -> PlanLink:
    """A need of the customer is answered by a row, an objective, an action or an initiative of its
    plan. Raises
    ``Need.DoesNotExist`` where it is not one of the account or of those below it."""
    plan = plan_of_account(actor, customer_id)
    need = need_of_account(plan.customer.code, need_id)
    return _link(actor, plan, kind, target_id, need.text, need=need)


@transaction.atomic
def unlink_need(actor: Actor, *, customer_id: int, need_id: int, link_id: int) -> None:
    """They have nothing to do with each other."""
    plan = plan_of_account(actor, customer_id)
    need = need_of_account(plan.customer.code, need_id)
    gone, _counts = PlanLink.objects.filter(pk=link_id, plan=plan, need=need).delete()
    if gone:
        written_on(plan)
        tell(actor, "plan.unlinked", plan, text=need.text[:TEXT_LENGTH])


def _link(
    actor: Actor, plan: Plan, kind: str, target_id: int, text: str, **source: Any
) -> PlanLink:
    models: dict[str, type[PlanItem | Action | Initiative | Objective]] = {
        "other": PlanItem, "action": Action, "initiative": Initiative, "objective": Objective,
    }  # fmt: skip
    model = models.get(kind)
    known = model is not None and model._default_manager.filter(
        pk=target_id, plan=plan, retired_at=None
    )
    own: PlanItem | None = source.get("item")
    if own is not None and model is PlanItem and known:
        known = known.exclude(pk=own.pk)  # a row does not answer itself
    if not known or not known.exists():
        raise Refusal(
            _("That is not in this plan."),
            code="no_such_target",
            field="target",
            hint=_("Choose a row, an objective, an action or an initiative of this plan."),
        )
    target: dict[str, Any] = {f"{kind}_id": target_id}
    link, is_new = PlanLink.objects.get_or_create(plan=plan, **source, **target)
    if is_new:
        written_on(plan)
        tell(actor, "plan.linked", plan, text=text[:TEXT_LENGTH])
    return link


@transaction.atomic
def unlink_item(actor: Actor, *, item_id: int, link_id: int) -> None:
    """They have nothing to do with each other."""
    item = row_to_write(actor, PlanItem, item_id)
    gone, _counts = PlanLink.objects.filter(pk=link_id, item=item).delete()
    if gone:
        written_on(item.plan)
        tell(actor, "plan.unlinked", item.plan, text=item.text)


def _kind(key: str) -> Kind:
    kind = BY_KEY.get(key)
    if kind is None:
        raise Refusal(_("A plan has no such rows."), code="kind_unknown", field="kind")
    return kind


def _read(kind: Kind, given: Mapping[str, Any]) -> dict[str, str]:
    try:
        return read_fields(kind, given)
    except BadField as bad:
        field = bad.field
        places: dict[str, Any] = {"name": FIELD_LABELS[field.key]}
        if bad.fault is FieldFault.OUTSIDE and field.low is not None and field.high is not None:
            places |= {"low": field.low * field.scale, "high": field.high * field.scale}
        raise Refusal(
            _FAULTS[bad.fault], code=f"field_{bad.fault}", field=f"{DATA}{field.key}", **places
        ) from bad


def _check(evidence: str, source: str, dated: date | None) -> None:
    if len(evidence) > NOTE_LENGTH or len(source) > TEXT_LENGTH:
        raise Refusal(
            _("That is longer than a row can hold."),
            code="note_too_long",
            field="evidence" if len(evidence) > NOTE_LENGTH else "source",
            hint=_("Write it shorter, or name the document in which it stands."),
        )
    if dated is not None and dated > timezone.localdate():
        raise Refusal(
            _("A source cannot be of a day to come."), code="dated_in_future", field="dated"
        )


def _check_shared(kind: str, is_shared: bool) -> None:
    if is_shared and not can_be_shared(kind):
        raise Refusal(
            _("Rows of this kind are judgements of ours, which the customer never reads."),
            code="kind_stays_internal",
            field="is_shared",
            hint=_("Write what the customer should know as a fact, an aim or a need."),
        )
