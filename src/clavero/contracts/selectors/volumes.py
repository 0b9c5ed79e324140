"""Rebates and minimum volumes held against what was bought and credited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from clavero.contracts.models import Term
from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.crediting import Note, given_back, still_sold
from clavero.contracts.rules.findings import FindingKind
from clavero.contracts.rules.keeping import commitment
from clavero.contracts.rules.rebates import RateMissing, Sold, accrued, volume_of
from clavero.contracts.rules.terms import ONE, Basis, MinimumVolume, Rebate, TermKind, Tier
from clavero.contracts.selectors.crediting import notes_of
from clavero.contracts.selectors.holding import (
    ZERO,
    Compliance,
    RebateStands,
    VolumeStands,
    money,
    of_term,
)
from clavero.core.scope import Scope
from clavero.ledger import selectors as ledger

_ANY_TIER = (Tier(ZERO, ONE),)


@dataclass(frozen=True, slots=True)
class Bought:
    """What counts for a term, and what a rebate was credited with."""

    sold: Sequence[Sold]
    credited: Decimal


def hold_volumes(
    told: Compliance, scope: Scope, terms: Mapping[int, Term], covers: pa.Table
) -> None:
    """Find what rebates came to and were credited with, and how far volumes are."""
    begun = [term for term in terms.values() if term.start <= told.today]
    for pk, found in bought_for(scope, covers, begun).items():
        rule = terms[pk].rule
        if isinstance(rule, Rebate):
            _rebate(told, terms[pk], rule, found)
        elif isinstance(rule, MinimumVolume):
            _minimum(told, terms[pk], rule, found.sold)


def bought_for(
    scope: Scope, covers: pa.Table, terms: Sequence[Term], *, by_day: bool = False
) -> dict[int, Bought]:
    """What was bought for each rebate and minimum volume among ``terms``, all of it together or day
    by day; the credit notes that are a rebate's own are put back."""
    rules = {
        term.pk: rule
        for term in terms
        if term.kind in {TermKind.REBATE, TermKind.MINIMUM}
        if isinstance(rule := term.rule, Rebate | MinimumVolume)
    }
    if not rules:
        return {}
    by_key = {term.pk: term for term in terms}
    spans = pa.Table.from_pylist(
        [
            {"span": pk, "contract": term.contract_id, "product": term.product or None,
             "family": term.family or None, "start": rule.valid.start, "end": rule.valid.end}
            for pk, rule in rules.items()
            for term in [by_key[pk]]
        ],
        schema=ledger.SPAN,
    )  # fmt: skip
    sales = _sales(ledger.agreed_volumes(scope, spans, covers, by_day=by_day), rules)
    rebates = [by_key[pk] for pk, rule in rules.items() if isinstance(rule, Rebate)]
    notes = _named_notes(scope, covers, rebates)
    found = {}
    for pk, rule in rules.items():
        named, paid = notes.get(pk, ()), ZERO
        if isinstance(rule, Rebate):
            paid = money(_credited(by_key[pk]) + given_back(named, rule.currency), rule.currency)
        found[pk] = Bought([*sales.get(pk, ()), *still_sold(named)], paid)
    return found


def _sales(table: pa.Table, rules: Mapping[int, Rebate | MinimumVolume]) -> dict[int, list[Sold]]:
    """What was bought for each term, in its own currency where the ledger converts into it."""
    reporting = ledger.reporting_currency()
    found: dict[int, list[Sold]] = defaultdict(list)
    for row in table.to_pylist():
        own = rules[row["span"]].currency
        amount, currency = (
            (row["net_amount"], own) if own == reporting else (row["amount"], row["currency"])
        )
        found[row["span"]].append(Sold(row["date"], amount, currency, row["quantity"]))
    return found


def _credited(term: Term) -> Decimal:
    """What was credited for a term already, but for what the ledger says of credit notes."""
    paid = (
        each.amount
        for each in term.entries.all()
        if each.kind == EntryKind.PAYMENT and not each.is_credit_note
    )
    return sum(paid, ZERO)


def _named_notes(scope: Scope, covers: pa.Table, terms: Sequence[Term]) -> dict[int, list[Note]]:
    """The credit notes that somebody named, of each rebate; nothing is read without any."""
    named = {
        term.pk: {each.document for each in term.entries.all() if each.is_credit_note}
        for term in terms
    }
    wanted = [term for term in terms if named[term.pk]]
    return {
        pk: [note for document, note in notes.items() if document in named[pk]]
        for pk, notes in notes_of(scope, covers, wanted).items()
    }


def _rebate(told: Compliance, term: Term, rule: Rebate, found: Bought) -> None:
    paid = found.credited
    until, settled = term.closed_until, term.closed_due or ZERO  # type: ignore[attr-defined]
    try:
        accrual = accrued(rule, volume_of(rule, found.sold))
    except RateMissing as missing:
        told.rebates.append(RebateStands(term.pk, None, paid, missing, settled))
        return
    told.rebates.append(RebateStands(term.pk, accrual, paid, settled=settled))
    if told.is_over(term) or paid > max(accrual.due, settled):
        due, day = accrual.due, term.end
    elif settled > paid:  # what changed since is settled with what follows
        due, day = settled, until
    else:
        return
    if due != paid:
        told.findings.append(
            of_term(term, FindingKind.REBATE, due, paid, rule.currency, day=day)
        )  # fmt: skip


def _minimum(told: Compliance, term: Term, rule: MinimumVolume, sold: Sequence[Sold]) -> None:
    if told.known_until is None:
        return
    kind = Basis.QUANTITY if rule.is_quantity else Basis.TURNOVER
    counted = Rebate(kind, _ANY_TIER, rule.currency, rule.valid)
    try:
        actual = volume_of(counted, sold)
    except RateMissing as missing:
        told.volumes.append(VolumeStands(term.pk, None, missing))
        return
    held = commitment(rule.amount, actual, rule.valid, max(told.known_until, rule.valid.start))
    told.volumes.append(VolumeStands(term.pk, held))
    if held.is_at_risk:
        ends_with = held.forecast or ZERO
        currency = "" if rule.is_quantity else rule.currency
        told.findings.append(
            of_term(term, FindingKind.VOLUME, rule.amount, round(ends_with, 2), currency)
        )  # fmt: skip
