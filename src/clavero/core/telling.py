"""What has happened to something, as its page tells it: the entries of the audit in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from clavero.core.errors import Sentence
from clavero.core.models import AuditEntry
from clavero.core.revisions import Words

MOST = 30
"""How many entries a page shows, the latest ones."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a history; ``values`` are what, before and after, in words."""

    id: int
    at: datetime
    by: str
    what: Sentence
    values: Sequence[tuple[Sentence, Sentence, Sentence]]


def told(
    entries: Iterable[AuditEntry],
    called: Mapping[str, Sentence],
    words: Words,
    *,
    naming: Collection[str] = (),
) -> list[Change]:
    """Entries in their order: verbs as they are ``called``, and the fields that differ by their
    names in ``words``, without those that say nothing. ``naming`` are fields that say which part of
    it was changed: they are told although they stayed."""
    return [_told(entry, called, words, naming) for entry in entries]


def revision_in(changes: Sequence[Change]) -> int:
    """The revision that the latest changes, newest first, tell of."""
    return changes[0].id if changes else 0


def _told(
    entry: AuditEntry, called: Mapping[str, Sentence], words: Words, naming: Collection[str]
) -> Change:
    before, after = entry.before or {}, entry.after or {}
    values = [
        (
            name,
            # What is only named has not been anything else.
            "" if before.get(field) == after.get(field) else words.value(field, before),
            words.value(field, after),
        )
        for field, name in words.names.items()
        if before.get(field) != after.get(field) or field in naming
    ]
    return Change(
        entry.pk,
        entry.at,
        entry.by_name,
        called[entry.verb],
        [(name, was, now) for name, was, now in values if was or now],
    )
