"""The list of people, as administrators see it."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django_tables2.utils import A

from clavero.identity.models import Person
from clavero.identity.words import ROLE_NAMES
from clavero.ui.lists import Empty, Filters, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Day, Text

OPEN, CLOSED = "open", "closed"


class PeopleFilters(Filters):
    """By word, role and access."""

    search = Search("name", "email", "job_title", "department", label=_("Search people"))
    role = django_filters.ChoiceFilter(
        label=_("Role"),
        choices=[(role.value, name) for role, name in ROLE_NAMES.items()],
        empty_label=_("Any"),
    )
    access = django_filters.ChoiceFilter(
        label=_("Access"),
        choices=[(OPEN, _("with access")), (CLOSED, _("without access"))],
        empty_label=_("Any"),
        method="of_access",
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "role": _("with the role “%(value)s”"),
        "access": _("%(value)s"),
    }

    def of_access(self, people: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Those whose access is open, or closed."""
        return people.filter(is_active=value == OPEN)


class PeopleTable(Table):
    """One line a person."""

    name = Text(_("Name"), is_title=True, linkify=("identity:person", {"person_id": A("pk")}))
    role = Text(_("Role"), accessor="get_role_display", order_by="role")
    job_title = Text(_("Job title"))
    superior = Text(_("Reports to"), accessor="reports_to__name")
    email = Text(_("E-mail"))
    last_login = Day(_("Last sign-in"))
    is_active = Badge(
        _("Access"),
        names={True: _("open"), False: _("closed")},
        tones={True: "good", False: "plain"},
    )


PEOPLE = Screen(
    key="identity.people",
    title=_("People"),
    counted=ngettext_lazy("%(shown)s person", "%(shown)s people", "count"),
    table=PeopleTable,
    filters=PeopleFilters,
    empty=Empty(
        title=_("Nobody works here yet"),
        verb=_("Invite somebody"),
        url=lambda: reverse("identity:new_person"),
        icon="users",
    ),
    order="name",
)
