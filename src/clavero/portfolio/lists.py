"""The lists of the portfolio."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django_tables2.utils import A

from clavero.portfolio.models import KIND_NAMES, Customer
from clavero.portfolio.rules.concentration import Alert
from clavero.portfolio.rules.grouping import Kind
from clavero.portfolio.rules.pareto import AbcClass
from clavero.portfolio.selectors import PortfolioRow
from clavero.portfolio.words import ALERT_NAMES, ALERT_TONES, CLASS_NAMES, CLASS_TONES
from clavero.ui.lists import Empty, Filters, Rows, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Day, Growth, Money, Number, Percent, Text

GREW, FELL, NEW, LOSES = "grew", "fell", "new", "loses"

MOVEMENTS: dict[str, Callable[[PortfolioRow], bool]] = {
    GREW: lambda row: row.net_sales_before is not None and row.net_sales > row.net_sales_before,
    FELL: lambda row: row.net_sales_before is not None and row.net_sales < row.net_sales_before,
    NEW: lambda row: row.net_sales_before == 0 and row.net_sales > 0,
    LOSES: lambda row: row.contribution is not None and row.contribution < 0,
}


class PortfolioFilters(Filters):
    """By word, class, movement and weight."""

    search = Search("name", "code", label=_("Search customers"))
    abc = django_filters.ChoiceFilter(
        label=_("Class"), choices=[(each.value, CLASS_NAMES[each]) for each in AbcClass]
    )
    movement = django_filters.ChoiceFilter(
        label=_("Movement"),
        choices=[
            (GREW, _("sales grew")),
            (FELL, _("sales fell")),
            (NEW, _("new: nothing in the period before")),
            (LOSES, _("negative contribution")),
        ],
        method="of_movement",
    )
    alert = django_filters.ChoiceFilter(
        label=_("Weight"), choices=[(each.value, ALERT_NAMES[each]) for each in Alert]
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "abc": _("of class %(value)s"),
        "movement": _("with %(value)s"),
        "alert": _("with the alert “%(value)s”"),
    }

    def of_movement(self, rows: Rows[PortfolioRow], name: str, value: str) -> Rows[PortfolioRow]:
        """The accounts that moved so."""
        return rows.where(MOVEMENTS[value])


def _address(record: PortfolioRow, table: Any) -> str | None:
    return table.address(record.id) if record.id is not None else None


class PortfolioTable(Table):
    """One line an account. ``address`` leads to its page; the view sets it."""

    address: Callable[[int], str]

    rank = Number(_("Rank"), initial_sort_descending=False)
    name = Text(_("Customer"), is_title=True, linkify=_address)
    abc = Badge(_("Class"), names=CLASS_NAMES, tones=CLASS_TONES)
    net_sales = Money(_("Net sales"))
    share = Percent(_("Share"))
    cumulative_share = Percent(_("Cumulative share"), orderable=False)
    growth = Growth(_("Growth"))
    contribution = Money(_("Contribution"))
    margin = Percent(_("Margin"))
    last_purchase = Day(_("Last purchase"))
    orders = Number(_("Orders"))
    alert = Badge(_("Alert"), names=ALERT_NAMES, tones=ALERT_TONES)


PORTFOLIO = Screen(
    key="portfolio.customers",
    title=_("Customers"),
    counted=ngettext_lazy("%(shown)s customer", "%(shown)s customers", "count"),
    table=PortfolioTable,
    filters=PortfolioFilters,
    empty=Empty(
        title=_("Nobody bought in this period"),
        text=_("Choose another period above."),
        icon="calendar-off",
        url=lambda: f"{reverse('portfolio:portfolio')}?period=all",
        verb=_("Show all the data"),
    ),
    order="rank",
)


class RecordFilters(Filters):
    """By word, kind and state."""

    search = Search("name", "code", "tax_number", label=_("Search customers"))
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=[(kind.value, KIND_NAMES[kind]) for kind in Kind]
    )
    merged = django_filters.BooleanFilter(
        label=_("Merged"), field_name="merged_into", lookup_expr="isnull", exclude=True
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "kind": _("of kind “%(value)s”"),
        "merged": _("merged into another: %(value)s"),
    }


class RecordTable(Table):
    """One line a record."""

    name = Text(
        _("Customer"),
        is_title=True,
        empty_values=(),
        linkify=("portfolio:record", {"customer_id": A("pk")}),
    )
    code = Text(_("Code"))
    kind = Badge(_("Kind"), names=KIND_NAMES)
    tax_number = Text(_("Tax number"))
    country = Text(_("Country"))
    merged_into = Text(_("Merged into"), accessor="merged_into__name")

    def render_name(self, record: Customer) -> str:
        """The name, or the code where the ledger gave none."""
        return str(record)


RECORDS = Screen(
    key="portfolio.records",
    title=_("Customer records"),
    counted=ngettext_lazy("%(shown)s customer record", "%(shown)s customer records", "count"),
    table=RecordTable,
    filters=RecordFilters,
    empty=Empty(
        title=_("There are no customers yet"),
        text=_("Customers come into being when a sales file is imported."),
        icon="users",
    ),
    order="name",
)
