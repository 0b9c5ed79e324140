"""What contacts whoever takes an account over should know."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.identity.rules import Actor
from clavero.relationships.models import Contact
from clavero.relationships.words import FUNCTION_NAMES
from clavero.work.hooks import Line, Section


def known_contacts(actor: Actor, customer_id: int) -> Section | None:
    """The people of an account that ``actor`` sees who are still there: facts alone, by name. One
    query."""
    found = Contact.objects.filter(customer=customer_id)
    here = found.filter(left_on=None, merged_into=None, erased_on=None).exclude(name="")
    lines = tuple(
        Line(_told(each), reverse("relationships:contact", args=[each.pk])) for each in here
    )
    return Section("contacts", _("Contacts"), lines)


def _told(contact: Contact) -> str:
    place = contact.title or str(FUNCTION_NAMES[contact.function])
    return ", ".join(filter(None, (contact.name, place, contact.phone)))
