"""Terms are agreed, priced, withdrawn, and money is written against them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.contracts.models import AgreedPrice, Contract, Entry, Term
from clavero.contracts.rules import budgets
from clavero.contracts.rules.budgets import BeyondAvailable, EntryKind
from clavero.contracts.rules.conflicts import Standing
from clavero.contracts.rules.crediting import crediting
from clavero.contracts.rules.making import FIELDS, kept
from clavero.contracts.rules.reading import COLUMNS, PriceFault, PriceRow, read_prices
from clavero.contracts.rules.terms import InvalidTerm, TermKind
from clavero.contracts.services._held import (
    BY_LINE,
    named,
    refuse_conflicts,
    refuse_invalid,
    standing_prices,
    standing_terms,
    to_change,
    to_price,
)
from clavero.contracts.visibility import contracts
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.money import Money, cents, round_for_display
from clavero.core.tables import RefusedRow, TableReport
from clavero.core.writing import as_told, tidy
from clavero.identity.rules import Actor
from clavero.ui import formats
from clavero.ui.brought import read_table

_AT_ONCE = 5_000
WITH_MONEY = (TermKind.BUDGET, TermKind.REBATE)
"""The types against which money is written."""


@transaction.atomic
def add_term(
    actor: Actor,
    *,
    contract_id: int,
    kind: TermKind,
    start: date | None = None,
    end: date | None = None,
    product: str = "",
    family: str = "",
    currency: str = "",
    **values: Any,
) -> Term:
    """Add a term; without days those of the contract. What it contradicts is refused.

    Raises ``Contract.DoesNotExist`` for strangers to the customer.
    """
    contract, beside = (
        to_price(actor, contract_id)
        if kind in BY_LINE
        else (to_change(actor, contract_id), ())
    )  # fmt: skip
    if unknown := values.keys() - set(FIELDS[kind]):
        raise TypeError(f"a term of {kind} has no {', '.join(sorted(unknown))}")
    texts = tidy(Term, {"product": product, "family": family, "currency": currency.upper()})
    texts["currency"] = texts["currency"] or contract.currency
    term = Term(
        contract=contract, kind=kind.value, start=start or contract.start,
        end=end or contract.end, values=kept(values), by_name=actor.name, **texts,
    )  # fmt: skip
    _refuse_days(contract, term.start, term.end)
    try:
        rule = term.rule
    except InvalidTerm as error:
        raise refuse_invalid(error) from error
    if rule is not None:
        refuse_conflicts([*standing_terms(actor, contract, beside), (named(term), rule)])
    term.save()
    told = {"kind": kind.value, "start": term.start, "end": term.end, **texts}
    record(actor, "contract.term_added", contract, after=as_told(told))
    return term


@transaction.atomic
def add_price(
    actor: Actor,
    *,
    contract_id: int,
    price: Decimal,
    product: str = "",
    family: str = "",
    unit: str = "",
    currency: str = "",
    start: date | None = None,
    end: date | None = None,
) -> AgreedPrice:
    """Agree one net price, in the contract's list of prices."""
    contract, beside = to_price(actor, contract_id)
    texts = tidy(AgreedPrice, {"product": product, "family": family, "unit": unit, "price": price})
    row = AgreedPrice(
        term=_price_list(actor, contract), start=start or contract.start,
        end=end or contract.end, currency=currency.strip().upper() or contract.currency, **texts,
    )  # fmt: skip
    _refuse_days(contract, row.start, row.end)
    try:
        rule = row.rule
    except InvalidTerm as error:
        raise refuse_invalid(error) from error
    standing = standing_prices(actor, contract, beside, [row.product], [row.family])
    refuse_conflicts([*standing, (str(_("the new price")), rule)])
    row.save()
    told = {"kind": TermKind.PRICE.value, "prices": 1, "start": row.start, "end": row.end}
    record(actor, "contract.term_added", contract, after=as_told(told))
    return row


