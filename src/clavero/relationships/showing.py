"""What the page of a contact shows of it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.relationships.models import Judgement
from clavero.relationships.rules.judging import Kind
from clavero.relationships.selectors import ContactRow, ContactSeen, TieRow
from clavero.relationships.selectors.known import Thought
from clavero.relationships.words import (
    FIELD_NAMES,
    FUNCTION_NAMES,
    GUIDES,
    KIND_NAMES,
    LEVEL_NAMES,
    OURS_NAMES,
    PART_NAMES,
    PARTY_NAMES,
    Name,
)
from clavero.ui import formats


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement in words; ``state`` is empty while it counts."""

    id: int
    value: Name
    source: str
    by: str
    on: Name
    until: Name
    state: Name


@dataclass(frozen=True, slots=True)
class JudgedShown:
    """A kind of judgement with what counts, what was said before, and the form for the next."""

    key: str
    name: Name
    counts: Said | None
    before: tuple[Said, ...]
    form: Any


@dataclass(frozen=True, slots=True)
class TieShown:
    """Somebody of ours who knows the contact."""

    id: int
    person_id: int
    person: str
    ours: Name
    strength: Name
    said: Said | None
    has_faded: bool
    is_over: bool
    last: Name
    ended: Name


def facts_of(row: ContactRow) -> Iterator[tuple[Name, Name]]:
    """The facts that are known, with what they are called."""
    values: list[tuple[str, Name]] = [
        ("title", row.title),
        ("function", FUNCTION_NAMES[row.function]),
        ("level", LEVEL_NAMES.get(row.level, "")),
        ("part", PART_NAMES.get(row.part, "")),
        ("reports_to_id", row.reports_to),
        ("unit", row.unit),
        ("languages", row.languages),
        ("email", row.email),
        ("phone", row.phone),
        ("party", PARTY_NAMES[row.party] if row.organisation else ""),
        ("organisation", row.organisation),
        ("left_on", "" if row.left_on is None else formats.day(row.left_on)),
    ]
    for field, value in values:
        if value:
            yield FIELD_NAMES[field], value


def value_in_words(kind: Kind, value: int) -> Name:
    """A value with what it means; one between two of the guide is its number."""
    return GUIDES[kind].get(value) or formats.number(value)


def judged_of(found: ContactSeen, forms: Mapping[str, Any]) -> list[JudgedShown]:
    """What is thought of a contact, kind by kind."""
    return [
        JudgedShown(
            kind.value,
            KIND_NAMES[kind],
            None if counts is None else _said(counts, is_expired=False),
            tuple(
                _said(each, is_expired=counts is None and each is said[0])
                for each in said
                if each is not counts
            ),
            forms.get(kind.value),
        )
        for kind, counts, said in found.judged
    ]


def ties_of(found: ContactSeen) -> list[TieShown]:
    """Who of ours knows a contact, the open ones first."""
    shown = [_tie(row, is_team=found.is_team) for row in found.ties]
    return sorted(shown, key=lambda each: bool(each.ended))


def said_now(said: Judgement | Thought) -> Said:
    """What was last said of a tie, whether it counts today or has expired."""
    return _said(said, is_expired=said.expires_on <= timezone.localdate())


def strength_in_words(strength: int, said: int | None) -> Name:
    """What is left of a tie; of one that has faded away, that it was there."""
    if strength == 0 and said:
        return _("0 – faded: it is long since they were in contact")
    return value_in_words(Kind.STRENGTH, strength)


def _tie(row: TieRow, *, is_team: bool) -> TieShown:
    said = row.said
    strength: Name = ""
    if is_team and row.ended_on is None:
        strength = (
            _("What was said of it has expired.")
            if row.strength is None
            else strength_in_words(row.strength, None if said is None else said.value)
        )
    return TieShown(
        row.id,
        row.person_id,
        row.person,
        OURS_NAMES[row.ours],
        strength,
        None if said is None else _said(said, is_expired=False),
        said is not None and row.strength is not None and 0 < row.strength < said.value,
        row.ended_on is None and row.strength is None,
        "" if row.last_on is None else formats.day(row.last_on),
        "" if row.ended_on is None else formats.day(row.ended_on),
    )


def _said(each: Judgement | Thought, *, is_expired: bool) -> Said:
    return Said(
        each.pk,
        value_in_words(Kind(each.kind), each.value),
        each.source,
        each.by_name,
        formats.day(each.said_on),
        formats.day(each.expires_on),
        _("expired") if is_expired else "",
    )
