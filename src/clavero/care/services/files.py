"""Files are attached to a case."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.care import store
from clavero.care.models import Attachment, Complaint
from clavero.care.rules.files import MOST_BYTES, MOST_FILES, called, kind_of
from clavero.care.services._held import to_handle
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor


@transaction.atomic
def add_file(actor: Actor, *, complaint_id: int, name: str, content: bytes) -> Attachment:
    """Attach a file to a case. Raises ``Complaint.DoesNotExist`` for strangers to its account."""
    return attached(actor, to_handle(actor, complaint_id), name, content)


def attached(actor: Actor, complaint: Complaint, name: str, content: bytes) -> Attachment:
    """A file of a case, once its size and what it is were looked at."""
    refuse_file(name, content)
    if complaint.files.count() >= MOST_FILES:
        raise Refusal(
            _("There are %(most)s files already."),
            code="too_many_files",
            field="content",
            hint=_("Put what belongs together into one file."),
            most=MOST_FILES,
        )
    kind = kind_of(content)
    assert kind is not None, "it was looked at"
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


def refuse_file(name: str, content: bytes) -> None:
    """Refuse what is too large, empty or of a kind that is not taken."""
    if not content:
        raise Refusal(_("The file is empty."), code="file_empty", field="content")
    if len(content) > MOST_BYTES:
        raise Refusal(
            _("“%(name)s” is larger than %(most)s MB."),
            code="file_too_large",
            field="content",
            hint=_("Send a smaller one."),
            name=name,
            most=MOST_BYTES // (1024 * 1024),
        )
    if kind_of(content) is None:
        raise Refusal(
            _("“%(name)s” is of a kind that is not taken."),
            code="file_kind",
            field="content",
            hint=_("Send a PDF, a picture, a text, or a Word or Excel file without macros."),
            name=name,
        )