@transaction.atomic
def bring_prices(actor: Actor, *, contract_id: int, content: bytes) -> TableReport:
    """Keep the prices of a file; rows that cannot be used are told one by one.

    A price that stands already is not kept a second time. Raises :class:`Refusal` where it is no
    list of prices.
    """
    contract, beside = to_price(actor, contract_id)
    read = read_table(content, lambda text: read_prices(text, contract.currency), COLUMNS)
    products = {row.product for _line, row in read.prices}
    families = {row.family for _line, row in read.prices}
    told_there = standing_prices(actor, contract, beside, products, families)
    there: set[Any] = {rule for _name, rule in told_there}
    standing = Standing(told_there)
    refused, rows, known = list(read.refused), [], 0
    new: dict[int, AgreedPrice] = {}
    for line, told in read.prices:
        row = _row(contract, told)
        rule = row.rule if contract.start <= row.start <= row.end <= contract.end else None
        if rule is None:
            begins_within = contract.start <= row.start <= contract.end
            column, day = ("until", row.end) if begins_within else ("from", row.start)
            days = f"{formats.day(contract.start)} – {formats.day(contract.end)}"
            refused.append(RefusedRow(line, column, str(day), PriceFault.OUTSIDE, beside=days))
            continue
        if rule in there:
            known += 1
            continue
        clash = standing.add(str(_("line %(line)s of this file") % {"line": line}), rule)
        if clash is None:
            new[line] = row
            there.add(rule)
            continue
        column, value = ("product", row.product) if row.product else ("family", row.family)
        refused.append(RefusedRow(line, column, value, PriceFault.CLASHES, beside=clash.first))
    if new:
        term = _price_list(actor, contract)
        for row in new.values():
            row.term = term
            rows.append(row)
        AgreedPrice.objects.bulk_create(rows, batch_size=_AT_ONCE)
        record(actor, "contract.prices_brought", contract, after={"prices": len(rows)})
    refused.sort(key=lambda bad: bad.line)
    return TableReport(read=read.rows, kept=len(rows), already_there=known, refused=refused)


@transaction.atomic
def withdraw_term(actor: Actor, *, term_id: int) -> Term:
    """A term was a mistake, or is no longer agreed: nothing is held against it any more. A rebate
    of which a period is closed stays, and so does what money was paid of: agreed once more it would
    be settled twice."""
    term = _term(actor, term_id)
    if (closed := term.closings.last()) is not None:
        raise Refusal(
            _("It is closed until %(day)s, and what was settled stays as it is."),
            code="closed_already",
            hint=_("If the closing was wrong, open its periods again first, the last one first."),
            day=formats.day(closed.last),
        )
    if term.entries.filter(kind=EntryKind.PAYMENT.value).exists():
        raise Refusal(
            _("Money was paid or credited for it: agreed once more it would be paid twice."),
            code="paid_already",
            hint=_("If what was written down is wrong, take it back first."),
        )
    if term.withdrawn_on is None:
        term.withdrawn_on = timezone.localdate()
        term.save(update_fields=["withdrawn_on"])
        told = {"kind": term.kind, "start": term.start, "end": term.end}
        record(actor, "contract.term_withdrawn", term.contract, before=as_told(told))
    return term


@transaction.atomic
def write_entry(
    actor: Actor,
    *,
    term_id: int,
    kind: EntryKind,
    amount: Decimal,
    on: date,
    document: str = "",
    note: str = "",
    seen: int | None = None,
) -> Entry:
    """Write money against a budget or a rebate, on a day of its time or of the year after. From a
    budget no more is paid than is available. ``seen`` is the number of the last entry that was
    looked at, 0 of none: the same sent twice is written once."""
    term = _term(actor, term_id)
    if term.kind not in {each.value for each in WITH_MONEY} or term.withdrawn_on is not None:
        raise Refusal(_("No money is written against this term."), code="no_money_here")
    if amount <= 0:
        raise Refusal(_("Write an amount above zero."), code="not_above_zero", field="amount")
    if on > timezone.localdate():
        raise Refusal(_("This day is still to come."), code="in_the_future", field="on")
    if on not in crediting(term.period):
        raise Refusal(
            _("Money is written for %(start)s to %(end)s: the time of the term, and a year more."),
            code="outside_term",
            field="on",
            start=formats.day(term.start),
            end=formats.day(crediting(term.period).last),
        )
    if amount != round_for_display(amount, cents(term.currency)):
        raise Refusal(
            _("Amounts in %(currency)s have no such decimals."),
            code="too_exact",
            field="amount",
            currency=term.currency,
        )
    if term.kind == TermKind.REBATE and kind is EntryKind.ACCRUAL:
        raise Refusal(
            _("What a rebate has earned is counted from the sales."),
            code="counted_itself",
            field="kind",
            hint=_("Write down what was paid or credited."),
        )
    texts = tidy(Entry, {"amount": amount, "document": document, "note": note})
    last = term.entries.order_by("-pk").first()
    if last is not None and seen is not None and last.pk != seen:
        there = (last.kind, last.amount, last.on, last.document, last.note, last.by_name)
        if there == (kind.value, amount, on, texts["document"], texts["note"], actor.name):
            return last
    if term.kind == TermKind.BUDGET and kind is EntryKind.PAYMENT:
        written = [(EntryKind(each.kind), each.amount) for each in term.entries.all()]
        try:
            standing = budgets.account(Decimal(term.values["amount"]), written)
            budgets.refuse_beyond(standing, amount)
        except BeyondAvailable as error:
            raise Refusal(
                _("Only %(available)s is available: earned within the budget, and not paid yet."),
                code="beyond_available",
                field="amount",
                hint=_("Write first what was earned, or pay less."),
                available=formats.money(Money(error.available, term.currency)),
            ) from error
    _refuse_named(texts["document"])
    entry = Entry.objects.create(term=term, kind=kind.value, on=on, by_name=actor.name, **texts)
    told = {"kind": term.kind, "entry": kind.value, "amount": amount, "on": on,
            "document": texts["document"]}  # fmt: skip
    record(actor, "contract.money_written", term.contract, after=as_told(told))
    return entry


