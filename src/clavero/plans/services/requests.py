"""Means that a plan asks for, and what an executive says to it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.period import add_months
from clavero.identity.rules import Actor, Verb
from clavero.plans.models import Initiative, Plan, ResourceRequest
from clavero.plans.rules.kinds import RequestKind, RequestState
from clavero.plans.rules.timeline import detail_of
from clavero.plans.services._telling import tell
from clavero.plans.services._writing import (
    add,
    change,
    plan_of_account,
    retire,
    row_to_write,
)
from clavero.ui import formats
from clavero.ui.meanwhile import refuse_unseen


@transaction.atomic
def request_resources(
    actor: Actor,
    *,
    customer_id: int,
    kind: RequestKind,
    text: str,
    amount: Decimal,
    needed_on: date,
    **given: Any,
) -> ResourceRequest:
    """Ask for means; an executive decides."""
    plan = plan_of_account(actor, customer_id)
    if given.get("owner_id") is None:
        given["owner_id"] = actor.user_id
    row = ResourceRequest(kind=kind.value, text=text, amount=amount, needed_on=needed_on, **given)
    row.plan = plan
    _check(row)
    _check_day(plan, needed_on)
    return add(actor, plan, row)


@transaction.atomic
def change_request(
    actor: Actor, *, request_id: int, kind: RequestKind, seen: int = 0, **given: Any
) -> ResourceRequest:
    """Ask for something else, while nobody has decided."""
    row = _undecided(actor, request_id, Verb.WRITE_PLANS)
    asked = {"kind": kind.value, **given}
    wanted = ResourceRequest(plan=row.plan, **{**_figures(row), **given})
    _check(wanted)
    if wanted.needed_on not in (None, row.needed_on):
        _check_day(row.plan, wanted.needed_on)
    change(actor, row, asked, seen)
    return row


@transaction.atomic
def decide_request(
    actor: Actor,
    *,
    request_id: int,
    state: RequestState,
    granted: Decimal | None = None,
    reason: str = "",
    seen: int = 0,
) -> ResourceRequest:
    """Approve what is asked for, a part of it, or refuse it; the last two for a reason."""
    row = _undecided(actor, request_id, Verb.DECIDE_RESOURCES)
    reason = reason.strip()
    if state is RequestState.REQUESTED:
        raise Refusal(
            _("Approve it, approve a part of it, or refuse it."),
            code="no_decision",
            field="state",
        )
    if state is not RequestState.APPROVED and not reason:
        raise Refusal(
            _("Say why: whoever asked will want to know."), code="reason_missing", field="reason"
        )
    if state is RequestState.CUT and (granted is None or not 0 < granted < row.amount):
        raise Refusal(
            _("A part is more than nothing and less than what was asked for."),
            code="granted_outside",
            field="granted",
        )
    refuse_unseen(row, seen)
    given = {RequestState.APPROVED: row.amount, RequestState.CUT: granted}.get(state)
    row.state, row.granted, row.reason = state.value, given, reason
    row.decided_by_name, row.decided_at = actor.name, timezone.now()
    row.save()
    after = {"state": row.state, "granted": row.granted, "reason": reason}
    record(actor, "row.decided", row, before={"state": RequestState.REQUESTED.value}, after=after)
    tell(
        actor,
        "plan.request_decided",
        row.plan,
        text=row.text,
        state=row.state,
        amount=None if given is None else str(given),
        note=reason,
    )
    return row


@transaction.atomic
def retire_request(actor: Actor, *, request_id: int) -> ResourceRequest:
    """It is no longer asked for."""
    row = _undecided(actor, request_id, Verb.WRITE_PLANS)
    retire(actor, row)
    return row


def _undecided(actor: Actor, request_id: int, verb: Verb) -> ResourceRequest:
    row = row_to_write(actor, ResourceRequest, request_id, verb)
    if row.state != RequestState.REQUESTED:
        raise Refusal(
            _("%(name)s has decided on it already."),
            code="decided_already",
            hint=_("Ask anew if something else is needed."),
            name=row.decided_by_name,
        )
    return row


def _figures(row: ResourceRequest) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("amount", "hours", "initiative_id")}


def _check_day(plan: Plan, day: date) -> None:
    """Refuse a day that no year of the plan has: it would cost in another than it is needed in."""
    begins = max(plan.start, detail_of(timezone.localdate()).start)
    last = add_months(begins, 12 * plan.years) - timedelta(days=1)
    if not plan.start <= day <= last:
        raise Refusal(
            _("The plan is of %(first)s to %(last)s: choose a day of these."),
            code="needed_outside",
            field="needed_on",
            first=formats.day(plan.start),
            last=formats.day(last),
        )


def _check(row: ResourceRequest) -> None:
    if row.amount <= 0:
        raise Refusal(
            _("Say how much it takes in money, hours too."),
            code="amount_not_positive",
            field="amount",
        )
    if row.hours is not None and row.hours < 0:
        raise Refusal(_("Hours are not negative."), code="hours_negative", field="hours")
    known = Initiative.objects.filter(plan=row.plan, retired_at=None)
    if row.initiative_id is not None and not known.filter(pk=row.initiative_id).exists():
        raise Refusal(
            _("That is not in this plan."),
            code="no_such_target",
            field="initiative_id",
            hint=_("Choose one of this plan."),
        )
