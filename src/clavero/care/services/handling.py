"""What is done with a complaint, step by step; each says who did it and when."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.care.models import Complaint, Word
from clavero.care.rules.cases import Move, State, is_same_case
from clavero.care.services._held import (
    ANSWER,
    RESOLVE,
    WRITTEN,
    begin_of,
    begin_wait,
    end_told,
    end_wait,
    owner_given,
    refuse_move,
    said,
    to_handle,
)
from clavero.care.words import WORDS
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.revisions import reconcile
from clavero.core.writing import tidy
from clavero.identity.rules import Actor
from clavero.work.rules.tasks import Origin
from clavero.work.services import hand_tasks_on


@transaction.atomic
def acknowledge(actor: Actor, *, complaint_id: int, text: str = "") -> Complaint:
    """The customer was told that we have it. That is no answer yet."""
    complaint, now = _moved(actor, complaint_id, Move.ACKNOWLEDGE)
    complaint.state, complaint.acknowledged_at = State.ACKNOWLEDGED.value, now
    said(actor, complaint, Move.ACKNOWLEDGE, _text(text), now, fields=("state", "acknowledged_at"))
    return complaint


@transaction.atomic
def answer(actor: Actor, *, complaint_id: int, text: str) -> Complaint:
    """A person has replied to the matter; the first time, the clock of the answer stops."""
    complaint, now = _moved(actor, complaint_id, Move.ANSWER)
    told = _needed(text, _("Say what you answered."))
    complaint.state = State.ANSWERED.value
    complaint.answered_at = complaint.answered_at or now
    end_wait(complaint, now)
    said(actor, complaint, Move.ANSWER, told, now, fields=("state", "answered_at"))
    end_told(actor, complaint, ANSWER, WRITTEN)
    return complaint


@transaction.atomic
def wait(actor: Actor, *, complaint_id: int, text: str) -> Complaint:
    """We need something of the customer; where the terms say so, the clock stands still."""
    complaint, now = _moved(actor, complaint_id, Move.WAIT)
    told = _needed(text, _("Say what you wait for."))
    complaint.state = State.WAITING.value
    begin_wait(actor, complaint, now)
    said(actor, complaint, Move.WAIT, told, now, fields=("state",))
    end_told(actor, complaint, WRITTEN)
    return complaint


@transaction.atomic
def go_on(actor: Actor, *, complaint_id: int, text: str = "") -> Complaint:
    """The customer has said what we waited for: it is our turn again."""
    complaint, now = _moved(actor, complaint_id, Move.GO_ON)
    end_wait(complaint, now)
    complaint.state = _before_waiting(complaint).value
    said(actor, complaint, Move.GO_ON, _text(text), now, fields=("state",))
    return complaint


@transaction.atomic
def resolve(actor: Actor, *, complaint_id: int, text: str) -> Complaint:
    """It is put right. What was not answered before is answered with it; its cause is known, or
    nobody would learn from it."""
    complaint, now = _moved(actor, complaint_id, Move.RESOLVE)
    told = _needed(text, _("Say how it was resolved."))
    if not complaint.cause:
        raise Refusal(
            _("Nobody has said yet what caused it."),
            code="cause_missing",
            hint=_("Write the cause first: it is how one sees whether it comes back."),
        )
    complaint.state, complaint.resolved_at = State.RESOLVED.value, now
    complaint.answered_at = complaint.answered_at or now
    complaint.satisfied = None
    end_wait(complaint, now)
    fields = ("state", "resolved_at", "answered_at", "satisfied")
    said(actor, complaint, Move.RESOLVE, told, now, fields=fields)
    end_told(actor, complaint, ANSWER, RESOLVE, WRITTEN)
    return complaint


@transaction.atomic
def reopen(actor: Actor, *, complaint_id: int, text: str) -> Complaint:
    """It was not resolved after all. Within two weeks it is the same case, whose clock has run on;
    after them it is a new one."""
    complaint, now = _moved(actor, complaint_id, Move.REOPEN)
    told = _needed(text, _("Say what is wrong again."))
    if complaint.resolved_at is not None and not is_same_case(complaint.resolved_at, now):
        raise Refusal(
            _("It was resolved more than 14 days ago, so this is a new case."),
            code="another_case",
            hint=_("Write a new complaint: if it has the same cause, it counts as coming back."),
        )
    complaint.state, complaint.resolved_at = State.ANSWERED.value, None
    complaint.satisfied = None
    complaint.reopened += 1
    complaint.told_at = None  # if its time is over, whoever has it is told once more
    fields = ("state", "resolved_at", "satisfied", "reopened")
    said(actor, complaint, Move.REOPEN, told, now, fields=fields)
    end_told(actor, complaint, WRITTEN)
    return complaint


@transaction.atomic
def assign(actor: Actor, *, complaint_id: int, owner_id: int, seen: int = 0) -> Complaint:
    """Give it to somebody who sees the account. ``seen`` is the revision looked at: whom somebody
    else gave it to meanwhile does not lose it unawares."""
    complaint = to_handle(actor, complaint_id)
    if not complaint.is_open:
        refuse_move(complaint, Move.ANSWER)
    owner_given(actor, owner_id, complaint.customer)
    before = {"owner_id": complaint.owner_id}
    reconcile(complaint, seen=seen, now=before, asked={"owner_id": owner_id}, words=WORDS)
    if complaint.owner_id == owner_id:
        return complaint
    complaint.owner_id = owner_id
    complaint.save(update_fields=["owner"])
    for about in (ANSWER, RESOLVE, WRITTEN):
        hand_tasks_on(
            actor, origin=Origin.COMPLAINT, begins=begin_of(complaint), names=f":{about}:",
            owner_id=owner_id,
        )  # fmt: skip
    record(actor, "complaint.assigned", complaint, before=before, after={"owner_id": owner_id})
    return complaint


@transaction.atomic
def say_satisfied(actor: Actor, *, complaint_id: int, satisfied: bool, text: str = "") -> Complaint:
    """What the customer says of a case that was resolved."""
    complaint = to_handle(actor, complaint_id)
    if complaint.is_open:
        raise Refusal(
            _("It is not resolved yet."),
            code="not_resolved",
            hint=_("Resolve it first, then ask whether they are satisfied."),
        )
    complaint.satisfied = satisfied
    now = timezone.now()
    said(actor, complaint, "satisfied", _text(text), now, fields=("satisfied",))
    end_told(actor, complaint, WRITTEN)
    return complaint


@transaction.atomic
def note(actor: Actor, *, complaint_id: int, text: str) -> Complaint:
    """Write down what happened, for those who go on with it."""
    complaint = to_handle(actor, complaint_id)
    told = _needed(text, _("Write what there is to know."))
    Word.objects.create(complaint=complaint, text=told, at=timezone.now(), by_name=actor.name)
    record(actor, "complaint.noted", complaint, after={"word": told})
    return complaint


def _moved(actor: Actor, complaint_id: int, move: Move) -> tuple[Complaint, datetime]:
    complaint = to_handle(actor, complaint_id)
    refuse_move(complaint, move)
    return complaint, max(timezone.now(), complaint.received_at)


def _before_waiting(complaint: Complaint) -> State:
    if complaint.answered_at is not None:
        return State.ANSWERED
    return State.RECEIVED if complaint.acknowledged_at is None else State.ACKNOWLEDGED


def _text(text: str) -> str:
    return str(tidy(Word, {"text": text})["text"])


def _needed(text: str, sentence: object) -> str:
    told = _text(text)
    if not told:
        raise Refusal(str(sentence), code="text_missing", field="text")
    return told
