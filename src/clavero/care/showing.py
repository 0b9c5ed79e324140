"""What the page of a complaint shows of it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clavero.care.models import Word
from clavero.care.rules.cases import Move
from clavero.care.selectors import ComplaintSeen
from clavero.care.sentences import clock_in_words
from clavero.care.words import (
    CAUSE_NAMES,
    CHANNEL_NAMES,
    FIELD_NAMES,
    RUNNING_ICONS,
    RUNNING_TONES,
    SEVERITY_NAMES,
    TIER_NAMES,
    WORD_NAMES,
    Name,
)
from clavero.ui import formats


@dataclass(frozen=True, slots=True)
class ClockShown:
    """A clock told in words, with its sign."""

    told: str
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class MoveShown:
    """A step that can be done now, with its form."""

    key: str
    verb: Name
    form: Any
    icon: str


VERBS: dict[str, tuple[Name, str]] = {
    Move.ACKNOWLEDGE: (gettext_lazy("Acknowledge"), "mail-check"),
    Move.ANSWER: (gettext_lazy("Answer"), "message"),
    Move.GO_ON: (gettext_lazy("The customer has replied"), "player-play"),
    Move.RESOLVE: (gettext_lazy("Resolve"), "check"),
    Move.WAIT: (gettext_lazy("Wait for the customer"), "player-pause"),
    Move.REOPEN: (gettext_lazy("Reopen"), "rotate"),
}


def clocks_of(found: ComplaintSeen) -> list[ClockShown]:
    """Both clocks of a case."""
    return [
        ClockShown(
            clock_in_words(name, shown),
            RUNNING_ICONS[shown.running],
            RUNNING_TONES.get(shown.running, "plain"),
        )
        for name, shown in (("answer", found.answer), ("resolve", found.resolve))
    ]


def facts_of(found: ComplaintSeen) -> Iterator[tuple[Name, Name]]:
    """What is known of a case, with what it is called."""
    row, kept = found.row, found.complaint
    satisfied = "" if row.satisfied is None else _("yes") if row.satisfied else _("no")
    money = "" if row.money is None else formats.money(row.money)
    values: list[tuple[Name, Name]] = [
        (FIELD_NAMES["owner_id"], row.owner or _("nobody yet")),
        (FIELD_NAMES["severity"], SEVERITY_NAMES[row.severity]),
        (_("Promised as to"), TIER_NAMES[kept.tier]),
        (_("Received"), formats.moment(row.received_at)),
        (_("How it came"), CHANNEL_NAMES[row.channel]),
        (FIELD_NAMES["from_name"], row.from_name),
        (FIELD_NAMES["from_phone"], kept.from_phone),
        (FIELD_NAMES["from_email"], kept.from_email),
        (FIELD_NAMES["money"], money),
        (FIELD_NAMES["cause"], CAUSE_NAMES.get(row.cause, "")),
        (FIELD_NAMES["why"], kept.why),
        (FIELD_NAMES["corrective"], kept.corrective),
        (FIELD_NAMES["satisfied"], satisfied),
        (FIELD_NAMES["reopened"], formats.number(row.reopened) if row.reopened else ""),
    ]
    return ((name, value) for name, value in values if value)


def said_of(found: ComplaintSeen) -> list[tuple[Name, Word]]:
    """What was said and done, the latest first."""
    return [(WORD_NAMES.get(word.what, word.what), word) for word in found.words]


def moves_of(found: ComplaintSeen, forms: Mapping[str, Any]) -> list[MoveShown]:
    """What can be done now, the usual next step first."""
    return [
        MoveShown(key, verb, forms[key], icon)
        for key, (verb, icon) in VERBS.items()
        if key in forms and key in found.moves
    ]
