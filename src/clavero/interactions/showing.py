"""What the page of an interaction shows of it, in words."""

from __future__ import annotations

from collections.abc import Iterator

from clavero.interactions.selectors import InteractionSeen
from clavero.interactions.words import (
    ACTIVITY_NAMES,
    FIELD_NAMES,
    KIND_NAMES,
    ORIGIN_NAMES,
    Name,
    minutes_in_words,
    state_in_words,
)
from clavero.ui import formats


def facts_of(found: InteractionSeen) -> Iterator[tuple[Name, Name]]:
    """The facts that are known, with what they are called."""
    row = found.row
    values: list[tuple[str, Name]] = [
        ("kind", KIND_NAMES[row.kind]),
        ("state", state_in_words(row)),
        ("starts_at", formats.moment(row.starts_at)),
        ("minutes", "" if row.minutes is None else minutes_in_words(row.minutes)),
        ("place", row.place),
        ("activity", ACTIVITY_NAMES.get(row.activity, "")),
        ("people", ", ".join(each.name for each in found.ours)),
    ]
    for field, value in values:
        if value:
            yield FIELD_NAMES[field], value


def origin_of(found: InteractionSeen) -> Name:
    """Where it was taken from."""
    return ORIGIN_NAMES[found.row.origin]
