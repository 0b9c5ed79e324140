"""What is done with a request: by the department that is asked, and by who asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.coordination.models import Member, Request, Stop, Word
from clavero.coordination.rules.requests import OF_DEPARTMENT, OPEN, Move, State, may
from clavero.coordination.services._held import needed, said
from clavero.coordination.visibility import of_accounts, of_departments, requests, require
from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.writing import tidy
from clavero.identity.rules import Actor, Verb


@transaction.atomic
def accept(actor: Actor, *, request_id: int, text: str = "") -> Request:
    """The department does it; whoever accepts has it, unless it was given to somebody."""
    request, now = _moved(actor, request_id, Move.ACCEPT)
    request.state, request.accepted_at = State.ACCEPTED.value, now
    request.owner_id = request.owner_id or actor.user_id
    said(actor, request, Move.ACCEPT, _text(text), now, ("state", "accepted_at", "owner_id"))
    return request


@transaction.atomic
def deliver(actor: Actor, *, request_id: int, text: str = "") -> Request:
    """It is done. What nobody had accepted is accepted with it."""
    request, now = _moved(actor, request_id, Move.DELIVER)
    request.state, request.delivered_at = State.DELIVERED.value, now
    request.accepted_at = request.accepted_at or now
    request.owner_id = request.owner_id or actor.user_id
    fields = ("state", "accepted_at", "delivered_at", "owner_id")
    said(actor, request, Move.DELIVER, _text(text), now, fields)
    return request


@transaction.atomic
def question(actor: Actor, *, request_id: int, text: str) -> Request:
    """The department needs to know more: its clock stands still until it is told."""
    request, now = _moved(actor, request_id, Move.QUESTION)
    told = needed(text, _("Say what you need to know."))
    request.state = State.UNCLEAR.value
    Stop.objects.create(request=request, begun_at=now)
    said(actor, request, Move.QUESTION, told, now, ("state",))
    return request


@transaction.atomic
def refuse(actor: Actor, *, request_id: int, text: str) -> Request:
    """The department does not do it, and says why."""
    request, now = _moved(actor, request_id, Move.REFUSE)
    told = needed(text, _("Say why it cannot be done."))
    _end_stop(request, now)
    request.state, request.ended_at = State.REFUSED.value, now
    said(actor, request, Move.REFUSE, told, now, ("state", "ended_at"))
    return request


@transaction.atomic
def inform(actor: Actor, *, request_id: int, text: str) -> Request:
    """Who asked says what the department needs to know: its clock goes on."""
    request, now = _moved(actor, request_id, Move.INFORM)
    told = needed(text, _("Write what the department needs to know."))
    _end_stop(request, now)
    request.state = (State.ASKED if request.accepted_at is None else State.ACCEPTED).value
    said(actor, request, Move.INFORM, told, now, ("state",))
    return request


@transaction.atomic
def confirm(actor: Actor, *, request_id: int, text: str = "") -> Request:
    """What was delivered is what was asked."""
    request, now = _moved(actor, request_id, Move.CONFIRM)
    request.state, request.ended_at = State.CONFIRMED.value, now
    said(actor, request, Move.CONFIRM, _text(text), now, ("state", "ended_at"))
    return request


@transaction.atomic
def give_back(actor: Actor, *, request_id: int, text: str) -> Request:
    """What was delivered is not what was asked. The customer has waited meanwhile, so the time that
    was promised stays."""
    request, now = _moved(actor, request_id, Move.GIVE_BACK)
    told = needed(text, _("Say what is missing."))
    request.state, request.delivered_at = State.ACCEPTED.value, None
    request.given_back += 1
    said(actor, request, Move.GIVE_BACK, told, now, ("state", "delivered_at", "given_back"))
    return request


@transaction.atomic
def withdraw(actor: Actor, *, request_id: int, text: str = "") -> Request:
    """It is no longer wanted."""
    request, now = _moved(actor, request_id, Move.WITHDRAW)
    _end_stop(request, now)
    request.state, request.ended_at = State.WITHDRAWN.value, now
    said(actor, request, Move.WITHDRAW, _text(text), now, ("state", "ended_at"))
    return request


@transaction.atomic
def assign(actor: Actor, *, request_id: int, owner_id: int) -> Request:
    """Give it to somebody of the department."""
    request = _locked(actor, request_id)
    _of_department(actor, request)
    if request.state not in OPEN:
        raise _another_state()
    member = Member.objects.filter(department=request.department_id, person=owner_id)
    if not member.filter(person__is_active=True).exists():
        raise Refusal(
            _("This person does not belong to the department."),
            code="no_member",
            field="owner_id",
            hint=_("Choose somebody from the list."),
        )
    if request.owner_id != owner_id:
        request.owner_id = owner_id
        said(actor, request, "assign", "", timezone.now(), ("owner_id",))
    return request


@transaction.atomic
def comment(actor: Actor, *, request_id: int, text: str) -> Request:
    """Write to the other side."""
    request = _locked(actor, request_id)
    if not _is_of_department(actor, request):
        require(actor, Verb.ASK_DEPARTMENTS)
    told = needed(text, _("Write what there is to say."))
    Word.objects.create(request=request, text=told, at=timezone.now(), by_name=actor.name)
    record(actor, "request.commented", request, after={"word": told})
    return request


def _moved(actor: Actor, request_id: int, move: Move) -> tuple[Request, datetime]:
    request = _locked(actor, request_id)
    if move in OF_DEPARTMENT:
        _of_department(actor, request)
    else:
        _of_account(actor, request)
    if not may(move, State(request.state)):
        raise _another_state()
    return request, timezone.now()


def _locked(actor: Actor, request_id: int) -> Request:
    """The request, locked. Raises ``Request.DoesNotExist`` for strangers to it."""
    found = requests(actor).select_for_update(of=("self",))
    return found.select_related("hours").get(pk=request_id)


def _is_of_department(actor: Actor, request: Request) -> bool:
    return of_departments(actor).filter(pk=request.pk).exists()


def _of_department(actor: Actor, request: Request) -> None:
    if actor.user_id is not None and not _is_of_department(actor, request):
        raise Forbidden(Verb.ANSWER_REQUESTS)


def _of_account(actor: Actor, request: Request) -> None:
    require(actor, Verb.ASK_DEPARTMENTS)
    if actor.user_id is not None and not of_accounts(actor).filter(pk=request.pk).exists():
        raise Forbidden(Verb.ASK_DEPARTMENTS)


def _another_state() -> Refusal:
    return Refusal(
        _("This request is in another state now."),
        code="another_state",
        hint=_("Look at it again: somebody has gone on with it."),
    )


def _end_stop(request: Request, now: datetime) -> None:
    Stop.objects.filter(request=request, ended_at=None).update(ended_at=now)


def _text(text: str) -> str:
    return str(tidy(Word, {"text": text})["text"])
