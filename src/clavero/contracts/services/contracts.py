"""Contracts are written down and put right."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clavero.contracts.models import AgreedPrice, Contract
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.services._held import named, quoted, to_change
from clavero.contracts.visibility import require
from clavero.contracts.words import WORDS
from clavero.core import writing
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.money import is_currency
from clavero.core.writing import as_told, refuse_empty, tidy
from clavero.identity.rules import Actor
from clavero.portfolio.visibility import accounts
from clavero.ui import formats

_IN_MONEY = [
    each.value for each in (TermKind.PRICE, TermKind.REBATE, TermKind.BUDGET, TermKind.MINIMUM)
]
_FIELDS = (
    "title", "reference", "parties", "scope", "start", "end", "notice_days", "renews_months",
    "value", "currency",
)  # fmt: skip


@transaction.atomic
def add_contract(actor: Actor, *, customer_id: int, **given: Any) -> Contract:
    """Write a contract down. Raises ``Customer.DoesNotExist`` for strangers to the account."""
    customer = accounts(actor).get(pk=customer_id)
    require(actor)
    values = _checked(given)
    contract = Contract(customer=customer, by_name=actor.name, **values)
    _check_days(contract)
    contract.save()
    record(actor, "contract.added", contract, after=as_told(values))
    return contract


@transaction.atomic
def change_contract(actor: Actor, *, contract_id: int, seen: int = 0, **given: Any) -> Contract:
    """Put a contract right; fields that are not given stay. ``seen`` is the revision looked at.

    Raises ``Contract.DoesNotExist`` for strangers to its customer.
    """
    contract = to_change(actor, contract_id)
    values = _checked(given)
    if values.get("currency", contract.currency) != contract.currency:
        _refuse_money_there(contract)
    for field, value in values.items():
        setattr(contract, field, value)
    _check_days(contract)
    _refuse_terms_outside(contract)
    contract.refresh_from_db()
    writing.changed(actor, contract, values, seen=seen, verb="contract.changed", words=WORDS)
    lists = contract.terms.filter(withdrawn_on=None, kind=TermKind.PRICE)
    lists.filter(start__lt=contract.start).update(start=contract.start)
    lists.filter(end__gt=contract.end).update(end=contract.end)
    return contract


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    unknown = given.keys() - set(_FIELDS)
    if unknown:
        raise TypeError(f"a contract has no {', '.join(sorted(unknown))}")
    found = tidy(Contract, given)
    refuse_empty(found, "title", _("Say what the contract is called."))
    if "currency" in found:
        found["currency"] = str(found["currency"]).upper()
        if not is_currency(found["currency"]):
            raise Refusal(
                _("Write a currency in three capital letters, such as EUR."),
                code="no_currency",
                field="currency",
            )
    return found


def _refuse_money_there(contract: Contract) -> None:
    """What was agreed in one currency is not read in another."""
    in_money = contract.terms.filter(withdrawn_on=None, kind__in=_IN_MONEY)
    amounts = Q(target__isnull=False) | Q(forecast__isnull=False) | Q(final__isnull=False)
    if in_money.exists() or contract.renewals.filter(amounts).exists():
        raise Refusal(
            _("Terms or renewals of it are written in %(currency)s: no amount is converted by the "
              "way."),
            code="amounts_there",
            field="currency",
            hint=_("Withdraw those terms first, or write another contract in the other currency."),
            currency=contract.currency,
        )  # fmt: skip


def _refuse_terms_outside(contract: Contract) -> None:
    """What was agreed for days that the contract would no longer have is ended first."""
    outside = Q(start__lt=contract.start) | Q(end__gt=contract.end)
    standing = contract.terms.filter(withdrawn_on=None)
    term = standing.exclude(kind=TermKind.PRICE).filter(outside).first()
    price = AgreedPrice.objects.filter(outside, term__in=standing).first()
    found, name = (
        (term, named(term)) if term is not None
        else (price, quoted(price.product or price.family) if price is not None else "")
    )  # fmt: skip
    if found is None:
        return
    raise Refusal(
        _("%(term)s stands from %(start)s to %(end)s, outside these days."),
        code="terms_outside",
        field="start" if found.start < contract.start else "end",
        hint=_("Withdraw it, or end it, first."),
        term=name,
        start=formats.day(found.start),
        end=formats.day(found.end),
    )


def _check_days(contract: Contract) -> None:
    if contract.end < contract.start:
        raise Refusal(_("It would end before it begins."), code="ends_before_start", field="end")
    if contract.notice_days > (contract.end - contract.start).days:
        raise Refusal(
            _("Notice would have to be given before the contract begins."),
            code="notice_before_start",
            field="notice_days",
        )
