"""What has happened to a need, a solution, a cell or an opportunity."""

from __future__ import annotations

from functools import partial

from django.db.models import Model

from clavero.core.audit import history
from clavero.core.revisions import Words
from clavero.core.telling import MOST, Change, revision_in, told
from clavero.identity.selectors import names_of
from clavero.opportunities.words import CHANGE_NAMES, FIELD_NAMES, value_in_words
from clavero.ui import formats

__all__ = ["Change", "changes_of", "revision_in"]


def changes_of(subject: Model) -> list[Change]:
    """The latest changes, newest first; of something that the reader may see. Two queries at most.

    The first one's number is the revision. Only the key of ``subject`` is looked at, so that a
    page can ask for it before it reads the values.
    """
    entries = list(history(subject)[:MOST])
    kept = [values for entry in entries for values in (entry.before, entry.after) if values]
    owners = {values["owner_id"] for values in kept if values.get("owner_id")}
    people = names_of(owners) if owners else {}
    words = Words(FIELD_NAMES, partial(value_in_words, people=people), formats.moment)
    return told(entries, CHANGE_NAMES, words)
