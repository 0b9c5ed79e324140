"""What has happened to a task, and what was said of people's time for an account."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from clavero.core.audit import history
from clavero.core.models import AuditEntry
from clavero.core.telling import MOST, Change, told
from clavero.work.models import Dedication, Task
from clavero.work.words import CHANGE_NAMES, WORDS, words_of_time

__all__ = ["Change", "changes_of", "changes_of_dedications"]


def changes_of(task_id: int) -> list[Change]:
    """The latest changes of a task that the reader may see, newest first."""
    return told(history(Task(pk=task_id)).order_by("-pk")[:MOST], CHANGE_NAMES, WORDS)


def changes_of_dedications(
    keys: Collection[int], names: Mapping[int, str], *, after: int = 0
) -> list[Change]:
    """The latest of what was said of people's time, newest first, with whose time it is, by
    their ``names``; only what follows a revision, where asked. One query."""
    entries = AuditEntry.objects.filter(
        subject_type=Dedication._meta.label, subject_id__in=[str(key) for key in keys]
    )
    latest = entries.filter(pk__gt=after).order_by("-pk")[:MOST]
    return told(latest, CHANGE_NAMES, words_of_time(names), naming=["person_id"])
