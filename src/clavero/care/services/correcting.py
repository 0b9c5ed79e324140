"""When a complaint was told to us, and of which account it is, are put right."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.care.models import Complaint, Word
from clavero.care.services._held import (
    ANSWER,
    RESOLVE,
    WRITTEN,
    end_told,
    promise,
    say_what_is_written,
    set_clock,
    to_handle,
)
from clavero.care.services.writing import refuse_moment
from clavero.care.words import WORDS
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.revisions import reconcile
from clavero.core.writing import as_told
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import lead_who_acts, sees_account, structure, today_of
from clavero.portfolio.visibility import accounts
from clavero.ui import formats

_LONGEST = 300  # characters of a reason
_PROMISED = (
    "tier", "hours", "answer_minutes", "resolve_minutes", "stops", "corrected", "answer_due_at",
    "resolve_due_at", "look_at", "told_at", "answer_took", "resolve_took",
)  # fmt: skip


@transaction.atomic
def correct_received(
    actor: Actor, *, complaint_id: int, received_at: datetime, reason: str, seen: int = 0
) -> Complaint:
    """A complaint was told to us at another moment than was written down: its clocks run from then,
    and what is promised is that of that day. What was answered or resolved keeps the time it had.
    ``seen`` is the revision looked at. Raises ``Complaint.DoesNotExist`` for strangers to its
    account."""
    complaint = to_handle(actor, complaint_id)
    told = _reason(reason)
    before = {"received_at": complaint.received_at}
    reconcile(complaint, seen=seen, now=before, asked={"received_at": received_at}, words=WORDS)
    _refuse_impossible(complaint, received_at)
    if received_at == complaint.received_at:
        return complaint
    complaint.received_at = received_at
    _promise_anew(actor, complaint)
    complaint.save(update_fields=["received_at", *_PROMISED])
    Word.objects.filter(complaint=complaint, what="received").update(at=received_at)
    after = {"received_at": received_at, "reason": told}
    record(actor, "complaint.corrected", complaint, before=as_told(before), after=as_told(after))
    return complaint


@transaction.atomic
def move_complaint(
    actor: Actor, *, complaint_id: int, customer_id: int, reason: str, seen: int = 0
) -> Complaint:
    """A complaint is of another account than was written down: what is promised is that account's,
    and where whoever has the case does not see it, the case is for whoever leads it. ``seen`` is
    the revision looked at. Raises ``Complaint.DoesNotExist`` for strangers to its account, and
    ``Customer.DoesNotExist`` for strangers to the other."""
    complaint = to_handle(actor, complaint_id)
    customer = accounts(actor).get(pk=customer_id)
    told = _reason(reason)
    old = complaint.customer
    there = today_of(customer)
    # What it was before is not told to who sees the new account alone.
    after = {"customer": there.title}
    reconcile(complaint, seen=seen, now={"customer": today_of(old).title}, asked=after, words=WORDS)
    if there.id == today_of(old).id:
        raise Refusal(
            _("It is of this account already."),
            code="same_account",
            hint=_("Choose the account that complained."),
        )
    complaint.customer = customer
    fields = ["customer", *_PROMISED]
    if complaint.owner is None or not sees_account(complaint.owner, there.id):
        lead = lead_who_acts(customer)
        complaint.owner_id = actor.user_id if lead is None else lead.pk
        fields.append("owner")
    _promise_anew(actor, complaint)
    complaint.save(update_fields=fields)
    # Who sees the new account alone is not led to the old one.
    if end_told(actor, complaint, WRITTEN, is_done=False):
        say_what_is_written(complaint, f"moved-{complaint.corrected}")
    given = {**after, "owner_id": complaint.owner_id, "reason": told}
    record(actor, "complaint.moved", complaint, after=as_told(given))
    record(actor, "complaint.moved", old, before={"complaint_text": complaint.text})
    record(actor, "complaint.moved", customer, after={"complaint_text": complaint.text})
    return complaint


def _promise_anew(actor: Actor, complaint: Complaint) -> None:
    """The clocks of a case by what is known now; what somebody was told by the old ones falls,
    and nothing else."""
    complaint.corrected += 1
    if complaint.is_open:
        promise(complaint, complaint.customer, structure(), complaint.received_at)
    set_clock(complaint)
    end_told(actor, complaint, ANSWER, RESOLVE, is_done=False)


def _refuse_impossible(complaint: Complaint, received_at: datetime) -> None:
    """Nothing of a case lies before it came, and nothing comes from tomorrow."""
    refuse_moment(received_at)
    steps = [
        complaint.acknowledged_at, complaint.answered_at, complaint.resolved_at,
        *complaint.waits.values_list("begun_at", flat=True),
        *complaint.words.exclude(what__in=("received", "")).values_list("at", flat=True),
    ]  # fmt: skip
    first = min((each for each in steps if each is not None), default=None)
    if first is not None and received_at > first:
        raise Refusal(
            _("Something was done with it on %(moment)s already: it came before."),
            code="after_first_step",
            field="received_at",
            moment=formats.moment(first),
        )


def _reason(text: str) -> str:
    told = text.strip()[:_LONGEST]
    if not told:
        raise Refusal(_("Say why it is put right."), code="reason_missing", field="reason")
    return told
