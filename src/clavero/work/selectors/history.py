"""What has happened to a task."""

from __future__ import annotations

from clavero.core.audit import history
from clavero.core.telling import MOST, Change, told
from clavero.work.models import Task
from clavero.work.words import CHANGE_NAMES, WORDS

__all__ = ["Change", "changes_of"]


def changes_of(task_id: int) -> list[Change]:
    """The latest changes of a task that the reader may see, newest first."""
    return told(history(Task(pk=task_id)).order_by("-pk")[:MOST], CHANGE_NAMES, WORDS)
