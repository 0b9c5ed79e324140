"""The list of contracts, and the tables of one."""

from __future__ import annotations

import django_filters
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy
from django_tables2 import A

from clavero.contracts.rules.findings import FindingKind
from clavero.contracts.showing import OWN, UNDECIDED, FindingRow
from clavero.contracts.words import FIELD_NAMES, FINDING_NAMES, RENEWAL_NAMES, VERDICT_NAMES
from clavero.core.errors import Sentence
from clavero.ui.lists import Empty, Filters, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Day, Money, Number, Text
from clavero.ui.lists.screen import PlainTable

STATE_NAMES = {
    "to_come": pgettext_lazy("a contract", "To come"),
    "in_force": pgettext_lazy("a contract", "In force"),
    "to_confirm": pgettext_lazy("a contract", "Ended: confirm its renewal"),
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
    state = Badge(_STATE, names=STATE_NAMES, tones={"in_force": "good", "to_confirm": "warn"})
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
    state = Badge(_STATE, names=STATE_NAMES, tones={"in_force": "good", "to_confirm": "warn"})
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


class PriceFilters(Filters):
    """By word."""

    search = Search("product", "family", label=_("Search prices"))


class PriceTable(Table):
    """One line a price, which leads to its page."""

    product = Text(
        _("Code of the product"), is_title=True, linkify=("contracts:price", {"price_id": A("pk")})
    )
    family = Text(_("Product family"), linkify=("contracts:price", {"price_id": A("pk")}))
    unit = Text(_("Unit"))
    price = Number(_("Net price of a unit"))
    currency = Text(FIELD_NAMES["currency"])
    start = Day(FIELD_NAMES["start"])
    end = Day(FIELD_NAMES["end"])


class StatementTable(PlainTable):
    """The periods of a rebate, in its currency."""

    period = Text(pgettext_lazy("of a rebate", "Period"), is_title=True)
    volume = Number(_("Counted so far"), places=2)
    cumulative = Money(_("Due so far"), places=2)
    as_closed = Money(_("Due so far, as closed"), places=2)
    own = Money(_("Of the period itself"), places=2)
    correction = Money(_("Correction of closed ones"), places=2)
    to_credit = Money(_("To be credited"), places=2)
    state = Text(_STATE)


_VERDICTS: dict[str, Sentence] = {
    UNDECIDED: pgettext_lazy("a finding", "Not decided"), **VERDICT_NAMES,
}  # fmt: skip


def _decided() -> Badge:
    tones = {UNDECIDED: "warn", "accepted": "good", "disputed": "bad"}
    return Badge(_("Decision"), names=_VERDICTS, tones=tones)


class FindingFilters(Filters):
    """By word, kind and decision."""

    search = Search("document", "line", "product", "note", label=_("Search findings"))
    kind = django_filters.ChoiceFilter(label=_("Finding"), choices=[*FINDING_NAMES.items()])
    verdict = django_filters.ChoiceFilter(label=_("Decision"), choices=[*_VERDICTS.items()])


OF_DOCUMENT = "of"
"""The parameter that says of which document a finding is, so that only its lines are looked at."""


class What(Text):
    """What a finding is, which leads to its page."""

    def __init__(self) -> None:
        super().__init__(
            _("Finding"), accessor="kind", is_title=True, linkify=lambda record: _finding(record)
        )

    def render(self, value: FindingKind) -> Sentence:
        """In words."""
        return FINDING_NAMES[value]

    def cell(self, value: FindingKind, currency: str) -> str:
        """The same in files."""
        return str(FINDING_NAMES[value])


def _finding(record: FindingRow) -> str:
    page = reverse("contracts:finding", args=[record.contract_id, record.key])
    return f"{page}?{urlencode({OF_DOCUMENT: record.document})}"


class FindingTable(Table):
    """One line a finding, which leads to its page."""

    kind = What()
    document = Text(_("Document"))
    line = Text(_("Line"))
    product = Text(_("Product"))
    day = Day(_("Day"))
    due = Text(_("Was due"), orderable=False)
    actual = Text(_("Actual"), orderable=False)
    difference = Text(_("Difference"), order_by=("size",))
    cost = Text(_("Cost"), order_by=("cost_size",))
    verdict = _decided()
    note = Text(_("Note"))


class FirstFindingsTable(PlainTable):
    """The first of them, on the contract's own page."""

    kind = What()
    document = Text(_("Document"))
    day = Day(_("Day"))
    due = Text(_("Was due"))
    actual = Text(_("Actual"))
    difference = Text(_("Difference"))
    verdict = _decided()


class Figure(Text):
    """A figure that says its unit or currency itself."""

    css = "numeric"


class LinesBehindTable(PlainTable):
    """The invoice lines behind a finding."""

    document = Text(_("Document"))
    day = Day(_("Day"))
    line = Text(_("Line"))
    product = Text(_("Product"), is_title=True)
    ordered = Number(_("Ordered quantity"))
    quantity = Number(_("Quantity"))
    amount = Figure(_("Billed"))
    price = Figure(_("Price agreed"))
    due = Figure(_("At that price"))
    difference = Figure(_("Difference"))
    promised = Day(_("Promised for"))
    delivered = Day(_("Delivered on"))
    paid = Day(_("Paid on"))
    mark = Badge(_("Of this finding"), names={OWN: _("this line")}, tones={OWN: "warn"})


BESIDE_PRICES = ("ordered", "promised", "delivered", "paid")
"""The columns that say nothing of a line's price."""
OF_SHORT = ("price", "due", "difference", "paid")
OF_DELIVERY = ("ordered", *OF_SHORT)
OF_PAYMENT = ("ordered", "price", "due", "difference", "promised", "delivered")
OF_TERM = (*BESIDE_PRICES, "price", "due", "difference", "mark")
HIDDEN_OF: dict[FindingKind, tuple[str, ...]] = {
    FindingKind.ABOVE: BESIDE_PRICES,
    FindingKind.BELOW: BESIDE_PRICES,
    FindingKind.DELIVERY: OF_DELIVERY,
    FindingKind.SHORT: OF_SHORT,
    FindingKind.PAYMENT: OF_PAYMENT,
}
"""What the lines behind a finding need not show; of those of a term, ``OF_TERM``."""

FINDINGS = Screen(
    key="contracts.findings",
    title=_("Findings"),
    counted=ngettext_lazy("%(shown)s finding", "%(shown)s findings", "count"),
    table=FindingTable,
    filters=FindingFilters,
    empty=Empty(
        title=_("Nothing departs from the terms"),
        text=_("What can be held against the ledger was kept."),
        icon="circle-check",
    ),
    order="-day",
    only_in_files=("line", "product", "note"),
)

PRICES = Screen(
    key="contracts.prices",
    title=_("Prices"),
    counted=ngettext_lazy("%(shown)s price", "%(shown)s prices", "count"),
    table=PriceTable,
    filters=PriceFilters,
    empty=Empty(
        title=_("No price is agreed"),
        text=_("Agree one on the page of the contract, or load a list."),
        icon="file-certificate",
    ),
    order="product",
)

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


class RenewalFilters(Filters):
    """By word and stage."""

    search = Search("title", "name", "step", "note", label=_("Search renewals"))
    stage = django_filters.ChoiceFilter(
        label=FIELD_NAMES["stage"], choices=[*RENEWAL_NAMES.items()]
    )


class RenewalTable(Table):
    """One line a renewal, which leads to its page."""

    title = Text(
        FIELD_NAMES["title"], is_title=True,
        linkify=("contracts:renewal", {"contract_id": A("contract_id")}),
    )  # fmt: skip
    name = Text(_("Customer"), linkify=("contracts:account", {"customer_id": A("customer_id")}))
    stage = Badge(
        FIELD_NAMES["stage"], names=RENEWAL_NAMES, tones={"renewed": "good", "ended": "bad"}
    )
    days = Number(_("Days in this stage"))
    decides_on = Day(_("Decided by"))
    end = Day(FIELD_NAMES["end"])
    value = Number(FIELD_NAMES["value"], places=2)
    target = Number(FIELD_NAMES["target"], places=2)
    forecast = Number(FIELD_NAMES["forecast"], places=2)
    final = Number(FIELD_NAMES["final"], places=2)
    currency = Text(FIELD_NAMES["currency"])
    step = Text(FIELD_NAMES["step"])
    step_on = Day(FIELD_NAMES["step_on"])
    note = Text(FIELD_NAMES["note"])


RENEWALS = Screen(
    key="contracts.renewals",
    title=_("Renewals"),
    counted=ngettext_lazy("%(shown)s renewal", "%(shown)s renewals", "count"),
    table=RenewalTable,
    filters=RenewalFilters,
    empty=Empty(
        title=_("No renewal comes within a year"),
        text=_("Contracts stand here from a year before their last day, or that of notice."),
        verb=_("Look at the contracts"),
        url=lambda: reverse("contracts:contracts"),
        icon="refresh",
    ),
    order="decides_on",
    also=("view",),
    only_in_files=("end", "value", "step", "step_on", "note"),
)
