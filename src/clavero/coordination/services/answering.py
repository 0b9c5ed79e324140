"""What is done with a request: by the department that is asked, and by who asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.coordination.models import Member, Request, Stop, Word
from clavero.coordination.rules.raci import Part
from clavero.coordination.rules.requests import OF_DEPARTMENT, OPEN, Move, State, may
from clavero.coordination.services._held import begin_of, end_told, needed, said
from clavero.coordination.services._telling import WORDS
from clavero.coordination.services.answers import Side, end_heard, tell_asker, tell_department
from clavero.coordination.services.involving import News, end_consulted, inform_of
from clavero.coordination.visibility import (
    of_accounts,
    of_consulted,
    of_departments,
    requests,
    require,
)
from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import reconcile
from clavero.core.writing import tidy
from clavero.identity.rules import Actor, Verb
from clavero.work.rules import Origin
from clavero.work.services import hand_tasks_on


@transaction.atomic
def accept(actor: Actor, *, request_id: int, text: str = "") -> Request:
    """The department does it; whoever accepts has it, unless it was given to somebody."""
    asked, now = _moved(actor, request_id, Move.ACCEPT)
    asked.state, asked.accepted_at = State.ACCEPTED.value, now
    asked.owner_id = asked.owner_id or actor.user_id
    said(actor, asked, Move.ACCEPT, _text(text), now, ("state", "accepted_at", "owner_id"))
    end_told(actor, asked, "accept")
    end_heard(actor, asked, Side.DEPARTMENT)
    return asked


@transaction.atomic
def deliver(actor: Actor, *, request_id: int, text: str = "") -> Request:
    """It is done. What nobody had accepted is accepted with it."""
    asked, now = _moved(actor, request_id, Move.DELIVER)
    asked.state, asked.delivered_at = State.DELIVERED.value, now
    asked.accepted_at = asked.accepted_at or now
    asked.owner_id = asked.owner_id or actor.user_id
    fields = ("state", "accepted_at", "delivered_at", "owner_id")
    said(actor, asked, Move.DELIVER, _text(text), now, fields)
    end_told(actor, asked)
    tell_asker(actor, asked, Move.DELIVER)
    inform_of(actor, asked, News.DELIVERED)
    return asked


@transaction.atomic
def question(actor: Actor, *, request_id: int, text: str) -> Request:
    """The department needs to know more: its clock stands still until it is told."""
    asked, now = _moved(actor, request_id, Move.QUESTION)
    told = needed(text, _("Say what you need to know."))
    asked.state = State.UNCLEAR.value
    Stop.objects.create(request=asked, begun_at=now)
    said(actor, asked, Move.QUESTION, told, now, ("state",))
    end_heard(actor, asked, Side.DEPARTMENT)
    tell_asker(actor, asked, Move.QUESTION)
    return asked


@transaction.atomic
def refuse(actor: Actor, *, request_id: int, text: str) -> Request:
    """The department does not do it, and says why."""
    asked, now = _moved(actor, request_id, Move.REFUSE)
    told = needed(text, _("Say why it cannot be done."))
    _end_stop(asked, now)
    asked.state, asked.ended_at = State.REFUSED.value, now
    said(actor, asked, Move.REFUSE, told, now, ("state", "ended_at"))
    end_told(actor, asked, is_done=False)
    tell_asker(actor, asked, Move.REFUSE)
    inform_of(actor, asked, News.REFUSED)
    return asked


@transaction.atomic
def inform(actor: Actor, *, request_id: int, text: str) -> Request:
    """Who asked says what the department needs to know: its clock goes on."""
    asked, now = _moved(actor, request_id, Move.INFORM)
    told = needed(text, _("Write what the department needs to know."))
    _end_stop(asked, now)
    asked.state = (State.ASKED if asked.accepted_at is None else State.ACCEPTED).value
    said(actor, asked, Move.INFORM, told, now, ("state",))
    end_heard(actor, asked, Side.ASKER)
    tell_department(actor, asked, Move.INFORM)
    return asked


@transaction.atomic
def confirm(actor: Actor, *, request_id: int, text: str = "") -> Request:
    """What was delivered is what was asked."""
    asked, now = _moved(actor, request_id, Move.CONFIRM)
    asked.state, asked.ended_at = State.CONFIRMED.value, now
    said(actor, asked, Move.CONFIRM, _text(text), now, ("state", "ended_at"))
    end_heard(actor, asked, Side.ASKER)
    return asked


@transaction.atomic
def give_back(actor: Actor, *, request_id: int, text: str) -> Request:
    """What was delivered is not what was asked. The customer has waited meanwhile, so the time that
    was promised stays."""
    asked, now = _moved(actor, request_id, Move.GIVE_BACK)
    told = needed(text, _("Say what is missing."))
    asked.state, asked.delivered_at = State.ACCEPTED.value, None
    asked.given_back += 1
    asked.told_at = None  # if its time is over, they are told once more
    said(actor, asked, Move.GIVE_BACK, told, now, ("state", "delivered_at", "given_back"))
    end_heard(actor, asked, Side.ASKER)
    tell_department(actor, asked, Move.GIVE_BACK)
    return asked


@transaction.atomic
def withdraw(actor: Actor, *, request_id: int, text: str = "") -> Request:
    """It is no longer wanted."""
    asked, now = _moved(actor, request_id, Move.WITHDRAW)
    _end_stop(asked, now)
    asked.state, asked.ended_at = State.WITHDRAWN.value, now
    said(actor, asked, Move.WITHDRAW, _text(text), now, ("state", "ended_at"))
    end_told(actor, asked, is_done=False)
    tell_department(actor, asked, Move.WITHDRAW)
    inform_of(actor, asked, News.WITHDRAWN, parts=(Part.INFORMED, Part.CONSULTED))
    return asked


@transaction.atomic
def assign(actor: Actor, *, request_id: int, owner_id: int, seen: int = 0) -> Request:
    """Give it to somebody of the department. ``seen`` is the revision looked at: whom somebody else
    gave it to meanwhile, or who has accepted it, does not lose it unawares."""
    asked = _locked(actor, request_id)
    _of_department(actor, asked)
    if asked.state not in OPEN:
        raise _another_state()
    member = Member.objects.filter(department=asked.department_id, person=owner_id)
    if not member.filter(person__is_active=True).exists():
        raise Refusal(
            _("This person does not belong to the department."),
            code="no_member",
            field="owner_id",
            hint=_("Choose somebody from the list."),
        )
    before = asked.owner_id
    reconcile(asked, seen=seen, now={"owner_id": before}, asked={"owner_id": owner_id}, words=WORDS)
    if before != owner_id:
        asked.owner_id = owner_id
        said(actor, asked, "assign", "", timezone.now(), ("owner_id",))
        if before is not None:
            hand_tasks_on(
                actor, origin=Origin.REQUEST, begins=begin_of(asked),
                names=f":department:{before}:", owner_id=owner_id,
            )  # fmt: skip
    return asked


@transaction.atomic
def comment(actor: Actor, *, request_id: int, text: str) -> Request:
    """Write to the other side, or what somebody who is consulted thinks of it."""
    asked = _locked(actor, request_id)
    if not (_is_of_department(actor, asked) or of_consulted(actor).filter(pk=asked.pk).exists()):
        _of_account(actor, asked)
    told = needed(text, _("Write what there is to say."))
    Word.objects.create(request=asked, text=told, at=timezone.now(), by_name=actor.name)
    record(actor, "request.commented", asked, after={"word": told})
    end_consulted(actor, asked)
    return asked


def _moved(actor: Actor, request_id: int, move: Move) -> tuple[Request, datetime]:
    asked = _locked(actor, request_id)
    if move in OF_DEPARTMENT:
        _of_department(actor, asked)
    else:
        _of_account(actor, asked)
    if not may(move, State(asked.state)):
        raise _another_state()
    return asked, timezone.now()


def _locked(actor: Actor, request_id: int) -> Request:
    """The request, locked. Raises ``Request.DoesNotExist`` for strangers to it."""
    found = requests(actor).select_for_update(of=("self",))
    named = found.select_related(
        "hours", "customer", "department__lead", "owner", "asker", "process"
    )
    return named.get(pk=request_id)


def _is_of_department(actor: Actor, asked: Request) -> bool:
    return of_departments(actor).filter(pk=asked.pk).exists()


def _of_department(actor: Actor, asked: Request) -> None:
    if actor.user_id is not None and not _is_of_department(actor, asked):
        raise Forbidden(Verb.ANSWER_REQUESTS)


def _of_account(actor: Actor, asked: Request) -> None:
    require(actor, Verb.ASK_DEPARTMENTS)
    if actor.user_id is not None and not of_accounts(actor).filter(pk=asked.pk).exists():
        raise Forbidden(Verb.ASK_DEPARTMENTS)


def _another_state() -> Refusal:
    return Refusal(
        _("This request is in another state now."),
        code="another_state",
        hint=_("Look at it again: somebody has gone on with it."),
    )


def _end_stop(asked: Request, now: datetime) -> None:
    Stop.objects.filter(request=asked, ended_at=None).update(ended_at=now)


def _text(text: str) -> str:
    return str(tidy(Word, {"text": text})["text"])
