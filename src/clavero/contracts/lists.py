"""The list of contracts, and the tables of one."""

from __future__ import annotations

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy
from django_tables2 import A

from clavero.contracts.words import FIELD_NAMES
from clavero.ui.lists import Empty, Filters, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Day, Number, Text
from clavero.ui.lists.screen import PlainTable

STATE_NAMES = {
    "to_come": pgettext_lazy("a contract", "To come"),
    "in_force": pgettext_lazy("a contract", "In force"),
    "ended": pgettext_lazy("a contract", "Ended"),
}
_STATE = pgettext_lazy("a contract", "State")


class ContractFilters(Filters):
    """By word and state."""

    search = Search("title", "reference", "name", label=_("Search contracts"))
    state = django_filters.ChoiceFilter(label=_STATE, choices=[*STATE_NAMES.items()])


class ContractTable(Table):
    """One line a contract, which leads to its page."""

    code = Text(_("Code"))
    title = Text(
        FIELD_NAMES["title"], is_title=True,
        linkify=("contracts:contract", {"contract_id": A("id")}),
    )  # fmt: skip
    name = Text(_("Customer"), linkify=("contracts:account", {"customer_id": A("customer_id")}))
    reference = Text(FIELD_NAMES["reference"])
    state = Badge(_STATE, names=STATE_NAMES, tones={"in_force": "good"})
    start = Day(FIELD_NAMES["start"])
    notice_on = Day(_("Give notice by"))
    end = Day(FIELD_NAMES["end"])
    terms = Number(pgettext_lazy("of a contract", "Terms"))
    value = Number(FIELD_NAMES["value"], places=2)
    currency = Text(FIELD_NAMES["currency"])


class AccountContractsTable(PlainTable):
    """The same for one account."""

    title = Text(
        FIELD_NAMES["title"], is_title=True,
        linkify=("contracts:contract", {"contract_id": A("id")}),
    )  # fmt: skip
    state = Badge(_STATE, names=STATE_NAMES, tones={"in_force": "good"})
    notice_on = Day(_("Give notice by"))
    end = Day(FIELD_NAMES["end"])


class PricesTable(PlainTable):
    """Prices of a contract."""

    product = Text(_("Code of the product"), is_title=True)
    family = Text(_("Product family"))
    unit = Text(_("Unit"))
    price = Number(_("Net price of a unit"))
    currency = Text(FIELD_NAMES["currency"])
    start = Day(FIELD_NAMES["start"])
    end = Day(FIELD_NAMES["end"])


CONTRACTS = Screen(
    key="contracts.contracts",
    title=_("Contracts"),
    counted=ngettext_lazy("%(shown)s contract", "%(shown)s contracts", "count"),
    table=ContractTable,
    filters=ContractFilters,
    empty=Empty(
        title=_("No contract is written down yet"),
        text=_("Open the contracts of an account, write one down, and add its terms."),
        verb=_("Look for an account"),
        url=lambda: reverse("portfolio:portfolio"),
        icon="file-certificate",
    ),
    order="end",
    only_in_files=("code", "reference", "start", "terms", "value", "currency"),
)
