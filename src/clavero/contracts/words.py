"""What terms, findings and decisions are called, and how a contradiction is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.conflicts import Clash
from clavero.contracts.rules.findings import FindingKind, Verdict
from clavero.contracts.rules.reading import PriceFault
from clavero.contracts.rules.rebates import RateMissing
from clavero.contracts.rules.renewing import RenewalStage
from clavero.contracts.rules.terms import Basis, Fault, TermKind
from clavero.core.errors import Sentence
from clavero.core.revisions import Words
from clavero.ui import formats
from clavero.ui.brought import ROW_FAULTS

KIND_NAMES: dict[str, Sentence] = {
    TermKind.PRICE: _("Prices"),
    TermKind.REBATE: _("Rebate"),
    TermKind.BUDGET: _("Bonus or promotion budget"),
    TermKind.MINIMUM: _("Minimum volume"),
    TermKind.EXCLUSIVITY: _("Exclusivity"),
    TermKind.DELIVERY: _("Delivery window"),
    TermKind.PAYMENT: _("Payment days"),
    TermKind.SERVICE: _("Service level"),
    TermKind.INDEXATION: _("Price indexation"),
}
BASIS_NAMES: dict[str, Sentence] = {
    Basis.TURNOVER: _("on turnover"),
    Basis.QUANTITY: _("on the quantity"),
    Basis.GROWTH: _("on growth of turnover"),
}
FINDING_NAMES: dict[str, Sentence] = {
    FindingKind.ABOVE: _("Billed above the price"),
    FindingKind.BELOW: _("Billed below the price"),
    FindingKind.REBATE: _("Rebate due and credited differ"),
    FindingKind.VOLUME: _("Volume short of what was agreed"),
    FindingKind.DELIVERY: _("Delivered outside the window"),
    FindingKind.SHORT: _("Delivered short of what was ordered"),
    FindingKind.PAYMENT: _("Paid late"),
    FindingKind.EXCLUSIVE: _("A question: buys less of what is exclusive"),
    FindingKind.SERVICE: _("Service below what was promised"),
}
VERDICT_NAMES: dict[str, Sentence] = {
    Verdict.ACCEPTED: pgettext_lazy("a finding", "Accepted"),
    Verdict.DISPUTED: pgettext_lazy("a finding", "Disputed"),
    Verdict.TASK: pgettext_lazy("a finding", "A task"),
}
ENTRY_NAMES: dict[str, Sentence] = {
    EntryKind.ACCRUAL: pgettext_lazy("money against a term", "Earned"),
    EntryKind.PAYMENT: pgettext_lazy("money against a term", "Paid or credited"),
}
FAULT_SENTENCES: dict[Fault, Sentence] = {
    Fault.NO_SUBJECT: _("Say which product or which family it is about."),
    Fault.TWO_SUBJECTS: _("It is about a product or about a family, not about both."),
    Fault.NEGATIVE: _("Nothing here can be below zero."),
    Fault.NOT_ABOVE_ZERO: _("Write an amount above zero."),
    Fault.NO_CURRENCY: _("Write a currency in three capital letters, such as EUR."),
    Fault.NO_TIERS: _("Write one tier at least, such as 50000: 2 %."),
    Fault.TIERS_NOT_RISING: _("Each tier must begin above the one before."),
    Fault.NOT_A_SHARE: _("Write a share from 0 to 100 %."),
    Fault.NO_BASE: _("Say on which turnover growth is counted."),
    Fault.FLOOR_ABOVE_CAP: _("The least change lies above the most."),
    Fault.TOO_LARGE: _("This number is too large."),
    Fault.UNIT_OF_MONEY: _("Only what is counted by quantity has a unit of measure."),
}
CLASH_SENTENCES: dict[Clash, Sentence] = {
    Clash.SAME_PRICE: _("%(first)s and %(second)s both set the price from %(start)s to %(end)s."),
    Clash.UNIT_OR_NOT: _(
        "%(first)s and %(second)s contradict each other from %(start)s to %(end)s: one is of any "
        "unit, the other of one of them."
    ),
    Clash.SAME_TERM: _(
        "%(first)s and %(second)s are about the same thing from %(start)s to %(end)s."
    ),
}
FAULT_NAMES: Mapping[str, Sentence] = {
    **ROW_FAULTS,
    PriceFault.NO_CURRENCY: _("it is no currency such as EUR."),
    PriceFault.BACKWARDS: _("it ends before it begins."),
    PriceFault.OUTSIDE: _("it lies outside the days of the contract: %(beside)s."),
    PriceFault.CLASHES: _("%(beside)s sets a price for the same thing on some of these days."),
}
RENEWAL_NAMES: dict[str, Sentence] = {
    RenewalStage.TO_BEGIN: pgettext_lazy("a renewal", "To begin"),
    RenewalStage.PREPARING: pgettext_lazy("a renewal", "Preparing"),
    RenewalStage.TALKING: pgettext_lazy("a renewal", "In talks"),
    RenewalStage.OFFERED: pgettext_lazy("a renewal", "Offer made"),
    RenewalStage.RENEWED: pgettext_lazy("a renewal", "Renewed"),
    RenewalStage.ENDED: pgettext_lazy("a renewal", "Ends"),
}
CHANGE_NAMES: dict[str, Sentence] = {
    "contract.added": _("a contract is written down"),
    "contract.changed": _("the contract is put right"),
    "contract.term_added": _("a term is added"),
    "contract.term_withdrawn": _("a term is withdrawn"),
    "contract.prices_brought": _("prices are brought from a file"),
    "contract.price_ended": _("a price is ended"),
    "contract.price_withdrawn": _("a price is withdrawn"),
    "contract.money_written": _("money is written against a term"),
    "contract.money_taken_back": _("money written against a term is taken back"),
    "contract.credit_named": _("a credit note is named for a rebate"),
    "contract.credit_released": _("a credit note is no longer named"),
    "contract.period_closed": _("a period of a rebate is closed"),
    "contract.period_opened": _("a period of a rebate is opened again"),
    "contract.reading_written": _("a level or a measurement is written down"),
    "contract.reading_taken_back": _("a level or a measurement is taken back"),
    "contract.levels_brought": _("levels of an index are brought from a file"),
    "contract.renewed": _("the contract is renewed"),
    "contract.renewal_undone": _("the renewal of the contract is undone"),
    "contract.ran_on": _("the contract has run on by itself"),
    "renewal.begun": _("the renewal is begun"),
    "renewal.changed": _("the renewal goes on"),
    "renewal.ran_on": _("nobody had decided: the contract has run on by itself"),
    "renewal.undone": _("that it is renewed is undone"),
    "contract.finding_decided": _("a finding is decided"),
}
FIELD_NAMES = {
    "title": _("Title"),
    "reference": _("Number of the contract"),
    "parties": _("Parties"),
    "scope": _("What it covers"),
    "start": _("First day"),
    "end": _("Last day"),
    "notice_days": _("Days of notice"),
    "renews_months": _("Renews for so many months"),
    "value": _("Value of the contract"),
    "currency": _("Currency"),
    "kind": _("Type of term"),
    "amount": _("Amount"),
    "product": _("Code of the product"),
    "family": _("Product family"),
    "unit": _("Unit"),
    "price": _("Net price of a unit"),
    "entry": _("What it is"),
    "on": _("Day"),
    "document": _("Document"),
    "verdict": _("Decision"),
    "note": _("Note"),
    "reason": _("Reason"),
    "prices": _("Prices"),
    "over": _("To agree anew"),
    "levels": _("Levels of the index"),
    "reading": _("Level, or cases kept"),
    "stage": pgettext_lazy("of a renewal", "Stage"),
    "target": pgettext_lazy("of a renewal", "Target value"),
    "forecast": pgettext_lazy("of a renewal", "Forecast value"),
    "final": pgettext_lazy("of a renewal", "Final value"),
    "step": _("Next step"),
    "step_on": _("Next step by"),
}


def value_in_words(field: str, values: Mapping[str, Any]) -> Sentence:
    """A value that an entry keeps, as people read it; empty where it has none."""
    value = values.get(field)
    if value in (None, "", []):
        return ""
    if field in {"start", "end", "step_on", "on"}:
        return formats.day(value if isinstance(value, date) else date.fromisoformat(value))
    if field in {"value", "amount", "target", "forecast", "final"}:
        return formats.number(Decimal(str(value)), places=2)
    if field == "over":
        return ", ".join(str(KIND_NAMES[each]) for each in value)
    if field in {"reading", "price"}:
        return formats.number(Decimal(str(value)))
    names = {
        "kind": KIND_NAMES, "verdict": VERDICT_NAMES, "stage": RENEWAL_NAMES, "entry": ENTRY_NAMES,
    }.get(field, {})  # fmt: skip
    return names.get(value, str(value))


def missing_in_words(missing: RateMissing) -> str:
    """That something cannot be told for want of a rate, and of which."""
    told = _("It cannot be told: no rate from %(currency)s to %(into)s is known for %(day)s.")
    return told % {
        "currency": missing.currency, "into": missing.into, "day": formats.day(missing.day),
    }  # fmt: skip


WORDS = Words(FIELD_NAMES, value_in_words, formats.moment)
"""How a collision of two people's changes is told."""
