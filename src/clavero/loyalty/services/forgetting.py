"""A person who asks to be forgotten takes what they wrote along; what they gave still counts."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from clavero.core.audit import forget
from clavero.loyalty.models import Answer, Invitation


def forget_contacts(ids: Collection[int]) -> None:
    """Nobody knows any more who said it: texts go, numbers stay without a name, and open links open
    nothing. Called inside the transaction of whoever forgets them."""
    theirs = Invitation.objects.filter(contact__in=ids)
    keys = list(theirs.values_list("pk", flat=True))
    said = Answer.objects.filter(invitation__in=keys)
    said.filter(value=None, other=None).delete()
    said.update(text="")
    theirs.filter(answered_at=None, revoked_at=None).update(revoked_at=timezone.now())
    Invitation.objects.filter(pk__in=keys).update(contact=None)
    forget(Invitation, keys)
