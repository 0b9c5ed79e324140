"""What can be asked and in which words, who is asked, and how long a link holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from clavero.core.likeness import fold
from clavero.matrix.rules.scores import Criterion

LANGUAGES = ("es", "en")
RESTS_DAYS = 90
MOST_REST = 730
OPEN_DAYS = 21
MOST_OPEN = 180
MOST_REMINDERS = 2
REMIND_AFTER = timedelta(days=3)
TITLE_LENGTH = 120
WORDS_LENGTH = 400
TEXT_LENGTH = 2000


class Kind(StrEnum):
    """How a question is answered."""

    NPS = "nps"  # 0 to 10
    CSAT = "csat"  # 1 to 5
    VERSUS = "versus"  # 0 to 10 for us, and for the best other supplier
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Offered:
    """A question that a survey can have; ``criterion`` is that of the matrix which it tells of."""

    key: str
    kind: Kind
    criterion: str = ""


OFFERED = (
    Offered("nps", Kind.NPS),
    Offered("why", Kind.TEXT),
    Offered("csat", Kind.CSAT),
    Offered("overall", Kind.VERSUS),
    *(
        Offered(each.value, Kind.VERSUS, each.value)
        for each in (
            Criterion.QUALITY, Criterion.SERVICE, Criterion.PRICE, Criterion.INNOVATION,
            Criterion.RELATIONSHIP,
        )
    ),
    Offered("wish", Kind.TEXT),
)  # fmt: skip
BY_KEY = {each.key: each for each in OFFERED}


@dataclass(frozen=True, slots=True)
class Question:
    """One of them in the words of each language."""

    key: str
    words: Mapping[str, str]

    @property
    def kind(self) -> Kind:
        """How it is answered."""
        return BY_KEY[self.key].kind

    @property
    def criterion(self) -> str:
        """The criterion of the matrix that it tells of, if any."""
        return BY_KEY[self.key].criterion

    def in_language(self, language: str) -> str:
        """The question as it is put."""
        return self.words.get(language) or next(iter(self.words.values()))


@dataclass(frozen=True, slots=True)
class Content:
    """What a version of a survey asks, in the order in which questions are offered."""

    title: Mapping[str, str]
    intro: Mapping[str, str]
    questions: Sequence[Question] = field(default_factory=tuple)

    def as_kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "title": dict(self.title),
            "intro": dict(self.intro),
            "questions": [{"key": each.key, "words": dict(each.words)} for each in self.questions],
        }

    @property
    def has_nps(self) -> bool:
        """Whether it asks for a recommendation."""
        return any(each.kind is Kind.NPS for each in self.questions)


def content_of(kept: Mapping[str, Any]) -> Content:
    """What was kept."""
    return Content(
        kept["title"],
        kept["intro"],
        tuple(Question(each["key"], each["words"]) for each in kept["questions"]),
    )


class LeftOut(StrEnum):
    """Why somebody is not asked."""

    ERASED = "erased"
    UNKNOWN = "unknown"
    GONE = "gone"
    NO_EMAIL = "no_email"
    UNWILLING = "unwilling"
    ASKED_LATELY = "asked_lately"
    SAME_ADDRESS = "same_address"


COUNTED = frozenset(
    {LeftOut.NO_EMAIL, LeftOut.UNWILLING, LeftOut.ASKED_LATELY, LeftOut.SAME_ADDRESS}
)
"""They are known and could have an opinion: of all of them and of those asked, some answered."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contact who may be asked, by what decides on it."""

    name: str
    email: str
    is_erased: bool
    left_on: date | None
    is_unwilling: bool
    last_asked: date | None


def left_out(who: Candidate, on: date, rests: int) -> LeftOut | None:
    """Why somebody is not asked on a day; ``None`` for who is. ``rests`` are the days for which
    nobody who was asked is asked again."""
    if who.is_erased:
        return LeftOut.ERASED
    if not who.name:
        return LeftOut.UNKNOWN
    if who.left_on is not None and who.left_on <= on:
        return LeftOut.GONE
    if not who.email:
        return LeftOut.NO_EMAIL
    if who.is_unwilling:
        return LeftOut.UNWILLING
    if who.last_asked is not None and on - who.last_asked < timedelta(days=rests):
        return LeftOut.ASKED_LATELY
    return None


def language_of(spoken: str, code: str, default: str = "es") -> str:
    """The language in which somebody is asked, by the languages that they are known to speak, in
    the order and writing in which somebody named them, else by the country of their company.

    >>> language_of("Español, English", ""), language_of("alemán, inglés", "DE")
    ('es', 'en')
    >>> language_of("English (UK)", "ES"), language_of("castellano/inglés", "DE")
    ('en', 'es')
    >>> language_of("espanol e ingles", "DE"), language_of("en-GB", "ES"), language_of("Basque", "")
    ('es', 'en', 'es')
    >>> language_of("", "ES"), language_of("", "DE"), language_of("", "")
    ('es', 'en', 'es')
    """
    spoken_one = language_spoken(spoken)
    if spoken_one is not None:
        return spoken_one
    if not code:
        return default
    return "es" if code in _SPANISH else "en"


def language_spoken(spoken: str) -> str | None:
    """The first of the languages that somebody is known to speak in which surveys are written.

    >>> language_spoken("alemán, inglés"), language_spoken("Deutsch"), language_spoken("")
    ('en', None, None)
    """
    names = {
        **dict.fromkeys(("espanol", "castellano", "spanish"), "es"),
        **dict.fromkeys(("ingles", "english"), "en"),
    }
    for part in _BETWEEN.split(fold(spoken)):
        words: list[str] = _WORD.findall(part)
        # By its code only where nothing else is said: “en” is a word of Spanish as well.
        if words and words[0] in LANGUAGES and (len(words) == 1 or len(words[1]) == len("GB")):
            return words[0]
        named = [names[word] for word in words if word in names]
        if named:
            return named[0]
    return None


_BETWEEN, _WORD = re.compile(r"[,;/|·]|\by\b|\be\b|\band\b"), re.compile(r"[a-z]+")
_SPANISH = frozenset(
    {
        "ES", "MX", "AR", "CO", "CL", "PE", "VE", "EC", "GT", "CU", "BO", "DO", "HN", "PY", "SV",
        "NI", "CR", "PA", "UY", "PR", "GQ",
    }
)  # fmt: skip


class State(StrEnum):
    """What a link opens."""

    OPEN = "open"
    ANSWERED = "answered"
    REVOKED = "revoked"
    EXPIRED = "expired"
    CLOSED = "closed"


def state_of(
    *,
    answered_at: datetime | None,
    revoked_at: datetime | None,
    expires_at: datetime,
    closed_at: datetime | None,
    now: datetime,
) -> State:
    """Of a link, at a moment. Who has answered is told so, whatever came afterwards."""
    if answered_at is not None:
        return State.ANSWERED
    if revoked_at is not None:
        return State.REVOKED
    if closed_at is not None:
        return State.CLOSED
    return State.OPEN if now < expires_at else State.EXPIRED


def may_be_reminded(
    *,
    sent_at: datetime | None,
    reminded_at: datetime | None,
    reminders: int,
    now: datetime,
    most: int = MOST_REMINDERS,
) -> bool:
    """Whether somebody who has not answered may be reminded: ``most`` times, and not so soon."""
    last = reminded_at or sent_at
    return last is not None and reminders < most and now - last >= REMIND_AFTER
