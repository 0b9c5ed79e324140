"""A guest asked to be forgotten: their link is closed, and nothing says any more whose it was."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clavero.core.audit import forget, leave_out
from clavero.core.models import AuditEntry
from clavero.sharing.models import Answer, Share
from clavero.sharing.rules.news import News
from clavero.sharing.selectors.written import shares_of

NOBODY = "—"
_NO_ADDRESS = "forgotten@nobody.invalid"  # of a name that leads nowhere (RFC 2606)


@transaction.atomic
def forget_guests(addresses: Collection[str]) -> None:
    """Close the links of whoever has one of some ``addresses``, in small letters, and take their
    names, addresses and comments out of them; that a number was signed or a row ticked stays.
    Called inside the transaction of whoever forgets them."""
    now = timezone.now()
    for share in shares_of(addresses):
        words = (share.name, share.email)
        share.sessions.filter(ended_at=None).update(ended_at=now)
        share.revoked_at = share.revoked_at or now
        share.name, share.email = NOBODY, _NO_ADDRESS
        if share.revoked_by_name in words:
            share.revoked_by_name = NOBODY
        share.save(update_fields=["name", "email", "revoked_at", "revoked_by_name"])
        answers = Answer.objects.filter(share=share)
        answers.update(by_name=NOBODY)
        answers.filter(what=News.COMMENTED.value).update(text=NOBODY)
        answers.exclude(what=News.COMMENTED.value).update(text="")
        numbers = list(answers.values_list("pk", flat=True))
        forget(Answer, numbers)
        customer = share.plan.customer
        entries = AuditEntry.objects.filter(
            Q(subject_type=Share._meta.label, subject_id=str(share.pk))
            | Q(subject_type=Answer._meta.label, subject_id__in=[str(each) for each in numbers])
            | Q(subject_type=customer._meta.label, subject_id=str(customer.pk),
                verb__startswith="share.")
        )  # fmt: skip
        leave_out(entries, words)
