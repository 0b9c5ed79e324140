"""A person asked to be forgotten: what they wrote goes, that they were met stays."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from clavero.core.audit import forget
from clavero.interactions.models import Interaction
from clavero.interactions.rules.kinds import Kind


@transaction.atomic
def forget_contacts(contact_ids: Collection[int]) -> None:
    """Empty the mails in which some contacts took part, and what the history kept of them. Called
    inside the transaction that forgets them; minutes are the company's own and stay."""
    mails = Interaction.objects.filter(kind=Kind.EMAIL.value, contacts__in=contact_ids)
    numbers = list(mails.order_by().values_list("pk", flat=True).distinct())
    Interaction.objects.filter(pk__in=numbers).update(text="")
    forget(Interaction, numbers)
