"""The lists of the portfolio."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar, Protocol

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from django_tables2.utils import A

from clavero.portfolio.forms.picture import BY_NAMES, NONE, TREE_CHOICES, PictureForm
from clavero.portfolio.marks import Mark, in_words
from clavero.portfolio.models import KIND_NAMES, Customer
from clavero.portfolio.rules.grouping import Kind
from clavero.portfolio.rules.pareto import AbcClass
from clavero.portfolio.rules.picture import By
from clavero.portfolio.selectors import PortfolioPicture, PortfolioRow
from clavero.portfolio.words import (
    ALERT_BADGES,
    ALERT_TONES,
    CLASS_NAMES,
    CLASS_TONES,
    part_known,
)
from clavero.ui import formats
from clavero.ui.lists import Empty, Filters, Rows, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Day, Growth, Money, Number, Percent, Text

# -- the portfolio -------------------------------------------------------------------------------

GREW, FELL, NEW, LOSES = "grew", "fell", "new", "loses"


class Moved(Protocol):
    """What of a row tells how it moved."""

    @property
    def net_sales(self) -> Decimal: ...
    @property
    def net_sales_before(self) -> Decimal | None: ...
    @property
    def contribution(self) -> Decimal | None: ...


MOVEMENTS: dict[str, Callable[[Moved], bool]] = {
    GREW: lambda row: row.net_sales_before is not None and row.net_sales > row.net_sales_before,
    FELL: lambda row: row.net_sales_before is not None and row.net_sales < row.net_sales_before,
    NEW: lambda row: row.net_sales_before == 0 and row.net_sales > 0,
    LOSES: lambda row: row.contribution is not None and row.contribution < 0,
}
MOVEMENT_NAMES: dict[str, str | Promise] = {
    GREW: _("sales grew"),
    FELL: _("sales fell"),
    NEW: _("new: nothing in the period before"),
    LOSES: _("negative contribution"),
}
# What a spreadsheet can use and a screen has no room for.
ONLY_IN_FILES = (
    "code",
    "programme",
    "net_sales_before",
    "cost_known_share",
    "margin",
    "active_months",
    "first_purchase",
    "families",
    "alert",
)


class PortfolioFilters(Filters):
    """By word, class and movement."""

    search = Search("name", "code", label=_("Search customers"))
    abc = django_filters.ChoiceFilter(
        label=_("Class"), choices=[(each.value, CLASS_NAMES[each]) for each in AbcClass]
    )
    movement = django_filters.ChoiceFilter(
        label=_("Movement"), choices=list(MOVEMENT_NAMES.items()), method="of_movement"
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "abc": _("of class %(value)s"),
        "movement": _("with %(value)s"),
    }

    def of_movement(self, rows: Rows[PortfolioRow], name: str, value: str) -> Rows[PortfolioRow]:
        """The accounts that moved so."""
        return rows.where(MOVEMENTS[value])


class Contribution(Money):
    """A contribution with its margin, and with how much of the cost behind it is known."""

    def render(  # type: ignore[override]
        self, value: Any, table: Any, record: PortfolioRow
    ) -> SafeString:
        """The amount in the reader's writing, and what it is worth."""
        amount = super().render(value, table)
        notes = format_html_join(mark_safe("<br>"), "{}", ((note,) for note in _notes(record)))
        return format_html('{}<br><span class="cell-note">{}</span>', amount, notes)


def _notes(record: PortfolioRow) -> Iterator[str]:
    margin, known = record.margin.value, record.cost_known_share
    if margin is not None:
        yield gettext("%(part)s margin") % {"part": formats.percent(margin)}
    if known is None or known < 1:
        yield gettext("%(part)s known") % {"part": part_known(known or Decimal(0), places=0)}


def _address(record: PortfolioRow, table: Any) -> str | None:
    return table.address(record.id) if record.id is not None else None


Marks = Mapping[str, list[Mark]]


class Marked(Text):
    """A name that leads to the account's page, with what domains above say of it in a word."""

    def render(self, value: Any, table: Any, record: PortfolioRow) -> SafeString:
        """The marks stand beside the link: they lead nowhere."""
        url = _address(record, table)
        name = format_html('<a href="{}">{}</a>', url, value) if url else value
        told = table.marks.get(record.code, ())
        pills = (("", mark.tone, mark.label) for mark in told)
        return format_html(
            "{}{}", name, format_html_join("", '{} <span class="pill pill-{}">{}</span>', pills)
        )


