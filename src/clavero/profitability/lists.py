"""The list of profitability: the whale curve's customers, for eye, ear and spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from clavero.portfolio.rules.pareto import AbcClass
from clavero.portfolio.words import CLASS_NAMES, CLASS_TONES, part_known
from clavero.profitability.forms.asking import ProfitForm
from clavero.profitability.models import WORK_NAMES
from clavero.profitability.rules.work import WorkKind
from clavero.profitability.selectors import ProfitPicture, ProfitRow
from clavero.ui import formats
from clavero.ui.lists import Empty, Filters, Rows, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Day, Money, Number, Percent, Text

LOSES, DIFFERS, UNKNOWN = "loses", "differs", "unknown"
FINDINGS: dict[str, Callable[[ProfitRow], bool]] = {
    LOSES: lambda row: row.loses,
    DIFFERS: lambda row: row.differs,
    UNKNOWN: lambda row: row.contribution is None,
}
FINDING_NAMES: dict[str, str | Promise] = {
    LOSES: _("loses money"),
    DIFFERS: _("class differs"),
    UNKNOWN: _("contribution not known"),
}
ONLY_IN_FILES = ("code", "credit", "work", "net_contribution", "cost_known", "loses", "differs")


class ProfitFilters(Filters):
    """By word, class and finding."""

    search = Search("name", "code", label=_("Search customers"))
    by_sales = django_filters.ChoiceFilter(
        label=_("Class by sales"), choices=[(each.value, CLASS_NAMES[each]) for each in AbcClass]
    )
    by_contribution = django_filters.ChoiceFilter(
        label=_("Class by contribution"),
        choices=[(each.value, CLASS_NAMES[each]) for each in AbcClass],
    )
    finding = django_filters.ChoiceFilter(
        label=_("Finding"), choices=list(FINDING_NAMES.items()), method="of_finding"
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "by_sales": _("of class %(value)s by sales"),
        "by_contribution": _("of class %(value)s by contribution"),
        "finding": _("with “%(value)s”"),
    }

    def of_finding(self, rows: Rows[ProfitRow], name: str, value: str) -> Rows[ProfitRow]:
        """The accounts of which it was found."""
        return rows.where(FINDINGS[value])


def _address(record: ProfitRow, table: Any) -> str | None:
    return table.address(record.id) if record.id is not None else None


class Before(Money):
    """A gross margin, with how much of the cost behind it is known."""

    def render(self, value: Any, table: Any, record: ProfitRow) -> SafeString:  # type: ignore[override]
        """The amount, and whether a part of it is estimated."""
        amount = super().render(value, table)
        if record.cost_known >= 1:
            return format_html("{}", amount)
        known = gettext("%(part)s known") % {"part": part_known(record.cost_known, places=0)}
        return format_html('{}<br><span class="cell-note">{}</span>', amount, known)


class Left(Money):
    """A contribution; one below zero says in words what it means."""

    def render(self, value: Any, table: Any, record: ProfitRow) -> SafeString:  # type: ignore[override]
        """The amount, and that the customer loses money."""
        amount = super().render(value, table)
        if not record.loses:
            return format_html("{}", amount)
        return format_html(
            '{}<br><span class="pill pill-bad">{}</span>', amount, gettext("Loses money")
        )


class ByContribution(Badge):
    """A class by contribution; one that differs from the class by sales says so."""

    def render(self, value: Any, record: ProfitRow) -> SafeString:  # type: ignore[override]
        """The class, and whether it differs; who leaves nothing has none."""
        shown = self._classed(value, record)
        if not record.differs:
            return format_html("{}", shown)
        return format_html(
            '{}<br><span class="cell-note">{}</span>', shown, gettext("differs from sales")
        )

    def _classed(self, value: Any, record: ProfitRow) -> SafeString | str:
        if value is not None:
            return super().render(value)
        return gettext("No class: it loses money") if record.loses else formats.NOTHING


class YesNo(Text):
    """A finding, in files."""

    def cell(self, value: Any, currency: str) -> Any:
        """In the reader's words."""
        return gettext("yes") if value else gettext("no")


class ProfitTable(Table):
    """One line an account. ``address`` leads to its waterfall; the view sets it."""

    address: Callable[[int], str]

    rank = Number(_("Rank"), initial_sort_descending=False)
    code = Text(_("Code"))
    name = Text(_("Customer"), is_title=True, linkify=_address)
    net_sales = Money(_("Net sales"))
    before = Before(_("Gross margin"))
    serving = Money(_("Cost to serve"))
    credit = Money(_("Cost of credit"))
    contribution = Left(_("Contribution after serving"))
    margin = Percent(_("Of net sales"))
    work = Money(_("Key account team"))
    net_contribution = Money(_("Net contribution"))
    by_sales = Badge(_("Class by sales"), names=CLASS_NAMES, tones=CLASS_TONES)
    by_contribution = ByContribution(
        _("Class by contribution"), names=CLASS_NAMES, tones=CLASS_TONES, empty_values=()
    )
    cost_known = Percent(_("Cost known"))
    loses = YesNo(_("Loses money"), orderable=False)
    differs = YesNo(_("Class differs"), orderable=False)


PROFIT = Screen(
    key="profitability.customers",
    title=_("Customers"),
    counted=ngettext_lazy("%(shown)s customer", "%(shown)s customers", "count"),
    table=ProfitTable,
    filters=ProfitFilters,
    empty=Empty(
        title=_("Nobody bought in this period"),
        text=_("Choose another period above."),
        icon="calendar-off",
        url=lambda: f"{reverse('profitability:whale')}?period=all",
        verb=_("Show all the data"),
    ),
    order="rank",
    page_sizes=(10, 25, 50, 100),
    also=tuple(ProfitForm.base_fields),
    only_in_files=ONLY_IN_FILES,
)


def hidden_columns(picture: ProfitPicture) -> list[str]:
    """The columns that this picture has no values for."""
    hidden = []
    if not picture.is_credit_counted:
        hidden.append("credit")
    if not picture.is_work_recorded:
        hidden += ["work", "net_contribution"]
    return hidden


class HoursFilters(Filters):
    """By word and by what it went into."""

    search = Search("person__name", "note", label=_("Search work"))
    kind = django_filters.ChoiceFilter(
        label=_("Type"), choices=[(each.value, WORK_NAMES[each]) for each in WorkKind]
    )
    conditions: ClassVar[dict[str, str | Promise]] = {"kind": _("for: %(value)s")}


class HoursTable(Table):
    """One line a piece of work."""

    person = Text(_("Person"), accessor="person__name", is_title=True)
    day = Day(_("Day"))
    account = Text(_("Account"), accessor="customer__name")
    code = Text(_("Code"), accessor="customer__code")
    kind = Badge(_("Type"), names=WORK_NAMES, tones={})
    hours = Number(_("Hours"))
    money = Money(_("Money"), places=2)
    note = Text(_("What for"))


HOURS = Screen(
    key="profitability.hours",
    title=_("Work"),
    counted=ngettext_lazy("%(shown)s entry", "%(shown)s entries", "count"),
    table=HoursTable,
    filters=HoursFilters,
    empty=Empty(
        title=_("Nothing was recorded in this time"),
        text=_("Hours and money that the account's team spends on it."),
        icon="clock-edit",
    ),
    order="-day",
    also=("period",),
    only_in_files=("code",),
)
