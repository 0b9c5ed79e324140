"""Rebates and minimum volumes held against what was bought and credited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from clavero.contracts.models import Term
from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.crediting import Note, given_back, still_sold
from clavero.contracts.rules.findings import FindingKind
from clavero.contracts.rules.keeping import commitment
from clavero.contracts.rules.quantities import Measured, Quantities, quantities_of
from clavero.contracts.rules.rebates import RateMissing, Sold, accrued, volume_of
from clavero.contracts.rules.terms import ONE, Basis, MinimumVolume, Rebate, TermKind, Tier
from clavero.contracts.selectors.crediting import named_by, notes_of
from clavero.contracts.selectors.holding import (
    ZERO,
    Compliance,
    RebateStands,
    VolumeStands,
    money,
    of_term,
    stopped,
)
from clavero.core.money import cents, round_for_display
from clavero.core.scope import Scope
from clavero.ledger import selectors as ledger

_ANY_TIER = (Tier(ZERO, ONE),)


@dataclass(frozen=True, slots=True)
class Bought:
    """What counts for a term, and what a rebate was credited with; ``rates`` into its currency, of
    the currencies and days that need them. Of what is counted by quantity, ``quantities`` says
    which lines are not."""

    sold: Sequence[Sold]
    credited: Decimal
    rates: Mapping[tuple[str, date], Decimal] = field(default_factory=dict)
    quantities: Quantities | None = None


def hold_volumes(
    told: Compliance, scope: Scope, terms: Mapping[int, Term], covers: pa.Table
) -> None:
    """Find what rebates came to and were credited with, and how far volumes are."""
    begun = [term for term in terms.values() if term.start <= told.today]
    for pk, found in bought_for(scope, covers, begun, stops=told.stops).items():
        rule = terms[pk].rule
        if isinstance(rule, Rebate):
            _rebate(told, terms[pk], rule, found)
        elif isinstance(rule, MinimumVolume):
            _minimum(told, terms[pk], rule, found)


def bought_for(
    scope: Scope,
    covers: pa.Table,
    terms: Sequence[Term],
    *,
    by_day: bool = False,
    stops: date | None = None,
) -> dict[int, Bought]:
    """What was bought for each rebate and minimum volume among ``terms``, all of it together or day
    by day; the credit notes that are a rebate's own are put back. What is counted in a currency of
    its own comes day by day, for each day has its rates. Nothing from ``stops`` on counts."""
    rules = {
        term.pk: rule
        for term in terms
        if term.kind in {TermKind.REBATE, TermKind.MINIMUM}
        if isinstance(rule := term.rule, Rebate | MinimumVolume)
    }
    if not rules:
        return {}
    by_key = {term.pk: term for term in terms}
    reporting = ledger.reporting_currency()
    in_days = {pk for pk, rule in rules.items() if by_day or _is_converted(rule, reporting)}
    spans = pa.Table.from_pylist(
        [
            {"span": pk, "contract": term.contract_id, "product": term.product or None,
             "family": term.family or None, "start": rule.valid.start, "end": rule.valid.end,
             "unit": rule.unit or None}
            for pk, rule in rules.items()
            for term in [by_key[pk]]
        ],
        schema=ledger.SPAN,
    )  # fmt: skip
    spans = stopped(spans, stops)
    sales: dict[int, list[Sold]] = {}
    for is_by_day in (True, False):
        chosen = pc.is_in(spans["span"], pa.array(sorted(in_days), pa.int64()))
        part = spans.filter(chosen if is_by_day else pc.invert(chosen))
        if part.num_rows:
            sales |= _sales(
                ledger.agreed_volumes(scope, part, covers, by_day=is_by_day), rules, reporting
            )
    rebates = [by_key[pk] for pk, rule in rules.items() if isinstance(rule, Rebate)]
    notes = _named_notes(scope, covers, rebates)
    measured = _measured(scope, covers, spans, rules, notes)
    found = {}
    for pk, rule in rules.items():
        named = [each for each in notes.get(pk, ()) if stops is None or each.day < stops]
        paid = ZERO
        if isinstance(rule, Rebate):
            credited = _credited(by_key[pk], stops) + given_back(named, rule.currency)
            paid = money(credited, rule.currency)
        sold = [*sales.get(pk, ()), *still_sold(named)]
        rates = _rates(rule, sold) if _is_converted(rule, reporting) else {}
        found[pk] = Bought(sold, paid, rates, measured.get(pk))
    return found


def _measured(
    scope: Scope,
    covers: pa.Table,
    spans: pa.Table,
    rules: Mapping[int, Rebate | MinimumVolume],
    notes: Mapping[int, Sequence[Note]],
) -> dict[int, Quantities]:
    """Of the terms that are counted by quantity, what is counted by its unit, and what is not; the
    credit notes named for a rebate are no purchase. Nothing is read where there is no such term."""
    by_quantity = {pk: rule for pk, rule in rules.items() if _is_quantity(rule)}
    chosen = spans.filter(pc.is_in(spans["span"], pa.array(sorted(by_quantity), pa.int64())))
    if not chosen.num_rows:
        return {}
    named = pa.Table.from_pylist(
        [
            {"span": pk, "customer": each.customer or None, "document": each.document}
            for pk in by_quantity
            for each in notes.get(pk, ())
        ],
        schema=ledger.OF_NOTE,
    )
    lines: dict[int, list[Measured]] = {pk: [] for pk in by_quantity}
    for row in ledger.agreed_quantities(scope, chosen, covers, named).to_pylist():
        lines[row.pop("span")].append(Measured(**row))
    return {pk: quantities_of(by_quantity[pk].unit, of) for pk, of in lines.items()}


def _is_quantity(rule: Rebate | MinimumVolume) -> bool:
    return rule.is_quantity if isinstance(rule, MinimumVolume) else rule.basis is Basis.QUANTITY


def _is_converted(rule: Rebate | MinimumVolume, reporting: str | None) -> bool:
    """Whether it is counted in money that the ledger does not convert into."""
    return rule.currency != reporting and not _is_quantity(rule)


def _rates(
    rule: Rebate | MinimumVolume, sold: Sequence[Sold]
) -> Mapping[tuple[str, date], Decimal]:
    """The rates into a term's currency that are known of what was sold in others."""
    others = [each for each in sold if each.currency != rule.currency]
    if not others:
        return {}
    table = ledger.rates(
        rule.currency,
        of={each.currency for each in others},
        first=min(each.day for each in others),
        last=max(each.day for each in others),
    )
    return {(row["currency"], row["day"]): row["rate"] for row in table.to_pylist()}


