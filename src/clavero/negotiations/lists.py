"""The list of negotiations, and the tables of an account and of documents."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext, pgettext_lazy
from django_tables2 import A

from clavero.negotiations.rules.negotiating import State
from clavero.negotiations.selectors import DocumentRow, NegotiationRow
from clavero.negotiations.words import (
    DOCUMENT_NAMES,
    DOCUMENT_STATE_NAMES,
    DOCUMENT_TONES,
    FIELD_NAMES,
    STATE_NAMES,
    STATE_TONES,
)
from clavero.ui import formats
from clavero.ui.html import stands
from clavero.ui.lists import Empty, Filters, PlainTable, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Day, Number, Text

_STATE = pgettext_lazy("a negotiation", "State")


class EndDay(Day):
    """The day on which it should end; one that has passed says so."""

    def render(  # type: ignore[override]
        self, value: Any, record: NegotiationRow
    ) -> Any:
        """The day, and whether it is over."""
        told = formats.day(value)
        if not record.is_late:
            return told
        sign = stands("bad", "alert-triangle", pgettext("a day", "over"))
        return format_html("{} {}", told, sign)


def _title() -> Text:
    return Text(
        FIELD_NAMES["title"], is_title=True,
        linkify=("negotiations:negotiation", {"negotiation_id": A("id")}),
    )  # fmt: skip


class NegotiationFilters(Filters):
    """By word, state, and whether its day is over."""

    search = Search("title", "name", "owner", "code", label=_("Search negotiations"))
    state = django_filters.ChoiceFilter(
        label=_STATE, choices=[(each.value, STATE_NAMES[each]) for each in State]
    )
    conditions: ClassVar[dict[str, str | Promise]] = {"state": _("in the state “%(value)s”")}


class NegotiationTable(Table):
    """One line a negotiation, which leads to its page."""

    title = _title()
    name = Text(
        _("Account"),
        linkify=lambda record: reverse("negotiations:account", args=[record.customer_id]),
    )
    state = Badge(_STATE, names=STATE_NAMES, tones=STATE_TONES)
    rounds = Number(_("Rounds"))
    next_on = Day(_("Next round on"))
    ends_on = EndDay(FIELD_NAMES["ends_on"])
    owner = Text(FIELD_NAMES["owner_id"])
    contract = Text(
        FIELD_NAMES["contract"],
        linkify=lambda record: (
            reverse("contracts:contract", args=[record.contract_id]) if record.contract_id else None
        ),
    )
    code = Text(_("Code"))
    ended_on = Day(_("Ended on"))


class AccountNegotiationsTable(PlainTable):
    """Those of one account."""

    title = _title()
    state = Badge(_STATE, names=STATE_NAMES, tones=STATE_TONES)
    rounds = Number(_("Rounds"))
    next_on = Day(_("Next round on"))
    ends_on = EndDay(FIELD_NAMES["ends_on"])
    owner = Text(FIELD_NAMES["owner_id"])


class DocumentTable(PlainTable):
    """The documents of a negotiation or a contract."""

    title = Text(
        DOCUMENT_NAMES["document"], is_title=True,
        linkify=("negotiations:document", {"document_id": A("id")}),
    )  # fmt: skip
    state = Badge(
        pgettext_lazy("a document", "State"), names=DOCUMENT_STATE_NAMES, tones=DOCUMENT_TONES
    )
    versions = Number(pgettext_lazy("of a document", "Versions"))
    expected_on = Day(DOCUMENT_NAMES["expected_on"])
    signed_on = Day(DOCUMENT_NAMES["signed_on"])

    def render_expected_on(self, value: Any, record: DocumentRow) -> str:
        """By when, while it is waited for."""
        return formats.NOTHING if record.signed_on else formats.day(value)


NEGOTIATIONS = Screen(
    key="negotiations.negotiations",
    title=_("Negotiations"),
    counted=ngettext_lazy("%(shown)s negotiation", "%(shown)s negotiations", "count"),
    table=NegotiationTable,
    filters=NegotiationFilters,
    empty=Empty(
        title=_("Nothing is negotiated"),
        text=_("Prepare one: what matters to both sides, your target and limit of each point."),
        icon="messages",
    ),
    order="ends_on",
    only_in_files=("code", "ended_on"),
)
