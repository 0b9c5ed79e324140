"""What customers say of us: a wave of last spring that is closed, and one that takes answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from django.db import transaction
from django.utils import timezone

from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.loyalty import services
from clavero.loyalty.links import token_of
from clavero.loyalty.models import Invitation, Survey, SurveyVersion, Wave
from clavero.loyalty.rules.answering import Said
from clavero.loyalty.rules.asking import Content, Question
from clavero.loyalty.selectors.asked import account_code
from clavero.loyalty.words import DEFAULT_INTRO, DEFAULT_QUESTIONS, DEFAULT_TITLE, DEFAULT_WORDS
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import structure
from clavero.work.models import Task
from clavero.work.services import finish_task
from demo.clock import on
from demo.company import Company
from demo.people import KEY_ACCOUNT_MEMBERS, member
from demo.team import team_accounts

Texts = tuple[str, str]  # in Spanish and English

_WRITTEN, _SPRING, _SPRING_UNTIL = date(2026, 3, 2), date(2026, 4, 13), date(2026, 5, 8)
_NAMES: tuple[Texts, Texts, Texts] = (
    ("Satisfacción de cuentas clave", "Satisfaction of key accounts"),
    ("Primavera de 2026", "Spring 2026"),
    ("Otoño de 2026", "Autumn 2026"),
)
_SINCE_AUTUMN = 6  # days that the open wave has been under way
_AUTUMN_LASTS = 16
_ANSWERED_THEN, _ANSWERS_NOW = 40, 9


class Mood(NamedTuple):
    """How the people of an account see us, on average."""

    recommends: float
    quality: tuple[float, float]
    service: tuple[float, float]
    price: tuple[float, float]


_MOODS = {
    "Valdoria": Mood(9.0, (8.4, 7.2), (8.6, 7.0), (6.6, 7.2)),
    "Hüttenbach": Mood(6.6, (7.4, 7.9), (5.9, 7.8), (7.0, 6.4)),
    "Ebrosa": Mood(8.2, (8.0, 7.4), (7.4, 7.1), (7.2, 7.0)),
}
_OTHERS = Mood(7.9, (7.8, 7.3), (7.3, 7.2), (6.9, 7.0))
_WHY: dict[str, Sequence[Texts]] = {
    "good": (
        ("Cumplen los plazos y avisan cuando algo se tuerce.",
         "They keep their dates, and say so when something goes wrong."),
        ("El técnico conoce nuestra línea mejor que nosotros.",
         "Their engineer knows our line better than we do."),
        ("Responden el mismo día.", "They answer the same day."),
    ),
    "fair": (
        ("Buen producto, pero el precio sube cada año.", "A good product, but dearer every year."),
        ("Correcto, sin más.", "Fine, no more than that."),
    ),
    "bad": (
        ("Tres entregas tarde en dos meses y nadie llamó.",
         "Three late deliveries in two months, and nobody called."),
        ("Tardan semanas en contestar una queja.",
         "A complaint takes weeks to be answered."),
    ),
}  # fmt: skip
_WISHES: Sequence[Texts] = (
    ("Avisar antes de cambiar un formato.", "Tell us before a format changes."),
    ("Una persona fija en logística.", "One person for us in logistics."),
    ("Más visitas en planta.", "More visits to the plant."),
)


@transaction.atomic
def load(made: Company, language: str) -> None:
    """Take them into the data folder, as on their own days; a second time changes nothing."""
    if Survey.objects.exists():
        return
    which = ("es", "en").index(language)
    director, senior = _actor("director"), _actor("senior")
    with on(_WRITTEN):
        questions = tuple(Question(key, DEFAULT_WORDS[key]) for key in DEFAULT_QUESTIONS)
        version = services.write_survey(
            director,
            name=_NAMES[0][which],
            content=Content(DEFAULT_TITLE, DEFAULT_INTRO, questions),
        )
    key_accounts = [made.account(name) for name in KEY_ACCOUNT_MEMBERS]
    theirs = [code for code, _junior in team_accounts(made)]
    moods = dict(zip(key_accounts, (_MOODS[name] for name in KEY_ACCOUNT_MEMBERS), strict=True))
    draws = np.random.default_rng(20260413)
    _closed(senior, version, [*key_accounts, *theirs], moods, draws, which)
    _open(senior, version, key_accounts, moods, draws, which)


def _closed(
    actor: Actor, version: SurveyVersion, codes: Sequence[str], moods: dict[str, Mood],
    draws: np.random.Generator, which: int,
) -> None:  # fmt: skip
    with on(_SPRING):
        wave = services.start_wave(
            actor, version_id=version.pk, name=_NAMES[1][which], customer_ids=_ids(codes),
            closes_on=_SPRING_UNTIL, is_mailed=False,
        )  # fmt: skip
    _answers(wave, _ANSWERED_THEN, _SPRING, moods, draws, which)
    for number, task in enumerate(Task.objects.filter(origin="survey").order_by("pk")):
        with on(_SPRING + timedelta(days=9 + number)):
            finish_task(actor, task_id=task.pk)
    with on(_SPRING_UNTIL + timedelta(days=1)):
        services.close_wave(actor, wave_id=wave.pk)


def _open(
    actor: Actor, version: SurveyVersion, codes: Sequence[str], moods: dict[str, Mood],
    draws: np.random.Generator, which: int,
) -> None:  # fmt: skip
    today = timezone.localdate()
    began = today - timedelta(days=_SINCE_AUTUMN)
    with on(began):
        wave = services.start_wave(
            actor, version_id=version.pk, name=_NAMES[2][which], customer_ids=_ids(codes),
            closes_on=today + timedelta(days=_AUTUMN_LASTS), is_mailed=False,
        )  # fmt: skip
    _answers(wave, _ANSWERS_NOW, began, moods, draws, which)


def _answers(
    wave: Wave, count: int, began: date, moods: dict[str, Mood], draws: np.random.Generator,
    which: int,
) -> None:  # fmt: skip
    """Some of those asked answer, one after the other within five days."""
    asked = list(wave.invitations.filter(left_out="").select_related("customer").order_by("pk"))
    chosen = sorted(draws.permutation(len(asked))[:count].tolist())
    groups = _groups(moods)
    for number, at in enumerate(chosen):
        invitation = asked[at]
        mood = moods.get(groups.get(invitation.customer.code, ""), _OTHERS)
        with on(began + timedelta(days=1 + number * 4 // max(count, 1))):
            services.answer(_token(invitation), said=list(_said(mood, number, draws, which)))


def _said(mood: Mood, number: int, draws: np.random.Generator, which: int) -> Iterator[Said]:
    nps = _near(mood.recommends, draws, 1.6)
    yield Said("nps", nps)
    yield Said("csat", min(max(round(nps / 2 + float(draws.normal(0.2, 0.5))), 1), 5))
    pairs = {"quality": mood.quality, "service": mood.service, "price": mood.price}
    for key in pairs:
        us, other = pairs[key]
        yield Said(key, _near(us, draws, 1.0), _near(other, draws, 1.0))
    feeling = "good" if nps >= 9 else "fair" if nps >= 7 else "bad"
    if number % 3 != 1:
        texts = _WHY[feeling]
        yield Said("why", text=texts[number % len(texts)][which])
    if number % 5 == 0:
        yield Said("wish", text=_WISHES[number // 5 % len(_WISHES)][which])


def _near(mean: float, draws: np.random.Generator, spread: float) -> int:
    return min(max(round(float(draws.normal(mean, spread))), 0), 10)


def _groups(moods: dict[str, Mood]) -> dict[str, str]:
    """The key account of each customer's code, by who is asked at it."""
    shape = structure()
    return {code: root for code in shape.cards if (root := account_code(shape, code)) in moods}


def _token(invitation: Invitation) -> str:
    return token_of(invitation.key, invitation.language)


def _ids(codes: Sequence[str]) -> list[int]:
    return list(Customer.objects.filter(code__in=codes).order_by("pk").values_list("pk", flat=True))


def _actor(key: str) -> Actor:
    return actor_for(Person.objects.get(email=member(key).email))
