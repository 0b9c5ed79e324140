"""Initiatives that are worth something to both sides, and the value that the customer signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import history, record
from clavero.core.errors import Refusal, Refusals
from clavero.identity.rules import Actor
from clavero.opportunities.rules.pipeline import Ansoff
from clavero.plans.models import Initiative, Objective, Plan
from clavero.plans.rules.kinds import OPEN_ACTIONS, InitiativeState, RequestState
from clavero.plans.rules.value import VALUE_PARTS, value_of_parts
from clavero.plans.services._telling import tell
from clavero.plans.services._writing import (
    add,
    change,
    plan_of_account,
    retire,
    row_to_write,
    written_on,
)
from clavero.plans.services.rows import link_item, link_need
from clavero.ui.meanwhile import refuse_unseen

_AMOUNTS = ("sales", "customer_value", "investment", "customer_investment", "switching")


@transaction.atomic
def add_initiative(
    actor: Actor,
    *,
    customer_id: int,
    kind: Ansoff,
    text: str,
    ramp: Sequence[Decimal] = (),
    answers: Sequence[str] = (),
    **given: Any,
) -> Initiative:
    """An idea for both sides; without an owner it is the writer's own. ``answers`` are the rows and
    needs that it is linked to, such as ``row:1`` and ``need:2``."""
    plan = plan_of_account(actor, customer_id)
    if given.get("owner_id") is None:
        given["owner_id"] = actor.user_id
    _sum_value(given)
    _check(plan, ramp, given)
    row = add(actor, plan, Initiative(kind=kind.value, text=text, ramp=_kept(ramp), **given))
    for each in answers:
        of, _colon, number = each.partition(":")
        target: dict[str, Any] = {"kind": "initiative", "target_id": row.pk}
        if of == "need":
            link_need(actor, customer_id=customer_id, need_id=int(number), **target)
        else:
            link_item(actor, item_id=int(number), **target)
    return row


@transaction.atomic
def change_initiative(
    actor: Actor,
    *,
    initiative_id: int,
    kind: Ansoff,
    state: InitiativeState,
    ramp: Sequence[Decimal] = (),
    seen: int = 0,
    **given: Any,
) -> Initiative:
    """Other figures, another state. Raises ``Initiative.DoesNotExist`` for strangers.

    A signature is for a number: with another one it stands as it did before it was signed, and the
    customer has to sign again.
    """
    initiative = row_to_write(actor, Initiative, initiative_id)
    _sum_value(given)
    _check(initiative.plan, ramp, given)
    if state is InitiativeState.VALIDATED and initiative.state != state:
        raise Refusal(
            _("A value is agreed only when the customer signs the number."),
            code="not_signed",
            field="state",
            hint=_("Write down who has signed which value, and when."),
        )
    if state is InitiativeState.VALIDATED and _is_another_value(initiative, given):
        state = _before_signature(initiative)
    asked = {"kind": kind.value, "state": state.value, "ramp": _kept(ramp), **given}
    change(actor, initiative, asked, seen)
    return initiative


@transaction.atomic
def sign_value(
    actor: Actor,
    *,
    initiative_id: int,
    value: Decimal,
    by: str,
    on: date | None = None,
    seen: int = 0,
) -> Initiative:
    """Somebody at the customer's has signed what the initiative was worth to them in a year. Of a
    page, ``seen`` is the revision that it showed: what was written since is told first."""
    initiative = row_to_write(actor, Initiative, initiative_id)
    if seen:
        refuse_unseen(initiative, seen)
    day, name = on or timezone.localdate(), by.strip()
    if value <= 0:
        raise Refusal(
            _("A value that somebody signs is more than nothing."),
            code="value_not_positive",
            field="value",
        )
    if not name:
        raise Refusal(_("Say who has signed it."), code="signer_missing", field="by")
    if day > timezone.localdate():
        raise Refusal(
            _("Nobody has signed it on a day to come."), code="signed_in_future", field="on"
        )
    if initiative.state == InitiativeState.DROPPED:
        raise Refusal(
            _("This initiative was dropped."),
            code="initiative_dropped",
            hint=_("Take it up again first."),
        )
    before = {"state": initiative.state}
    initiative.validated_value, initiative.validated_by = value, name
    initiative.validated_on = day
    initiative.state = InitiativeState.VALIDATED.value
    initiative.confirmed_at = timezone.now()
    initiative.save()
    after = {"state": initiative.state, "customer_value": value, "customer_owner": name}
    record(actor, "row.signed", initiative, before=before, after=after)
    if value != initiative.customer_value:  # the number that was approved may be signed as it is
        written_on(initiative.plan)
    tell(actor, "plan.value_signed", initiative.plan, text=initiative.text, amount=str(value))
    return initiative


@transaction.atomic
def retire_initiative(actor: Actor, *, initiative_id: int) -> Initiative:
    """It was a mistake; what is given up is dropped instead."""
    initiative = row_to_write(actor, Initiative, initiative_id)
    has_actions = initiative.actions.filter(retired_at=None, state__in=OPEN_ACTIONS).exists()
    waiting = RequestState.REQUESTED.value
    if has_actions or initiative.requests.filter(retired_at=None, state=waiting).exists():
        raise Refusal(
            _("Open actions or requests belong to this initiative."),
            code="initiative_in_use",
            hint=_("Finish or move them first, or drop the initiative instead."),
        )
    retire(actor, initiative)
    return initiative


def _sum_value(given: dict[str, Any]) -> None:
    """What it is worth to the customer is the sum of its parts where somebody says them."""
    summed = value_of_parts(*(given.get(name) for name in VALUE_PARTS))
    if summed is not None:
        given["customer_value"] = summed


def _is_another_value(initiative: Initiative, given: dict[str, Any]) -> bool:
    return bool(given.get("customer_value", initiative.customer_value) != initiative.customer_value)


def _before_signature(initiative: Initiative) -> InitiativeState:
    """How it stood when the value was signed first."""
    for entry in history(initiative).filter(verb="row.signed"):
        state = InitiativeState((entry.before or {})["state"])
        if state is not InitiativeState.VALIDATED:
            return state
    return InitiativeState.DELIVERED


def _kept(ramp: Sequence[Decimal]) -> list[str]:
    return [str(each) for each in ramp]


def _check(plan: Plan, ramp: Sequence[Decimal], given: dict[str, Any]) -> None:
    """Refuse all that cannot be, at once."""
    refused = list(_faults(plan, ramp, given))
    if refused:
        raise Refusals(refused)


def _faults(plan: Plan, ramp: Sequence[Decimal], given: dict[str, Any]) -> Iterator[Refusal]:
    for name in _AMOUNTS:
        if (given.get(name) or 0) < 0:
            yield Refusal(_("That amount is not negative."), code="amount_negative", field=name)
    probability = given.get("probability")
    if probability is not None and not 0 <= probability <= 1:
        yield Refusal(
            _("A probability goes from 0 to 100."),
            code="probability_outside",
            field="probability",
        )
    if any(not 0 <= each <= 1 for each in ramp):
        yield Refusal(
            _("The start goes from 0 to 100 in each year."),
            code="ramp_outside",
            field="ramp",
        )
    objective_id = given.get("objective_id")
    if (
        objective_id is not None
        and not Objective.objects.filter(pk=objective_id, plan=plan, retired_at=None).exists()
    ):
        yield Refusal(
            _("That is not in this plan."),
            code="no_such_target",
            field="objective_id",
            hint=_("Choose one of this plan."),
        )
