"""What somebody decides on, or writes as a whole, is what they have read."""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import gettext

from clavero.core.revisions import ChangedMeanwhile, changes_since
from clavero.ui import formats


def refuse_unseen(subject: Model, seen: int) -> None:
    """Nobody has written it since the revision ``seen``, or it is told who and when."""
    since = changes_since(subject, seen)
    if not since:
        return
    last = since[-1]
    told = gettext("%(by)s has changed it meanwhile (%(moment)s).") % {
        "by": last.by_name,
        "moment": formats.moment(last.at),
    }
    raise ChangedMeanwhile({"": told}, revision=last.pk)
