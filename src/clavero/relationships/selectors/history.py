"""What has happened to a contact's facts, and to who of ours knows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, Q

from clavero.core.models import AuditEntry
from clavero.relationships.models import Contact, Tie
from clavero.relationships.words import CHANGE_NAMES, FIELD_NAMES, Name, value_in_words

_MOST = 30


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a history; ``values`` are what, before and after, in words."""

    at: datetime
    by: str
    what: Name
    values: Sequence[tuple[Name, Name, Name]]


def changes_of(contact_id: int, tie_ids: Sequence[int] = ()) -> list[Change]:
    """The latest changes, newest first; of a contact that the reader may see. What was judged is
    not among them, only that it was."""
    entries = AuditEntry.objects.filter(_of(Contact, [contact_id]) | _of(Tie, tie_ids)).order_by(
        "-at", "-pk"
    )[:_MOST]
    return [_change(each) for each in entries]


def _of(model: type[Model], keys: Sequence[int]) -> Q:
    return Q(subject_type=model._meta.label, subject_id__in=[str(key) for key in keys])


def _change(entry: AuditEntry) -> Change:
    before, after = entry.before or {}, entry.after or {}
    told = [
        (called, value_in_words(field, before), value_in_words(field, after))
        for field, called in FIELD_NAMES.items()
        if before.get(field) != after.get(field)
    ]
    values = [(what, was, now) for what, was, now in told if was or now]
    return Change(entry.at, entry.by_name, CHANGE_NAMES[entry.verb], values)
