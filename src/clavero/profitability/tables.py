"""Tables of a few rows: the rate book, the files of events, and recorded work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.money import Money as Amount
from clavero.profitability.models import (
    AccountWork,
    ActivityEntry,
    CapacityEntry,
    CreditEntry,
    EventFile,
)
from clavero.profitability.words import Name, activity_name, capacity_name, extra_name
from clavero.ui import formats
from clavero.ui.lists import PlainTable
from clavero.ui.lists.columns import Day, Label, Moment, Money, Number, Percent, Steps, Text

_RATE_PLACES = 4


class Stretch(Text):
    """A year or a month, in one line."""

    css = "moment"


class CapacitiesTable(PlainTable):
    """One line an entry of a capacity."""

    name = Text(_("Capacity"), is_title=True, empty_values=())
    valid_from = Day(_("Valid from"))
    months = Stretch(_("In"))
    cost = Money(_("Cost"))
    minutes = Number(_("Practical minutes"), places=0)
    rate = Money(_("A minute"), places=_RATE_PLACES, empty_values=())
    steps = Steps()

    def __init__(self, rows: list[CapacityEntry], *, currency: str, sets_rates: bool) -> None:
        hidden = () if sets_rates else ("steps",)
        super().__init__(rows, currency=currency, exclude=hidden)

    def render_name(self, record: CapacityEntry) -> Name:
        """As somebody wrote it, or its standard name."""
        return capacity_name(record.key, record.name)

    def render_rate(self, record: CapacityEntry) -> SafeString | str:
        """Cost of a minute."""
        rate = Amount(record.cost / record.minutes, self.currency)
        return formats.money(rate, places=_RATE_PLACES)

    def steps_of(self, record: CapacityEntry) -> Iterator[tuple[Label, str]]:
        """Correct it, or let something else hold from a later day."""
        yield from _steps(reverse("profitability:capacity", args=[record.key]), record.valid_from)


class ActivitiesTable(PlainTable):
    """One line an entry of an activity."""

    name = Text(_("Activity"), is_title=True, empty_values=())
    valid_from = Day(_("Valid from"))
    capacity = Text(_("Capacity"))
    base = Number(_("Minutes"))
    travel = Money(_("Money"), places=2)
    steps = Steps()

    def __init__(
        self,
        rows: list[ActivityEntry],
        *,
        currency: str,
        sets_rates: bool,
        capacities: Mapping[str, Name],
    ) -> None:
        self.capacities = capacities
        super().__init__(rows, currency=currency, exclude=() if sets_rates else ("steps",))

    def render_name(self, record: ActivityEntry) -> Name:
        """As somebody wrote it, or its standard name."""
        return activity_name(record.key, record.name)

    def render_capacity(self, value: str, record: ActivityEntry) -> SafeString:
        """What it draws on, and who counts it."""
        counted = gettext("counted by %(source)s") % {"source": record.get_source_display()}
        capacity = self.capacities.get(value, value)
        return format_html('{}<br><span class="cell-note">{}</span>', capacity, counted)

    def render_base(self, value: Decimal, record: ActivityEntry) -> SafeString:
        """The minutes of each, and what makes it longer by how many."""
        told = (
            f"{extra_name(name)} +{formats.number(Decimal(minutes))}"
            for name, minutes in record.extras.items()
        )
        return format_html(
            '{}<br><span class="cell-note">{}</span>', formats.number(value), ", ".join(told)
        )

    def render_travel(self, value: Decimal) -> str:
        """What each costs on top, where it costs anything."""
        return formats.money(Amount(value, self.currency)) if value else formats.NOTHING

    def steps_of(self, record: ActivityEntry) -> Iterator[tuple[Label, str]]:
        """Correct it, or let something else hold from a later day."""
        yield from _steps(reverse("profitability:activity", args=[record.key]), record.valid_from)


class CreditTable(PlainTable):
    """One line an entry of the cost of capital."""

    valid_from = Text(_("Valid from"), is_title=True)
    cost_of_capital = Percent(_("Cost of capital"), places=2)
    steps = Steps()

    def __init__(self, rows: list[CreditEntry], *, sets_rates: bool) -> None:
        super().__init__(rows, exclude=() if sets_rates else ("steps",))

    def render_valid_from(self, value: date) -> str:
        """The day that names the row."""
        return formats.day(value)

    def steps_of(self, record: CreditEntry) -> Iterator[tuple[Label, str]]:
        """Correct it."""
        address = reverse("profitability:credit")
        yield _("Correct"), f"{address}?correct={record.valid_from.isoformat()}"


class FilesTable(PlainTable):
    """One line a file of events."""

    name = Text(_("File"), is_title=True, empty_values=())
    created_at = Moment(_("Brought"))
    by_name = Text(_("By"))
    events = Number(_("Rows"))
    taken_out_at = Moment(_("Taken out"))
    steps = Steps()

    def render_name(self, record: EventFile) -> str:
        """Its name, or its number where it came without one."""
        return record.name or f"#{record.pk}"

    def steps_of(self, record: EventFile) -> Iterator[tuple[Label, str]]:
        """Take it out, while it is in."""
        if record.taken_out_at is None:
            yield _("Take out"), reverse("profitability:take_out", args=[record.pk])


class WorkTable(PlainTable):
    """One line a piece of work."""

    day = Text(_("Day"), is_title=True)
    person = Text(_("Person"), accessor="person__name")
    kind = Text(_("Type"))
    hours = Number(_("Hours"))
    money = Money(_("Money"), places=2)
    note = Text(_("What for"))
    steps = Steps()

    def __init__(self, rows: Any, *, currency: str, may_withdraw: set[int]) -> None:
        self.may_withdraw = may_withdraw
        super().__init__(rows, currency=currency, exclude=() if may_withdraw else ("steps",))

    def render_day(self, value: date) -> str:
        """The day that names the row."""
        return formats.day(value)

    def render_hours(self, value: Decimal) -> str:
        """The hours, where there are any."""
        return formats.number(value) if value else formats.NOTHING

    def render_money(self, value: Decimal) -> str:
        """The amount, where there is one."""
        return formats.money(Amount(value, self.currency)) if value else formats.NOTHING

    def steps_of(self, record: AccountWork) -> Iterator[tuple[Label, str]]:
        """Withdraw it, by whoever may record it."""
        if record.person_id in self.may_withdraw:
            yield _("Withdraw"), reverse("profitability:withdraw", args=[record.pk])


def _steps(address: str, valid_from: date) -> Iterator[tuple[Label, str]]:
    yield _("Correct"), f"{address}?correct={valid_from.isoformat()}"
    yield _("New from…"), address
