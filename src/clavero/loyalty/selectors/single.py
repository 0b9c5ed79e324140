"""Single answers: for the account team, and for the person who gave them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clavero.identity.rules import Actor
from clavero.loyalty.models import Invitation, Wave
from clavero.loyalty.rules.asking import Content, State
from clavero.loyalty.selectors.respondents import state_now
from clavero.loyalty.selectors.results import Said, rows_of
from clavero.loyalty.visibility import waves
from clavero.portfolio.selectors import structure


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What one person said, in a line of a list."""

    id: int
    contact_id: int | None
    contact: str
    account: str
    code: str
    function: str
    answered_at: datetime
    nps: int | None
    csat: int | None
    overall: str
    quality: str
    service: str
    price: str
    innovation: str
    relationship: str
    why: str
    wish: str


@dataclass(frozen=True, slots=True)
class SingleAnswers:
    """A wave with the answers that the reader reads singly; ``hidden`` are how many others
    answered."""

    wave: Wave
    asked: Content
    rows: Sequence[AnswerRow]
    hidden: int


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """Somebody whom a wave found, and where their invitation stands."""

    id: int
    contact_id: int | None
    contact: str
    account: str
    function: str
    left_out: str
    state: State
    sent_at: datetime | None
    failed_at: datetime | None
    reminders: int
    can_be_revoked: bool


def single_answers(actor: Actor, wave_id: int) -> SingleAnswers:
    """The answers of a wave at the accounts that ``actor`` looks after. Raises
    ``Wave.DoesNotExist`` for who sees none of the customers asked."""
    wave = waves(actor).select_related("version__survey").get(pk=wave_id)
    rows = [each for each in rows_of(actor, [wave], structure()) if each.has_answered]
    known = [_answer_row(each) for each in rows if each.is_known]
    return SingleAnswers(wave, wave.version.asked, known, len(rows) - len(known))


def invited(rows: Sequence[Said]) -> list[InvitedRow]:
    """Whom a wave found among ``rows``, those left out last."""
    made = [_invited_row(each) for each in rows]
    return sorted(made, key=lambda each: (bool(each.left_out), each.account, each.contact, each.id))


def kept_of_contact(contact_id: int) -> list[dict[str, Any]]:
    """What is kept of one contact: when they were asked, and what they said."""
    found = Invitation.objects.filter(contact=contact_id).select_related("wave")
    return [
        {
            "wave": each.wave.name,
            "asked_on": each.wave.opened_at.date().isoformat(),
            "left_out": each.left_out or None,
            "language": each.language,
            "sent_at": _moment(each.sent_at),
            "reminders": each.reminders,
            "answered_at": _moment(each.answered_at),
            "answers": [
                {
                    "question": answer.question,
                    "value": answer.value,
                    "best_other": answer.other,
                    "text": answer.text or None,
                }
                for answer in each.answers.all()
            ],
        }
        for each in found.prefetch_related("answers")
    ]


def _answer_row(of: Said) -> AnswerRow:
    invitation = of.invitation
    assert invitation.answered_at is not None
    return AnswerRow(
        id=invitation.pk,
        contact_id=invitation.contact_id,
        contact=_name(invitation),
        account=str(invitation.customer),
        code=invitation.customer.code,
        function=invitation.function,
        answered_at=invitation.answered_at,
        nps=of.value("nps"),
        csat=of.value("csat"),
        **{key: _pair(of, key) for key in _PAIRS},
        **{key: _text(of, key) for key in ("why", "wish")},
    )


_PAIRS = ("overall", "quality", "service", "price", "innovation", "relationship")


def _pair(of: Said, key: str) -> str:
    answer = of.answers.get(key)
    if answer is None:
        return ""
    return " : ".join("–" if each is None else str(each) for each in (answer.value, answer.other))


def _text(of: Said, key: str) -> str:
    answer = of.answers.get(key)
    return "" if answer is None else answer.text


def _invited_row(of: Said) -> InvitedRow:
    invitation = of.invitation
    state = state_now(invitation)
    return InvitedRow(
        id=invitation.pk,
        contact_id=invitation.contact_id,
        contact=_name(invitation),
        account=str(invitation.customer),
        function=invitation.function,
        left_out=invitation.left_out,
        state=state,
        sent_at=invitation.sent_at,
        failed_at=invitation.failed_at,
        reminders=invitation.reminders,
        can_be_revoked=not invitation.left_out and state is State.OPEN,
    )


def _name(invitation: Invitation) -> str:
    return "" if invitation.contact is None else invitation.contact.name


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
