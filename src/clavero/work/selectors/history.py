"""What has happened to a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clavero.core.audit import history
from clavero.core.models import AuditEntry
from clavero.work.models import Task
from clavero.work.words import CHANGE_NAMES, FIELD_NAMES, Name, value_in_words

_MOST = 30


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a history; ``values`` are what, before and after, in words."""

    id: int
    at: datetime
    by: str
    what: Name
    values: Sequence[tuple[Name, Name, Name]]


def changes_of(task_id: int) -> list[Change]:
    """The latest changes of a task that the reader may see, newest first. The first one's number is
    the revision."""
    entries = history(Task(pk=task_id)).order_by("-pk")[:_MOST]
    return [_change(each) for each in entries]


def _change(entry: AuditEntry) -> Change:
    before, after = entry.before or {}, entry.after or {}
    told = [
        (called, value_in_words(field, before), value_in_words(field, after))
        for field, called in FIELD_NAMES.items()
        if before.get(field) != after.get(field)
    ]
    values = [(what, was, now) for what, was, now in told if was or now]
    return Change(entry.pk, entry.at, entry.by_name, CHANGE_NAMES[entry.verb], values)
