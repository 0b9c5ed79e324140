"""A person of the customer's asked to be forgotten: their complaints stay, without them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from clavero.care.models import Attachment, Complaint, Mail, Word
from clavero.care.selectors.written import complaints_by, sent_by
from clavero.care.services.files import emptied, forget_names
from clavero.core.audit import leave_out, without
from clavero.core.models import AuditEntry


@transaction.atomic
def forget_people(addresses: Collection[str], called: Collection[str] = ()) -> None:
    """Take whoever has one of some ``addresses``, in small letters, out of what they complained of
    or wrote about a complaint: who they are goes, from texts too, with what else they are
    ``called``; what was wrong and what was done stays. Files that they sent lose their content
    and name; those that others attached stay (``files_left``). Called inside the transaction of
    whoever forgets them."""
    for complaint in complaints_by(addresses):
        own = complaint.from_email.casefold() in addresses
        said = (complaint.from_name, complaint.from_email, complaint.from_phone) if own else ()
        words = sorted({each for each in (*addresses, *called, *said) if each})
        sent = sent_by(complaint, addresses, called)
        emptied(sent)
        forget_names(complaint, [each.name for each in sent])
        if own:
            complaint.from_name = complaint.from_email = complaint.from_phone = ""
        _leave_out([complaint], ("text", "detail", "why", "corrective", "by_name"), words)
        complaint.save(update_fields=["from_name", "from_email", "from_phone"])
        _leave_out(complaint.words.all(), ("text", "by_name"), words)
        # Read anew: some have just been emptied.
        files = Attachment.objects.filter(complaint=complaint)
        _leave_out(files, ("name", "by_name"), words)
        of_customer = Q(
            subject_type=complaint.customer._meta.label,
            subject_id=str(complaint.customer_id),
            verb__startswith="complaint.",
        )
        of_it = Q(subject_type=Complaint._meta.label, subject_id=str(complaint.pk))
        leave_out(AuditEntry.objects.filter(of_it | of_customer), words)
    digests = [sha256(each.encode()).hexdigest() for each in addresses]
    Mail.objects.filter(sender__in=digests).update(sender="")


def _leave_out(
    rows: Iterable[Complaint | Word | Attachment], fields: Collection[str], words: Collection[str]
) -> None:
    for row in rows:
        for field in fields:
            setattr(row, field, without(getattr(row, field), words))
        row.save(update_fields=list(fields))
