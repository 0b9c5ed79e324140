"""The list of all complaints that a person sees."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clavero.care.rules.cases import Cause, Channel, Severity, State
from clavero.care.tables import ComplaintTable
from clavero.care.words import CAUSE_NAMES, CHANNEL_NAMES, SEVERITY_NAMES, STATE_NAMES
from clavero.ui.lists import Empty, Filters, Screen, Search


class ComplaintFilters(Filters):
    """By word, state, severity, cause and way."""

    search = Search(
        "text", "account_name", "from_name", "owner__name", "account_code",
        label=_("Search complaints"), folds=True,
    )  # fmt: skip
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[(each.value, STATE_NAMES[each]) for each in State]
    )
    severity = django_filters.ChoiceFilter(
        label=_("Severity"), choices=[(each.value, SEVERITY_NAMES[each]) for each in Severity]
    )
    cause = django_filters.ChoiceFilter(
        label=_("Cause"), choices=[(each.value, CAUSE_NAMES[each]) for each in Cause]
    )
    channel = django_filters.ChoiceFilter(
        label=_("How it came"), choices=[(each.value, CHANNEL_NAMES[each]) for each in Channel]
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "state": _("in the state “%(value)s”"),
        "severity": _("of the severity “%(value)s”"),
        "cause": _("with the cause “%(value)s”"),
        "channel": _("that came by: %(value)s"),
    }


COMPLAINTS = Screen(
    key="care.complaints",
    title=_("Complaints"),
    counted=ngettext_lazy("%(shown)s complaint", "%(shown)s complaints", "count"),
    table=ComplaintTable,
    filters=ComplaintFilters,
    empty=Empty(
        title=_("No complaint is written down"),
        text=_("Write one down while you are still on the telephone: its clock begins at once."),
        icon="message-report",
    ),
    order="-received_at",
    only_in_files=("code", "from_name", "channel", "answered_at", "currency"),
)
