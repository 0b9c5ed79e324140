"""What the services have in common: contracts, locked, and terms that stand side by side."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from clavero.contracts.models import AgreedPrice, Contract
from clavero.contracts.models import Term as Row
from clavero.contracts.rules.conflicts import conflicts
from clavero.contracts.rules.terms import InvalidTerm, Term, TermKind
from clavero.contracts.visibility import contracts, require
from clavero.contracts.words import CLASH_SENTENCES, FAULT_SENTENCES, KIND_NAMES
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.ui import formats


def to_change(actor: Actor, contract_id: int) -> Contract:
    """The contract, locked. Raises ``Contract.DoesNotExist`` for strangers to its customer."""
    contract = contracts(actor).select_for_update(of=("self",)).get(pk=contract_id)
    require(actor)
    return contract


def refuse_invalid(error: InvalidTerm) -> Refusal:
    """The sentence for a term that does not hold by itself."""
    return Refusal(FAULT_SENTENCES[error.fault], code=error.fault.value, field=error.field)


def standing_terms(contract: Contract) -> list[tuple[str, Term]]:
    """What stands in the contract but prices, each by what people call it."""
    rows = contract.terms.filter(withdrawn_on=None).exclude(kind=TermKind.PRICE)
    return [(named(row), rule) for row in rows if (rule := row.rule) is not None]


def standing_prices(contract: Contract, products: Iterable[str], families: Iterable[str]
                    ) -> list[tuple[str, Term]]:  # fmt: skip
    """The prices of these that stand at the customer, those of its other contracts too."""
    found = AgreedPrice.objects.filter(
        term__contract__customer_id=contract.customer_id, term__withdrawn_on=None
    ).select_related("term__contract")
    products, families = {*products} - {""}, {*families} - {""}
    return [
        (_named_price(row, contract), row.rule)
        for row in found
        if row.product in products or row.family in families
    ]


def refuse_conflicts(terms: Iterable[tuple[str, Term]]) -> None:
    """Refuse what contradicts or overlaps, with the sentence that says which."""
    found = conflicts(terms)
    if found:
        first = found[0]
        raise Refusal(
            CLASH_SENTENCES[first.clash],
            code=first.clash.value,
            field="start",
            hint=_("Give them different days, or withdraw one of them."),
            first=first.first,
            second=first.second,
            start=formats.day(first.days.start),
            end=formats.day(first.days.last),
        )


def named(row: Row) -> str:
    """A term as people call it."""
    subject = row.product or row.family
    kind = str(KIND_NAMES[row.kind])
    told = f"{kind} · {subject}" if subject else kind
    return f"“{told}” ({formats.day(row.start)})"


def _named_price(row: AgreedPrice, here: Contract) -> str:
    price = formats.number(row.price)
    told = f"“{row.product or row.family} · {price} {row.currency}”"
    other = row.term.contract
    if other.pk == here.pk:
        return told
    return _("%(price)s of the contract “%(contract)s”") % {
        "price": told, "contract": other.title,
    }  # fmt: skip
