"""What the services of this domain have in common: contacts, locked, and what is checked of all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.addresses import is_address
from clavero.core.errors import Refusal
from clavero.core.writing import tidy
from clavero.identity.rules import Actor
from clavero.relationships.models import Contact
from clavero.relationships.rules.people import Party
from clavero.relationships.visibility import contacts, require

FIELDS = (
    "party", "organisation", "name", "title", "function", "level", "part", "unit", "languages",
    "email", "phone", "reports_to_id", "left_on",
)  # fmt: skip


def to_change(actor: Actor, contact_id: int) -> Contact:
    """The contact, locked. Raises ``Contact.DoesNotExist`` for strangers to its customer."""
    found = contacts(actor).select_for_update(of=("self",)).select_related("customer")
    contact = found.get(pk=contact_id)
    require(actor)
    return contact


def refuse_merged(contact: Contact) -> None:
    """What is written goes to the person that a record is today."""
    if contact.merged_into_id is not None:
        raise Refusal(
            _("This record has been merged into another."),
            code="contact_merged",
            hint=_("Write it there, or take the two apart first."),
        )


def refuse_nobody(contact: Contact) -> None:
    """Refuse what can only be said of somebody."""
    if contact.is_placeholder:
        raise Refusal(
            _("Nobody knows yet who this is."),
            code="nobody",
            hint=_("Write the name first."),
        )


def refuse_to_come(day: date | None, field: str) -> None:
    """Refuse a day that has not come."""
    if day is not None and day > timezone.localdate():
        raise Refusal(_("This day is still to come."), code="in_the_future", field=field)


def checked(given: dict[str, Any]) -> dict[str, Any]:
    """The fields of a contact as they can be kept, those that do not depend on others."""
    unknown = given.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"a contact has no {', '.join(sorted(unknown))}")
    found = tidy(Contact, given)
    for name in ("party", "function", "level", "part"):
        if name in found:
            found[name] = str(found[name])
    if found.get("email") and not is_address(found["email"]):
        raise Refusal(_("This is no e-mail address."), code="no_address", field="email")
    refuse_to_come(found.get("left_on"), "left_on")
    if found.get("party") == Party.CUSTOMER:
        found["organisation"] = ""
    return found
