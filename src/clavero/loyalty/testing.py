"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.loyalty.links import token_of
from clavero.loyalty.models import Invitation, SurveyVersion, Wave
from clavero.loyalty.rules.answering import Said
from clavero.loyalty.rules.asking import Content, Question
from clavero.loyalty.services import answer, close_wave, start_wave, write_survey
from clavero.loyalty.words import DEFAULT_INTRO, DEFAULT_TITLE, DEFAULT_WORDS
from clavero.portfolio.models import Customer
from clavero.relationships.models import Contact
from clavero.relationships.rules.people import Function
from clavero.relationships.testing import make_contact

SYSTEM = Actor.system()


def make_survey(*keys: str, name: str = "Yearly survey", actor: Actor = SYSTEM) -> SurveyVersion:
    """A survey with these questions, by default a recommendation, why, satisfaction and service."""
    asked = keys or ("nps", "why", "csat", "service")
    questions = tuple(Question(key, DEFAULT_WORDS[key]) for key in asked)
    content = Content(DEFAULT_TITLE, DEFAULT_INTRO, questions)
    return write_survey(actor, name=name, content=content)


def make_contacts(
    customer: Customer, count: int, *, function: Function = Function.PURCHASING, word: str = ""
) -> list[Contact]:
    """Contacts who can be asked, told apart by their numbers."""
    called = word or customer.code.lower()
    return [
        make_contact(
            customer,
            f"Contact {called} {number}",
            function=function,
            email=f"{called}.{function.value}.{number}@customer.example",
            languages="es",
        )
        for number in range(1, count + 1)
    ]


def make_wave(
    *customers: Customer, version: SurveyVersion | None = None, actor: Actor = SYSTEM, **given: Any
) -> Wave:
    """A wave that asks the contacts of customers for two weeks."""
    told = {
        "name": "Spring",
        "closes_on": timezone.localdate() + timedelta(days=14),
        "rests": 0,
        **given,
    }
    asked = version or SurveyVersion.objects.first() or make_survey()
    ids = [each.pk for each in customers]
    return start_wave(actor, version_id=asked.pk, customer_ids=ids, **told)


def token(invitation: Invitation) -> str:
    """The last part of its link."""
    return token_of(invitation.key, invitation.language)


def make_answer(invitation: Invitation, nps: int | None = 9, **others: Any) -> None:
    """Somebody answers; ``others`` are the numbers, pairs or texts by question."""
    said = [] if nps is None else [Said("nps", nps)]
    for key, given in others.items():
        if isinstance(given, str):
            said.append(Said(key, text=given))
        elif isinstance(given, tuple):
            said.append(Said(key, *given))
        else:
            said.append(Said(key, given))
    answer(token(invitation), said=said)


def end(wave: Wave) -> None:
    """A wave takes no answers any more: its sums are told."""
    close_wave(SYSTEM, wave_id=wave.pk)


def answer_all(wave: Wave, scores: Sequence[int], **others: Any) -> list[Invitation]:
    """The first asked give these recommendations, one each."""
    asked = list(wave.invitations.filter(left_out="", answered_at=None).order_by("pk"))
    for invitation, score in zip(asked, scores, strict=False):
        make_answer(invitation, score, **others)
    return asked
