"""The list of all contacts that a person sees."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import django_filters
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clavero.relationships.rules.people import Function, Level, Party
from clavero.relationships.tables import AccountContactsTable, ContactColumns
from clavero.relationships.words import FUNCTION_NAMES, LEVEL_NAMES, PARTY_NAMES
from clavero.ui.lists import Empty, Filters, Screen, Search
from clavero.ui.lists.columns import Day, Text, Word


class ContactFilters(Filters):
    """By word, function, level and side."""

    search = Search("name", "title", "account", "organisation", "email", label=_("Search contacts"))
    function = django_filters.ChoiceFilter(
        label=_("Function"), choices=[(each.value, FUNCTION_NAMES[each]) for each in Function]
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"), choices=[(each.value, LEVEL_NAMES[each]) for each in Level]
    )
    party = django_filters.ChoiceFilter(
        label=_("Belongs to"), choices=[(each.value, PARTY_NAMES[each]) for each in Party]
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "function": _("in the function “%(value)s”"),
        "level": _("of the level “%(value)s”"),
        "party": _("belonging to: %(value)s"),
    }


class ContactTable(ContactColumns):
    """One line a contact, which leads to their page."""

    account = Text(_("Account"), linkify=lambda record: _address(record.customer_id))
    code = Text(_("Code"))
    party = Word(_("Belongs to"), names=PARTY_NAMES)
    organisation = Text(_("Organisation"))
    title = Text(_("Job title"))
    unit = Text(_("Department or site"))
    languages = Text(_("Languages"))
    email = Text(_("E-mail"))
    phone = Text(_("Telephone"))
    left_on = Day(_("Left on"))

    class Meta:
        sequence = ("name", "account", "function", "level", "part", "...")


def _address(customer_id: int) -> str:
    from django.urls import reverse

    return reverse("relationships:account", args=[customer_id])


CONTACTS = Screen(
    key="relationships.contacts",
    title=_("Contacts"),
    counted=ngettext_lazy("%(shown)s contact", "%(shown)s contacts", "count"),
    table=ContactTable,
    filters=ContactFilters,
    empty=Empty(
        title=_("No contact is written down yet"),
        text=_("Open the contacts of an account and write down whom you know, or bring a file."),
        icon="users-group",
    ),
    order="name",
    only_in_files=("code", "organisation", "title", "unit", "languages"),
)
OF_ACCOUNT = Screen(
    key="relationships.account",
    title=_("People"),
    counted=CONTACTS.counted,
    table=AccountContactsTable,
    filters=ContactFilters,
    empty=Empty(
        title=_("Nobody is written down yet"),
        text=_("Begin with whom you talk to most, or bring your address book."),
        icon="users-group",
    ),
    order="-influence",
    only_in_files=("unit", "languages", "email"),
)
"""Those whose judgements the reader does not see are in the order of :data:`TO_OTHERS`."""
TO_OTHERS = replace(OF_ACCOUNT, order="name")