class Programme(Text):
    """The same words for a file."""

    def __init__(self) -> None:
        super().__init__(_("Programme"), accessor="code", orderable=False)
        self.marks: Marks = {}

    def cell(self, value: Any, currency: str) -> Any:
        """The words, or nothing."""
        return in_words(self.marks.get(value, ())) or None


class PortfolioTable(Table):
    """One line an account. ``address`` leads to its page; the view sets it."""

    address: Callable[[int], str]
    marks: Marks

    rank = Number(_("Rank"), initial_sort_descending=False)
    code = Text(_("Code"))
    name = Marked(_("Customer"), is_title=True)
    programme = Programme()
    abc = Badge(_("Class"), names=CLASS_NAMES, tones=CLASS_TONES)
    net_sales = Money(_("Net sales"))
    net_sales_before = Money(_("Net sales before"))
    growth = Growth(_("Growth"))
    share = Percent(_("Share"))
    cumulative_share = Percent(_("Cumulative share"), orderable=False)
    contribution = Contribution(_("Contribution"))
    cost_known_share = Percent(_("Cost known"))
    margin = Percent(_("Margin"))
    orders = Number(_("Orders"))
    active_months = Number(_("Months with orders"))
    families = Number(_("Product families"))
    first_purchase = Day(_("First purchase in the period"))
    last_purchase = Day(_("Last purchase"))
    alert = Badge(_("Alert"), names=ALERT_BADGES, tones=ALERT_TONES)

    def show_marks(self, marks: Marks) -> None:
        """Let the names carry what is told of their accounts, by code."""
        self.marks = marks
        for bound in self.columns.iterall():
            if isinstance(bound.column, Programme):
                bound.column.marks = marks


class ContributionTable(PortfolioTable):
    """The shares are of the contribution when that is what ranks."""

    share = Percent(_("Share of contribution"))


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
    page_sizes=(10, 25, 50, 100),
    also=tuple(PictureForm.base_fields),
    only_in_files=ONLY_IN_FILES,
)


def portfolio_screen(picture: PortfolioPicture) -> Screen:
    """The list as it suits a picture."""
    if picture.by is By.CONTRIBUTION:
        return replace(PORTFOLIO, table=ContributionTable)
    return PORTFOLIO


def counted_by(picture: PortfolioPicture) -> list[tuple[str, str]]:
    """How the rows were ranked and counted, for a file that leaves the page behind."""
    told = [
        (gettext("Rank by"), str(BY_NAMES[picture.by])),
        (gettext("Count as one"), str(TREE_CHOICES[picture.tree or NONE])),
    ]
    if picture.comparison and picture.comparison.is_covered:
        before = formats.period_in_words(picture.comparison.summary.period)
        told.append((gettext("Net sales before"), before))
    return told


def hidden_columns(picture: PortfolioPicture) -> list[str]:
    """The columns that this picture has no values for."""
    hidden = []
    if not (picture.comparison and picture.comparison.is_covered):
        hidden += ["growth", "net_sales_before"]
    if picture.is_margin_unknown:
        hidden += ["contribution", "cost_known_share", "margin"]
    if not picture.is_whole:
        hidden += ["alert"]
    return hidden


# -- the records ---------------------------------------------------------------------------------

MERGED, STANDING = "merged", "standing"


class RecordFilters(Filters):
    """By word, kind and state."""

    search = Search("name", "code", "tax_number", label=_("Search customers"))
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=[(kind.value, KIND_NAMES[kind]) for kind in Kind]
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(STANDING, _("standing by themselves")), (MERGED, _("merged into another"))],
        method="of_state",
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "kind": _("of kind “%(value)s”"),
        "state": _("that are %(value)s"),
    }

    def of_state(self, records: QuerySet[Customer], name: str, value: str) -> QuerySet[Customer]:
        """Those that were merged into another, or those that were not."""
        return records.filter(merged_into__isnull=value != MERGED)


class Groups(Text):
    """The groups a customer is in."""

    def render(self, value: Any) -> str:
        """Their names."""
        return self.cell(value, "") or formats.NOTHING

    def cell(self, value: Any, currency: str) -> Any:
        """Their names, or nothing."""
        return ", ".join(str(link.parent) for link in value.all())


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
    groups = Groups(_("Group"), accessor="links_above", orderable=False)
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