def _sales(
    table: pa.Table, rules: Mapping[int, Rebate | MinimumVolume], reporting: str | None
) -> dict[int, list[Sold]]:
    """What was bought for each term, in its own currency where the ledger converts into it."""
    found: dict[int, list[Sold]] = defaultdict(list)
    for row in table.to_pylist():
        own = rules[row["span"]].currency
        amount, currency = (
            (row["net_amount"], own) if own == reporting else (row["amount"], row["currency"])
        )
        found[row["span"]].append(Sold(row["date"], amount, currency, row["quantity"]))
    return found


def _credited(term: Term, stops: date | None) -> Decimal:
    """What was credited for a term already, but for what the ledger says of credit notes."""
    paid = (
        each.amount
        for each in term.entries.all()
        if each.kind == EntryKind.PAYMENT and not each.is_credit_note
        if stops is None or each.on < stops
    )
    return sum(paid, ZERO)


def _named_notes(scope: Scope, covers: pa.Table, terms: Sequence[Term]) -> dict[int, list[Note]]:
    """The credit notes that somebody named, of each rebate; nothing is read without any."""
    named = {
        term.pk: [each for each in term.entries.all() if each.is_credit_note] for term in terms
    }
    wanted = [term for term in terms if named[term.pk]]
    return {
        pk: [note for each in named[pk] if (note := named_by(each, notes)) is not None]
        for pk, notes in notes_of(scope, covers, wanted).items()
    }


def _rebate(told: Compliance, term: Term, rule: Rebate, found: Bought) -> None:
    paid = found.credited
    until, settled = term.closed_until, term.closed_due or ZERO  # type: ignore[attr-defined]
    try:
        accrual = accrued(rule, volume_of(rule, found.sold, found.rates))
    except RateMissing as missing:
        told.rebates.append(RebateStands(term.pk, None, paid, missing, settled))
        return
    told.rebates.append(
        RebateStands(term.pk, accrual, paid, settled=settled, quantities=found.quantities)
    )
    if told.is_over(term) or paid > max(accrual.due, settled):
        due, day, is_final = accrual.due, term.end, told.is_over(term)
    elif settled > paid:  # what changed since is settled with what follows
        due, day, is_final = settled, until, True
    else:
        return
    if due != paid:
        told.findings.append(
            of_term(term, FindingKind.REBATE, due, paid, rule.currency, day=day, is_final=is_final)
        )  # fmt: skip


def _minimum(told: Compliance, term: Term, rule: MinimumVolume, found: Bought) -> None:
    if told.known_until is None:
        return
    kind = Basis.QUANTITY if rule.is_quantity else Basis.TURNOVER
    counted = Rebate(kind, _ANY_TIER, rule.currency, rule.valid)
    try:
        actual = volume_of(counted, found.sold, found.rates)
    except RateMissing as missing:
        told.volumes.append(VolumeStands(term.pk, None, missing))
        return
    held = commitment(rule.amount, actual, rule.valid, max(told.known_until, rule.valid.start))
    told.volumes.append(VolumeStands(term.pk, held, quantities=found.quantities))
    if not held.is_at_risk:
        return
    forecast, currency = held.forecast or ZERO, "" if rule.is_quantity else rule.currency
    places = 2 if rule.is_quantity else cents(rule.currency)
    ends_with = round_for_display(forecast, places)
    # What is short of it by less than a cent is kept.
    if ends_with < round_for_display(rule.amount, places):
        told.findings.append(of_term(term, FindingKind.VOLUME, rule.amount, ends_with, currency))
