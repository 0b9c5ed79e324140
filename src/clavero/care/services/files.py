"""Files are attached to a case."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.care.models import Attachment, Complaint
from clavero.care.rules.files import MOST_FILES
from clavero.care.services._held import to_handle
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.files import store
from clavero.core.files.kinds import called
from clavero.core.files.taking import taken
from clavero.identity.rules import Actor


@transaction.atomic
def add_file(actor: Actor, *, complaint_id: int, name: str, content: bytes) -> Attachment:
    """Attach a file to a case. Raises ``Complaint.DoesNotExist`` for strangers to its account."""
    return attached(actor, to_handle(actor, complaint_id), name, content)


def attached(actor: Actor, complaint: Complaint, name: str, content: bytes) -> Attachment:
    """A file of a case, once its size and what it is were looked at."""
    kind = taken(name, content)
    if complaint.files.count() >= MOST_FILES:
        raise Refusal(
            _("There are %(most)s files already."),
            code="too_many_files",
            field="content",
            hint=_("Put what belongs together into one file."),
            most=MOST_FILES,
        )
    kept = store.keep(content)
    try:
        with transaction.atomic():
            row = Attachment.objects.create(
                complaint=complaint, name=called(name, kind), kind=kind.value, size=kept.size,
                digest=kept.digest, file=kept.name, by_name=actor.name,
            )  # fmt: skip
            record(actor, "complaint.file_added", complaint, after={"file": row.name})
    except BaseException:
        store.throw_away(kept.name)
        raise
    return row
