"""What the services have in common: contracts, locked, and terms that stand side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from clavero.contracts.models import AgreedPrice, Contract
from clavero.contracts.models import Term as Row
from clavero.contracts.rules.conflicts import conflicts
from clavero.contracts.rules.terms import InvalidTerm, Term, TermKind
from clavero.contracts.visibility import contracts, require
from clavero.contracts.words import CLASH_SENTENCES, FAULT_SENTENCES, KIND_NAMES
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import structure
from clavero.ui import formats

BY_LINE = (TermKind.PAYMENT, TermKind.DELIVERY)
"""The types of terms but prices that each line is held against."""
_FEW = 500
"""So many products or families are asked for by name; of more, all prices are read."""


def to_change(actor: Actor, contract_id: int) -> Contract:
    """The contract, locked. Raises ``Contract.DoesNotExist`` for strangers to its customer."""
    contract = contracts(actor).select_for_update(of=("self",)).get(pk=contract_id)
    require(actor)
    return contract


def to_price(actor: Actor, contract_id: int) -> tuple[Contract, Sequence[Contract]]:
    """The contract, and all whose lines can be its own too: those of its customer, of the groups
    above it and of the units below it. All are locked, in one order, so that two people who price
    two of them wait for each other. Raises ``Contract.DoesNotExist`` for strangers."""
    found = contracts(actor).select_related("customer").get(pk=contract_id)
    require(actor)
    shape = structure()
    legal, code = shape.forests[Tree.LEGAL], found.customer.code
    related = [*legal.ancestors(code), *legal.subtree(code)]
    records = [shape.cards[same].id for each in related for same in legal.same(each)]
    beside = list(
        Contract.objects.filter(customer_id__in=records).order_by("pk").select_for_update()
    )
    return next(each for each in beside if each.pk == contract_id), beside


def refuse_invalid(error: InvalidTerm) -> Refusal:
    """The sentence for a term that does not hold by itself."""
    return Refusal(FAULT_SENTENCES[error.fault], code=error.fault.value, field=error.field)


def standing_terms(
    actor: Actor, contract: Contract, beside: Sequence[Contract] = ()
) -> list[tuple[str, Term]]:
    """What stands in the contract but prices, each by what people call it, and what is held against
    each line in those ``beside`` it: a line has one day to be paid and one window to come in."""
    rows = Row.objects.filter(withdrawn_on=None).exclude(kind=TermKind.PRICE)
    own = rows.filter(contract=contract)
    others = rows.filter(contract__in=beside, kind__in=BY_LINE).exclude(contract=contract)
    seen = _seen(actor, beside)
    found = [(named(row), row) for row in own]
    for row in others.select_related("contract"):
        name = _("%(price)s of the contract “%(contract)s”") % {
            "price": named(row), "contract": row.contract.title,
        }  # fmt: skip
        if row.contract_id not in seen:
            name = _("one in a contract of its group that you do not see")
        found.append((name, row))
    return [(name, rule) for name, row in found if (rule := row.rule) is not None]


def _seen(actor: Actor, beside: Sequence[Contract]) -> set[int]:
    theirs = contracts(actor).filter(pk__in=[each.pk for each in beside])
    return {*theirs.values_list("pk", flat=True)}


def standing_prices(
    actor: Actor,
    contract: Contract,
    beside: Sequence[Contract],
    products: Iterable[str],
    families: Iterable[str],
) -> list[tuple[str, Term]]:
    """The prices of these that stand in the contract or ``beside`` it. Of a contract that ``actor``
    does not see the name is not told."""
    found = AgreedPrice.objects.filter(term__contract__in=beside, term__withdrawn_on=None)
    products, families = {*products} - {""}, {*families} - {""}
    if len(products) + len(families) <= _FEW:
        found = found.filter(Q(product__in=products) | Q(family__in=families))
    seen = _seen(actor, beside)
    return [
        (_named_price(row, contract, seen), row.rule)
        for row in found.select_related("term__contract")
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
    subject = row.product or row.family or row.values.get("name", "")
    kind = str(KIND_NAMES[row.kind])
    told = f"{kind} · {subject}" if subject else kind
    return _("“%(name)s” (%(day)s)") % {"name": told, "day": formats.day(row.start)}


def quoted(text: str) -> str:
    """A name as it stands in a sentence."""
    return _("“%(name)s”") % {"name": text}


def _named_price(row: AgreedPrice, here: Contract, seen: Collection[int]) -> str:
    if row.term.contract_id not in seen:
        return _("a price of “%(subject)s” in a contract of its group that you do not see") % {
            "subject": row.product or row.family
        }
    price = formats.number(row.price)
    told = quoted(f"{row.product or row.family} · {price} {row.currency}")
    other = row.term.contract
    if other.pk == here.pk:
        return told
    return _("%(price)s of the contract “%(contract)s”") % {
        "price": told, "contract": other.title,
    }  # fmt: skip