@transaction.atomic
def take_entry_back(actor: Actor, *, term_id: int, entry_id: int) -> None:
    """Money that was written down was wrong; the history keeps that it stood. Nothing happens to
    what is gone. Raises ``Term.DoesNotExist`` for strangers to the customer."""
    term = _term(actor, term_id)
    found = term.entries.filter(pk=entry_id).first()
    if found is None:
        return
    if found.is_credit_note:
        raise Refusal(
            _("It is a credit note of the sales ledger."),
            code="is_credit_note",
            hint=_("Release it among the credit notes of the rebate."),
        )
    if term.kind == TermKind.BUDGET and found.kind == EntryKind.ACCRUAL:
        others = term.entries.exclude(pk=found.pk)
        written = [(EntryKind(each.kind), each.amount) for each in others]
        left = budgets.account(Decimal(term.values["amount"]), written)
        if left.paid > left.accrued:
            raise Refusal(
                _("More was paid than would be earned without it."),
                code="beyond_available",
                hint=_("Take back the payments first."),
            )
    told = {
        "kind": term.kind, "entry": found.kind, "amount": found.amount, "on": found.on,
        "document": found.document, "note": found.note,
    }  # fmt: skip
    found.delete()
    record(actor, "contract.money_taken_back", term.contract, before=as_told(told))


def _refuse_named(document: str) -> None:
    if document and Entry.objects.filter(is_credit_note=True, document=document).exists():
        raise Refusal(
            _("Credit note %(document)s is named for a rebate: what it gave back counts there."),
            code="named_already",
            field="document",
            document=document,
        )


def _term(actor: Actor, term_id: int) -> Term:
    """The term, with its contract locked."""
    found = Term.objects.filter(contract__in=contracts(actor)).get(pk=term_id)
    found.contract = to_change(actor, found.contract_id)
    return found


def _price_list(actor: Actor, contract: Contract) -> Term:
    """The term that holds the contract's prices, over all of the contract's days."""
    found = contract.terms.filter(kind=TermKind.PRICE, withdrawn_on=None).first()
    if found is not None and (found.start, found.end) != (contract.start, contract.end):
        found.start, found.end = contract.start, contract.end
        found.save(update_fields=["start", "end"])
    return found or Term.objects.create(
        contract=contract, kind=TermKind.PRICE.value, start=contract.start, end=contract.end,
        currency=contract.currency, by_name=actor.name,
    )  # fmt: skip


def _row(contract: Contract, told: PriceRow) -> AgreedPrice:
    return AgreedPrice(
        product=told.product, family=told.family, unit=told.unit, price=told.price,
        currency=told.currency, start=told.start or contract.start, end=told.end or contract.end,
    )  # fmt: skip


def _refuse_days(contract: Contract, start: date, end: date) -> None:
    if end < start:
        raise Refusal(_("It would end before it begins."), code="ends_before_start", field="end")
    if start < contract.start or end > contract.end:
        raise Refusal(
            _("The contract stands from %(start)s to %(end)s."),
            code="outside_contract",
            field="start" if start < contract.start else "end",
            hint=_("Choose days within it, or put the contract right first."),
            start=formats.day(contract.start),
            end=formats.day(contract.end),
        )
