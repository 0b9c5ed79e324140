"""Each customer with the cycles in which it bought and those in which it will."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clavero.lifetime.forms.studies import CyclesForm
from clavero.lifetime.lists.staying import When
from clavero.lifetime.rules.terms import Term
from clavero.lifetime.selectors import CycleRow
from clavero.lifetime.words import term_name
from clavero.ui.lists import Empty, Filters, Screen, Search, Table
from clavero.ui.lists.columns import Number, Percent, Text


class CycleFilters(Filters):
    """By word."""

    search = Search("name", "code", label=_("Search customers"))


class Cycle(When):
    """A month, quarter or year."""

    def render(self, value: Term) -> str:
        """As people write it."""
        return term_name(value)

    def cell(self, value: Term, currency: str) -> str:
        """The same in a file."""
        return term_name(value)


def _address(record: CycleRow, table: Any) -> str | None:
    return table.address(record.id) if record.id is not None else None


class CycleTable(Table):
    """One line an account. ``address`` leads to its page; the view sets it."""

    address: Callable[[int], str]

    code = Text(_("Code"))
    name = Text(_("Customer"), is_title=True, linkify=_address)
    x = Number(_("Cycles with a purchase"))
    n = Number(_("Cycles since the first"))
    first = Cycle(_("First cycle"))
    last = Cycle(_("Last cycle with a purchase"))
    alive = Percent(_("There at the next cycle"))
    expected = Number(_("Purchases in the cycles to come"), places=2)


CYCLES = Screen(
    key="lifetime.cycles",
    title=_("Customers"),
    counted=ngettext_lazy("%(shown)s customer", "%(shown)s customers", "count"),
    table=CycleTable,
    filters=CycleFilters,
    empty=Empty(
        title=_("None of your customers has a whole cycle behind it"),
        text=_("They come here when the cycle after their first purchase is over."),
        icon="activity-heartbeat",
    ),
    order="-expected",
    also=tuple(CyclesForm.base_fields),
    only_in_files=("code", "first"),
)
