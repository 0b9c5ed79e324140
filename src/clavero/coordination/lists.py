"""The list of all requests at the accounts that a person sees."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clavero.coordination.rules.requests import Standing, State, Urgency
from clavero.coordination.tables import RequestTable
from clavero.coordination.words import STANDING_NAMES, STATE_NAMES, URGENCY_NAMES
from clavero.ui.lists import Empty, Filters, Screen, Search


class RequestFilters(Filters):
    """By word (account, department and person too), time, state and urgency."""

    search = Search(
        "text", "account_name", "department__name", "holder", "asker__name", "account_code",
        label=_("Search requests: account, department, person"), folds=True,
    )  # fmt: skip
    standing = django_filters.ChoiceFilter(
        label=_("Time"), choices=[(each.value, STANDING_NAMES[each]) for each in Standing]
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[(each.value, STATE_NAMES[each]) for each in State]
    )
    urgency = django_filters.ChoiceFilter(
        label=_("Urgency"), choices=[(each.value, URGENCY_NAMES[each]) for each in Urgency]
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "standing": _("with the time “%(value)s”"),
        "state": _("in the state “%(value)s”"),
        "urgency": _("of the urgency “%(value)s”"),
    }


REQUESTS = Screen(
    key="coordination.requests",
    title=_("Requests to departments"),
    counted=ngettext_lazy("%(shown)s request", "%(shown)s requests", "count"),
    table=RequestTable,
    filters=RequestFilters,
    empty=Empty(
        title=_("Nothing is asked of a department"),
        text=_("Ask from the page of an account, as soon as you promise the customer something."),
        icon="send",
    ),
    order="-asked_at",
    only_in_files=("department", "asker", "promise", "process", "code", "delivered_at"),
)
