"""The list of lifetime: each customer with its probability alive, purchases and value to expect."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clavero.lifetime.forms.asking import LifetimeForm
from clavero.lifetime.selectors import LifetimePicture, LifetimeRow
from clavero.ui.lists import Empty, Filters, Rows, Screen, Search, Table
from clavero.ui.lists.columns import Day, Money, Number, Percent, Text

LIKELY, UNLIKELY = Decimal("0.8"), Decimal("0.2")
THERE, UNSURE, GONE = "there", "unsure", "gone"
STATES: dict[str, Callable[[LifetimeRow], bool]] = {
    THERE: lambda row: row.alive >= LIKELY,
    UNSURE: lambda row: UNLIKELY <= row.alive < LIKELY,
    GONE: lambda row: row.alive < UNLIKELY,
}
STATE_NAMES: dict[str, str | Promise] = {
    THERE: _("80% or more"),
    UNSURE: _("from 20% to 80%"),
    GONE: _("below 20%"),
}


class LifetimeFilters(Filters):
    """By word and probability alive."""

    search = Search("name", "code", label=_("Search customers"))
    alive = django_filters.ChoiceFilter(
        label=_("Probability alive"), choices=list(STATE_NAMES.items()), method="of_state"
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "alive": _("with a probability alive of %(value)s"),
    }

    def of_state(self, rows: Rows[LifetimeRow], name: str, value: str) -> Rows[LifetimeRow]:
        """Those that are likely there, likely gone, or neither."""
        return rows.where(STATES[value])


def _address(record: LifetimeRow, table: Any) -> str | None:
    return table.address(record.id) if record.id is not None else None


class LifetimeTable(Table):
    """One line an account. ``address`` leads to its page; the view sets it."""

    address: Callable[[int], str]

    code = Text(_("Code"))
    name = Text(_("Customer"), is_title=True, linkify=_address)
    alive = Percent(_("Probability alive"))
    expected = Number(_("Purchases in 12 months"), places=1)
    value = Money(_("Value in 12 months"))
    lifetime = Money(_("Lifetime value"))
    margin = Percent(_("Margin"))
    spent = Money(_("A purchase"))
    purchases = Number(_("Days of purchase"))
    first = Day(_("First purchase"))
    last = Day(_("Last purchase"))


LIFETIME = Screen(
    key="lifetime.customers",
    title=_("Customers"),
    counted=ngettext_lazy("%(shown)s customer", "%(shown)s customers", "count"),
    table=LifetimeTable,
    filters=LifetimeFilters,
    empty=Empty(
        title=_("None of your customers has bought yet"),
        text=_("They come here with their first purchase."),
        icon="activity-heartbeat",
        url=lambda: reverse("portfolio:portfolio"),
        verb=_("Open the portfolio"),
    ),
    order="-value",
    page_sizes=(10, 25, 50, 100),
    also=tuple(LifetimeForm.base_fields),
    only_in_files=("code", "first"),
)


def hidden_columns(picture: LifetimePicture) -> list[str]:
    """The columns that this picture has no values for."""
    hidden = []
    if picture.value is None:
        hidden += ["value", "spent"]
    if picture.lifetime is None:
        hidden += ["lifetime", "margin"]
    return hidden
