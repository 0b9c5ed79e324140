"""Files are attached to a case."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.care.models import Attachment, Complaint
from clavero.care.rules.files import MOST_FILES
from clavero.care.services._held import to_handle
from clavero.core.audit import leave_out, record
from clavero.core.errors import Refusal
from clavero.core.files import store
from clavero.core.files.kinds import called
from clavero.core.files.taking import taken
from clavero.core.models import AuditEntry
from clavero.identity.rules import Actor


@transaction.atomic
def add_file(actor: Actor, *, complaint_id: int, name: str, content: bytes) -> Attachment:
    """Attach a file to a case. Raises ``Complaint.DoesNotExist`` for strangers to its account."""
    return attached(actor, to_handle(actor, complaint_id), name, content)


@transaction.atomic
def erase_file(actor: Actor, *, complaint_id: int, file_id: int) -> Attachment:
    """Erase a file of a case for somebody who is in it and asked to be forgotten: that there was
    one stays. Raises ``ObjectDoesNotExist`` for strangers to its account."""
    complaint = to_handle(actor, complaint_id)
    row = complaint.files.get(pk=file_id, erased_at=None)
    emptied([row])
    record(actor, "complaint.file_erased", complaint)
    forget_names(complaint, [row.name])
    row.refresh_from_db()
    return row


def emptied(rows: Iterable[Attachment]) -> None:
    """Take the content of files away, and what they were called; the files themselves go with the
    end of the transaction."""
    for row in rows:
        transaction.on_commit(partial(store.throw_away, row.file))
        gone = {"name": "", "size": 0, "digest": "", "erased_at": timezone.now()}
        Attachment.objects.filter(pk=row.pk).update(**gone)


def forget_names(complaint: Complaint, names: Collection[str]) -> None:
    """Take what files were called out of what is kept of a case."""
    of_it = AuditEntry.objects.filter(
        subject_type=Complaint._meta.label, subject_id=str(complaint.pk)
    )
    leave_out(of_it, names)


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
