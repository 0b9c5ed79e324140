"""The columns of complaints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.care.selectors import ComplaintRow, row_of
from clavero.care.selectors.cases import money_of
from clavero.care.sentences import clock_in_words
from clavero.care.words import (
    CAUSE_NAMES,
    CHANNEL_NAMES,
    RUNNING_ICONS,
    RUNNING_TONES,
    SEVERITY_NAMES,
    STATE_NAMES,
)
from clavero.ui import formats
from clavero.ui.html import stands
from clavero.ui.lists import PlainTable, Table
from clavero.ui.lists.columns import Badge, Column, Moment, Money, Text


class What(Text):
    """Of a row, or of a case of the list of all, of which a page is read: what is wrong, which
    leads to the case; that it came back, or was reopened, beneath."""

    def __init__(self) -> None:
        super().__init__(
            _("Complaint"), accessor="text", is_title=True, order_by=("text",),
            linkify=("care:complaint", {"complaint_id": A("id")}),
        )  # fmt: skip

    def render(self, record: Any) -> SafeString:
        """The sentence with its notes."""
        is_row = isinstance(record, ComplaintRow)
        before = record.came_back if is_row else record.before_id
        notes = [gettext("comes back")] if before is not None else []
        notes += [gettext("reopened")] if record.reopened else []
        note = format_html('<span class="cell-note">{}</span>', " · ".join(notes))
        return format_html("{}{}", record.text, note if notes else "")


class Stake(Money):
    """What is at stake, in the currency in which it was said: amounts of one currency stand
    together, and in files the currency has its own column."""

    def __init__(self) -> None:
        super().__init__(_("Money at stake"), order_by=("currency", "money"))

    def render(self, value: Any, record: Any) -> SafeString | str:  # type: ignore[override]
        """The amount with its currency."""
        found = record.money if isinstance(record, ComplaintRow) else money_of(record)
        return "" if found is None else formats.money(found, places=self.places)

    def head(self, currency: str) -> str:
        """The column's name alone."""
        return str(self.verbose_name)

    def number_format(self, currency: str) -> str | None:
        """Two decimals."""
        return "#,##0.00"


class Clock(Column):
    """What is asked of us next, by when, in words with a sign."""

    def __init__(self, accessor: str = "due") -> None:
        super().__init__(_("Due"), accessor=accessor, empty_values=(), order_by=(accessor,))

    def render(self, record: Any) -> SafeString:
        """The clock."""
        return clock_told(record if isinstance(record, ComplaintRow) else row_of(record))

    def cell(self, value: Any, currency: str) -> Any:
        """When, in files."""
        return None if value is None else timezone.localtime(value).isoformat(timespec="minutes")


def clock_told(row: ComplaintRow) -> SafeString:
    """How the clock of a case stands; nothing of one that is resolved."""
    if row.reading is None:
        return SafeString("")
    running = row.reading.running
    tone = RUNNING_TONES.get(running, "plain")
    return stands(tone, RUNNING_ICONS[running], clock_in_words(row.clock, row.reading))


class ComplaintTable(Table):
    """One line a complaint, of all accounts."""

    what = What()
    due = Clock("due_at")
    state = Badge(_("State"), names=STATE_NAMES)
    severity = Badge(
        _("Severity"), names=SEVERITY_NAMES, tones={"high": "warn", "critical": "bad"}
    )  # fmt: skip
    owner = Text(_("Who has it"), accessor="owner__name")
    received_at = Moment(_("Received"))
    account = Text(
        _("Account"), accessor="account_name",
        linkify=lambda record: reverse("care:account", args=[record.account_id]),
    )  # fmt: skip
    code = Text(_("Code"), accessor="account_code")
    cause = Badge(_("Cause"), names=CAUSE_NAMES)
    channel = Badge(_("How it came"), names=CHANNEL_NAMES)
    from_name = Text(_("Who complains"))
    answered_at = Moment(_("Answered on"))
    resolved_at = Moment(_("Resolved on"))
    money = Stake()
    currency = Text(_("Currency"))

    class Meta:
        sequence = ("what", "account", "due", "state", "severity", "owner", "...")


class AccountComplaintsTable(PlainTable):
    """Those of one account."""

    what = What()
    due = Clock()
    state = Badge(_("State"), names=STATE_NAMES)
    severity = Badge(
        _("Severity"), names=SEVERITY_NAMES, tones={"high": "warn", "critical": "bad"}
    )  # fmt: skip
    cause = Badge(_("Cause"), names=CAUSE_NAMES)
    owner = Text(_("Who has it"))
    received_at = Moment(_("Received"))
    resolved_at = Moment(_("Resolved on"))

    def __init__(self, rows: Iterable[ComplaintRow], *, is_open: bool, **options: Any) -> None:
        hidden = ("resolved_at",) if is_open else ("due", "state")
        super().__init__(rows, exclude=hidden, **options)
