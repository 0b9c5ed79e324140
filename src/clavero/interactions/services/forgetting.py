"""A person asked to be forgotten: what they wrote goes, that they were met stays."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from clavero.core.audit import forget
from clavero.interactions.models import Brought, Interaction, Unread
from clavero.interactions.rules.kinds import Kind, Origin
from clavero.interactions.words import KIND_NAMES
from clavero.relationships.selectors import emails_of


@transaction.atomic
def forget_contacts(contact_ids: Collection[int]) -> None:
    """Empty the mails in which some contacts took part, with what they were about, what calendars
    say of such meetings, and what the history kept of both. Called inside the transaction that
    forgets them, while their addresses are there; minutes are the company's own and stay. A file
    with a mail of theirs of which nobody has chosen yet goes as a whole: who brought it can bring
    it again."""
    with_them = Interaction.objects.filter(contacts__in=contact_ids).order_by()
    mails = _numbers(with_them.filter(kind=Kind.EMAIL.value))
    Interaction.objects.filter(pk__in=mails).update(text="", subject=gettext("without a subject"))
    copied = _numbers(with_them.filter(origin=Origin.CALENDAR.value).exclude(pk__in=mails))
    entries = Interaction.objects.filter(pk__in=copied)
    entries.update(text="", place="")
    for kind in Kind:  # who wrote the entry may have put anybody's name there
        entries.filter(kind=kind.value).update(subject=str(KIND_NAMES[kind]))
    forget(Interaction, {*mails, *copied})
    addresses = emails_of(contact_ids)
    for brought in Brought.objects.all() if addresses else ():
        told = json.dumps(brought.items, ensure_ascii=False).casefold()
        if any(address in told for address in addresses):
            brought.delete()
    for mail in Unread.objects.exclude(sender="") if addresses else ():
        if mail.sender.casefold() in addresses:  # that it lies there stays, so that it is not read
            mail.sender, mail.subject = "", ""
            mail.save(update_fields=["sender", "subject"])


def _numbers(found: QuerySet[Interaction]) -> list[int]:
    return list(found.values_list("pk", flat=True).distinct())
