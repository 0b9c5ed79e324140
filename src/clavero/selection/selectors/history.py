"""What has been changed about a candidate, in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clavero.core import audit
from clavero.core.revisions import Words
from clavero.core.telling import Change
from clavero.selection.models import Candidate
from clavero.selection.rules.settings import Settings
from clavero.selection.selectors.rows import UNKNOWN
from clavero.selection.words import (
    CHANGE_NAMES,
    FIELD_NAMES,
    VALUE_WORDS,
    Name,
    answer_named,
    criterion_names,
    question_names,
    why_named,
)
from clavero.ui import formats

MOST_CHANGES = 30


def words_of(settings: Settings) -> Words:
    """How the fields of a candidate are called and read."""
    names: dict[str, Name] = {"refused": FIELD_NAMES["refused"]}
    for key, asked in question_names(settings).items():
        bare = str(asked).strip("¿?")
        names[f"passes_{key}"] = bare
        names[f"why_{key}"] = why_named(bare)
    names |= {f"score_{key}": name for key, name in criterion_names(settings).items()}
    names |= {f"agreed_{key}": name for key, name in criterion_names(settings).items()}
    names |= {field: FIELD_NAMES[field] for field in ("evidence", "link")}
    return Words(names, _value, formats.moment)


def _of_handover(field: str, values: Mapping[str, Any]) -> Name:
    value = values.get(field)
    if value in (None, ""):
        return ""
    reads = VALUE_WORDS.get(field)
    return str(value) if reads is None else reads(value)


HANDOVER_WORDS = Words(
    {field: FIELD_NAMES[field] for field in ("receiver", "meeting_on", "changes_on", "note")},
    _of_handover,
    formats.moment,
)


def _value(field: str, values: Mapping[str, Any]) -> Name:
    value = values.get(field)
    if value in (None, ""):
        return ""
    if field.startswith("passes_"):
        return answer_named(value)
    return formats.number(Decimal(value)) if field.startswith("score_") else str(value)


def changes_of_candidate(
    candidate: Candidate, settings: Settings, *, is_hidden: bool
) -> list[Change]:
    """The latest changes, newest first. One query. While ratings are hidden from the reader, so is
    what they say here."""
    words = words_of(settings)
    return [
        Change(
            entry.pk,
            entry.at,
            entry.by_name,
            CHANGE_NAMES[entry.verb],
            []
            if is_hidden and entry.verb in {"candidate.rated", "candidate.agreed"}
            else _told(words, entry.before or {}, entry.after or {}),
        )
        for entry in audit.history(candidate)[:MOST_CHANGES]
    ]


def _told(
    words: Words, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[Name, Name, Name]]:
    # That a question was open before its first answer goes without saying.
    before = {
        field: value
        for field, value in before.items()
        if value != UNKNOWN or not field.startswith("passes_")
    }
    told = [
        (name, words.value(field, before), words.value(field, after))
        for field, name in words.names.items()
        if field in before or field in after
    ]
    return [(what, was, now) for what, was, now in told if was or now]
