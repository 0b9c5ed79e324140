"""What has happened to a need, a solution, a cell or an opportunity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from clavero.core.audit import history
from clavero.core.models import AuditEntry
from clavero.identity.selectors import names_of
from clavero.opportunities.words import CHANGE_NAMES, FIELD_NAMES, Name, value_in_words

_MOST = 30


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a history; ``values`` are what, before and after, in words."""

    id: int
    at: datetime
    by: str
    what: Name
    values: Sequence[tuple[Name, Name, Name]]


def changes_of(subject: Model) -> list[Change]:
    """The latest changes, newest first; of something that the reader may see. Two queries at most.

    The first one's number is the revision. Only the key of ``subject`` is looked at, so that a
    page can ask for it before it reads the values.
    """
    entries = list(history(subject)[:_MOST])
    told = [values for entry in entries for values in (entry.before, entry.after) if values]
    owners = {values["owner_id"] for values in told if values.get("owner_id")}
    people = names_of(owners) if owners else {}
    return [_change(entry, people) for entry in entries]


def revision_in(changes: Sequence[Change]) -> int:
    """The revision that the latest changes tell of."""
    return changes[0].id if changes else 0


def _change(entry: AuditEntry, people: Mapping[int, str]) -> Change:
    before, after = entry.before or {}, entry.after or {}
    told = [
        (
            called,
            value_in_words(field, before, people),
            value_in_words(field, after, people),
        )
        for field, called in FIELD_NAMES.items()
        if before.get(field) != after.get(field)
    ]
    values = [(what, was, now) for what, was, now in told if was or now]
    return Change(entry.pk, entry.at, entry.by_name, CHANGE_NAMES[entry.verb], values)
