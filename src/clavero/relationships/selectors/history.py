"""What has happened to a contact's facts, and to who of ours knows them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Model, Q

from clavero.core.models import AuditEntry
from clavero.core.telling import MOST, Change, told
from clavero.relationships.models import Contact, Tie
from clavero.relationships.words import CHANGE_NAMES, WORDS

__all__ = ["Change", "changes_of"]


def changes_of(contact_id: int, tie_ids: Sequence[int] = ()) -> list[Change]:
    """The latest changes, newest first; of a contact that the reader may see. What was judged is
    not among them, only that it was."""
    entries = AuditEntry.objects.filter(_of(Contact, [contact_id]) | _of(Tie, tie_ids)).order_by(
        "-at", "-pk"
    )[:MOST]
    return told(entries, CHANGE_NAMES, WORDS)


def _of(model: type[Model], keys: Sequence[int]) -> Q:
    return Q(subject_type=model._meta.label, subject_id__in=[str(key) for key in keys])
