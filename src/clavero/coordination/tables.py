"""The columns of requests."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tables2 import A

from clavero.coordination.selectors import RequestRow, row_of
from clavero.coordination.sentences import due_in_words
from clavero.coordination.words import (
    STANDING_ICONS,
    STANDING_TONES,
    STATE_NAMES,
    URGENCY_NAMES,
)
from clavero.ui import formats
from clavero.ui.html import stands
from clavero.ui.lists import PlainTable, Table
from clavero.ui.lists.columns import Badge, Column, Day, Moment, Percent, Text


class What(Text):
    """What is asked, which leads to the request."""

    def __init__(self) -> None:
        super().__init__(
            _("Request"), accessor="text", is_title=True, order_by=("text",),
            linkify=("coordination:request", {"request_id": A("id")}),
        )  # fmt: skip


class Due(Column):
    """What is due next, by when, in words with a sign."""

    def __init__(self) -> None:
        super().__init__(_("Due"), accessor="due", empty_values=(), order_by=("due",))

    def render(self, record: Any) -> SafeString:
        """How it stands: a row, or a request of the list of all, of which a page is read."""
        return due_told(record if isinstance(record, RequestRow) else row_of(record))

    def value(self, record: Any) -> str:
        """The same in files."""
        return "" if record.due is None else record.due.isoformat(timespec="minutes")


class Holder(Text):
    """Who holds it, over the department."""

    def render(self, value: str, record: Any) -> SafeString:
        """Both, but a department that holds it itself once."""
        note = "" if value == record.department.name else record.department.name
        return format_html('{}<span class="cell-note">{}</span>', value, note)

    def value(self, record: Any) -> str:
        """The holder alone, in files."""
        return str(record.holder)


def due_told(row: RequestRow) -> SafeString:
    """How a request stands, with its sign."""
    tone = STANDING_TONES.get(row.standing, "plain")
    return stands(tone, STANDING_ICONS[row.standing], due_in_words(row))


class RequestTable(Table):
    """One line a request, of all accounts."""

    what = What()
    account = Text(
        _("Account"), accessor="account_name",
        linkify=lambda record: reverse("coordination:account", args=[record.account_id]),
    )  # fmt: skip
    department = Text(_("Department"), accessor="department__name")
    due = Due()
    holder = Holder(_("Who holds it"))
    state = Badge(_("State"), names=STATE_NAMES)
    urgency = Badge(_("Urgency"), names=URGENCY_NAMES, tones={"high": "warn", "critical": "bad"})
    promised_on = Day(_("Promised for"))
    asker = Text(_("Who asked"), accessor="asker__name")
    asked_at = Day(_("Asked on"))
    promise = Text(_("What the customer was promised"))
    process = Text(_("Process"), accessor="process__process__name")
    code = Text(_("Code"), accessor="account_code")
    delivered_at = Moment(_("Delivered on"))


class AccountRequestsTable(PlainTable):
    """Those of one account."""

    what = What()
    department = Text(_("Department"))
    due = Due()
    holder = Text(_("Who holds it"))
    state = Badge(_("State"), names=STATE_NAMES)
    urgency = Badge(_("Urgency"), names=URGENCY_NAMES, tones={"high": "warn", "critical": "bad"})
    promised_on = Day(_("Promised for"))


class KeptTable(PlainTable):
    """Promises kept on time, with how many there were."""

    name = Text(pgettext_lazy("of a table", "Name"), is_title=True)
    share = Percent(_("On time"), places=0)
    due = Text(_("Of how many"), accessor="share")
    interval = Text(_("Between (95%)"), accessor="share")

    def __init__(self, rows: Any, *, called: Any, **options: Any) -> None:
        super().__init__(rows, **options)
        self.columns["name"].column.verbose_name = called

    def render_due(self, value: Any) -> str:
        """Of how many."""
        return formats.number(value.n)

    def render_interval(self, value: Any) -> str:
        """Wilson's interval, where there are few."""
        if value.interval is None:
            return ""
        low, high = (formats.percent(each, places=0) for each in value.interval)
        return f"{low} – {high}"
