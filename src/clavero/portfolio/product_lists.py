"""The lists of products: the catalogue, and what one customer bought."""

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

from clavero.portfolio.forms.picture import CustomerForm
from clavero.portfolio.lists import (
    FELL,
    GREW,
    LOSES,
    MERGED,
    MOVEMENT_NAMES,
    MOVEMENTS,
    NEW,
    STANDING,
    Contribution,
)
from clavero.portfolio.selectors import CatalogueRow, ProductRow, ProductsPicture
from clavero.ui import formats
from clavero.ui.lists import Empty, Filters, Rows, Screen, Search, Table
from clavero.ui.lists.columns import Day, Growth, Money, Number, Percent, Text

# -- the catalogue -------------------------------------------------------------------------------


class FamilyFilters(Filters):
    """By word and by the families that there are."""

    search = Search("name", "code", label=_("Search products"))
    family = django_filters.ChoiceFilter(label=_("Family"), choices=[])

    def __init__(self, data: Any = None, queryset: Any = None, **options: Any) -> None:
        super().__init__(data, queryset, **options)
        families = sorted({row.family for row in queryset} - {""})
        self.filters["family"].extra["choices"] = [(family, family) for family in families]


class ProductFilters(FamilyFilters):
    """By word, family and state."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(STANDING, _("standing by themselves")), (MERGED, _("merged into another"))],
        method="of_state",
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "family": _("of the family “%(value)s”"),
        "state": _("that are %(value)s"),
    }

    def of_state(self, products: Rows[CatalogueRow], name: str, value: str) -> Rows[CatalogueRow]:
        """Those that were merged into another, or those that were not."""
        return products.filter(merged_into__isnull=value != MERGED)


def _product_address(record: CatalogueRow | ProductRow) -> str | None:
    return reverse("portfolio:product", args=[record.id]) if record.id is not None else None


class ProductTable(Table):
    """One line a product."""

    name = Text(_("Product"), is_title=True, linkify=_product_address)
    code = Text(_("Code"))
    family = Text(_("Family"))
    merged_into = Text(_("Merged into"))
    first_sold = Day(_("First sold"))
    last_sold = Day(_("Last sold"))


PRODUCTS = Screen(
    key="portfolio.products",
    title=_("Products"),
    counted=ngettext_lazy("%(shown)s product", "%(shown)s products", "count"),
    table=ProductTable,
    filters=ProductFilters,
    empty=Empty(
        title=_("There are no products yet"),
        text=_("Products come into being when a sales file is imported."),
        icon="package",
    ),
    order="name",
)

# -- what one customer bought --------------------------------------------------------------------

STOPPED = "stopped"
BOUGHT_MOVEMENTS: dict[str, Callable[[ProductRow], bool]] = {
    GREW: MOVEMENTS[GREW],
    FELL: MOVEMENTS[FELL],
    NEW: lambda row: row.is_new,
    STOPPED: lambda row: row.is_stopped,
    LOSES: MOVEMENTS[LOSES],
}
BOUGHT_MOVEMENT_NAMES: dict[str, str | Promise] = {
    **{name: MOVEMENT_NAMES[name] for name in (GREW, FELL, NEW)},
    STOPPED: _("sales that stopped"),
    LOSES: MOVEMENT_NAMES[LOSES],
}
# What a spreadsheet can use and a screen has no room for.
ONLY_IN_FILES = (
    "code",  # on the screen it stands below the name
    "net_sales_before",
    "change",
    "cost_known_share",
    "margin",
    "quantity_unit",
    "first_purchase",
)


class BoughtFilters(FamilyFilters):
    """By word, family and movement."""

    movement = django_filters.ChoiceFilter(
        label=_("Movement"), choices=list(BOUGHT_MOVEMENT_NAMES.items()), method="of_movement"
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "family": _("of the family “%(value)s”"),
        "movement": _("with %(value)s"),
    }

    def of_movement(self, rows: Rows[ProductRow], name: str, value: str) -> Rows[ProductRow]:
        """The products that moved so."""
        return rows.where(BOUGHT_MOVEMENTS[value])


class Bought(Text):
    """A product's name with its code, or that there is none."""

    def render(self, value: Any, record: ProductRow) -> SafeString:
        """The name as it is read."""
        name = self.cell(value, "")
        if record.code in (None, value):
            return format_html("{}", name)
        return format_html('{}<br><span class="cell-note">{}</span>', name, record.code)

    def cell(self, value: Any, currency: str) -> Any:
        """The name."""
        return value or gettext("Lines without product")


class Quantity(Number):
    """A quantity with its unit, or why there is none."""

    def render(self, value: Any, record: ProductRow) -> SafeString | str:  # type: ignore[override]
        """The quantity as it is read."""
        if not record.quantity_unit:
            return formats.number(value)
        return format_html("{}\u00a0{}", formats.number(value), record.quantity_unit)


class BoughtTable(Table):
    """One line a product."""

    name = Bought(_("Product"), is_title=True, empty_values=(), linkify=_product_address)
    code = Text(_("Code"))
    family = Text(_("Family"))
    net_sales = Money(_("Net sales"))
    net_sales_before = Money(_("Net sales before"))
    change = Money(_("Change"))
    growth = Growth(_("Growth"))
    share = Percent(_("Share"))
    contribution = Contribution(_("Contribution"))
    cost_known_share = Percent(_("Cost known"))
    margin = Percent(_("Margin"))
    quantity = Quantity(_("Quantity"))
    quantity_unit = Text(_("Unit"))
    orders = Number(_("Orders"))
    first_purchase = Day(_("First purchase in the period"))
    last_purchase = Day(_("Last purchase"))


BOUGHT = Screen(
    key="portfolio.customer_products",
    title=_("Products"),
    counted=ngettext_lazy("%(shown)s product", "%(shown)s products", "count"),
    table=BoughtTable,
    filters=BoughtFilters,
    empty=Empty(
        title=_("There are no lines in this period"),
        text=_("Choose another period above."),
        icon="calendar-off",
    ),
    order="-net_sales",
    also=tuple(CustomerForm.base_fields),
    only_in_files=ONLY_IN_FILES,
)


def hidden_columns(picture: ProductsPicture) -> list[str]:
    """The columns that a picture has no values for."""
    hidden = []
    if picture.period_before is None:
        hidden += ["growth", "change", "net_sales_before"]
    if picture.is_cost_unknown:
        hidden += ["contribution", "cost_known_share", "margin"]
    return hidden
