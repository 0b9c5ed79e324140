"""Whether contracts are kept: prices, rebates, volumes and days, held against the ledger.

One pass over the lines for each kind of question, however many contracts there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.utils import timezone

from clavero.contracts.models import AgreedPrice, Contract, Entry, Term
from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.crediting import Note, given_back, still_sold
from clavero.contracts.rules.findings import Finding, FindingKind
from clavero.contracts.rules.keeping import Commitment, commitment, cost_of_delay
from clavero.contracts.rules.rebates import Accrual, RateMissing, Sold, accrued, volume_of
from clavero.contracts.rules.terms import (
    ONE,
    Basis,
    DeliveryWindow,
    MinimumVolume,
    PaymentDays,
    Rebate,
    TermKind,
    Tier,
)
from clavero.contracts.selectors.book import ContractHeld, contract_held
from clavero.contracts.selectors.crediting import Credits, credits_of, notes_of, used_beside
from clavero.contracts.visibility import contracts
from clavero.core.money import Money, cents, round_for_display
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.selectors import Structure, account_within, seen_now

ZERO = Decimal(0)
_ANY_TIER = (Tier(ZERO, ONE),)
_Sales = Mapping[int, Sequence[Sold]]


@dataclass(frozen=True, slots=True)
class RebateStands:
    """A rebate as it stands today: what is due, what was credited, or why it cannot be told."""

    term: int
    accrual: Accrual | None
    credited: Decimal
    missing: RateMissing | None = None


@dataclass(frozen=True, slots=True)
class VolumeStands:
    """A volume held against what was agreed."""

    term: int
    held: Commitment | None
    missing: RateMissing | None = None


@dataclass(frozen=True, slots=True)
class DatesStand:
    """Lines that were due by a term about days, how many of them were not in time, and what that
    has cost by currency."""

    term: int
    due: int
    outside: int
    costs: Mapping[str, Decimal]

    @property
    def in_time(self) -> Decimal | None:
        """The share that was in time; ``None`` where nothing was due."""
        return Decimal(self.due - self.outside) / self.due if self.due else None


@dataclass(slots=True)
class Compliance:
    """All that was found, with how much was looked at; ``known_until`` is the day after the last
    that the ledger has."""

    today: date
    known_until: date | None
    contracts: Sequence[Contract]
    findings: list[Finding] = field(default_factory=list)
    compared: Counter[int] = field(default_factory=Counter)
    departing: Counter[int] = field(default_factory=Counter)
    rebates: list[RebateStands] = field(default_factory=list)
    volumes: list[VolumeStands] = field(default_factory=list)
    dates: list[DatesStand] = field(default_factory=list)
    terms: Mapping[int, Term] = field(default_factory=dict)

    def is_over(self, term: Term) -> bool:
        """Whether the ledger knows the whole time of a term."""
        return self.known_until is not None and term.period.end <= self.known_until


def compliance(
    actor: Actor, *, contract_id: int | None = None, today: date | None = None
) -> Compliance:
    """What departs from the terms of the contracts that ``actor`` sees, or of one of them.

    Raises ``Contract.DoesNotExist`` for strangers to its customer.
    """
    scope, shape = seen_now(actor)
    wanted = contracts(actor, scope).select_related("customer")
    if contract_id is not None:
        wanted = wanted.filter(pk=contract_id)
    found = list(wanted)
    if contract_id is not None and not found:
        raise Contract.DoesNotExist
    terms = Term.objects.filter(contract__in=found, withdrawn_on=None)
    return _held(scope, shape, found, terms.prefetch_related("entries"), today)


def findings_of(actor: Actor, contract_id: int) -> list[Finding]:
    """What departs from the terms of one contract."""
    return kept(contract_held(actor, contract_id)).findings


def kept(held: ContractHeld, *, today: date | None = None) -> Compliance:
    """What departs from the terms of one contract, which was read before."""
    terms = [each.row for each in held.terms]
    return _held(held.scope, held.shape, [held.contract], terms, today)


def _held(
    scope: Scope,
    shape: Structure,
    found: Sequence[Contract],
    terms: Iterable[Term],
    today: date | None,
) -> Compliance:
    """``terms`` with their entries, held against the lines of a scope."""
    span = ledger.span(scope)
    until = None if span is None else span.end
    told = Compliance(today or timezone.localdate(), until, found)
    if span is None or not found:
        return told
    covers, by_key = _covers(found, scope, shape), {term.pk: term for term in terms}
    told.terms = by_key
    _prices(told, scope, by_key.values(), covers)
    _volumes(told, scope, by_key, covers)
    _dates(told, scope, by_key, covers)
    return told


# -- prices ----------------------------------------------------------------------------------------


def _prices(told: Compliance, scope: Scope, terms: Collection[Term], covers: pa.Table) -> None:
    of_term = {term.pk: term.contract_id for term in terms if term.kind == TermKind.PRICE}
    rows = AgreedPrice.objects.filter(term__in=of_term).order_by().values_list(
        "pk", "term_id", "product", "family", "unit", "currency", "price", "start", "end"
    )  # fmt: skip
    listed = list(rows.iterator(chunk_size=10_000))
    if not listed:
        return
    columns = list(zip(*listed, strict=True))
    ids, term_ids, products, families, units, currencies, prices, starts, ends = columns
    table = pa.table(
        [
            ids, [of_term[each] for each in term_ids], _named(products), _named(families),
            _named(units), currencies, prices, starts,
            [each + timedelta(days=1) for each in ends],
        ],
        schema=ledger.PRICE,
    )  # fmt: skip
    term_of = dict(zip(ids, term_ids, strict=True))
    for row in ledger.agreed_totals(scope, table, covers).to_pylist():
        told.compared[row["contract"]] += row["compared"]
        told.departing[row["contract"]] += row["above"] + row["below"]
    alike: Counter[str] = Counter()
    for row in ledger.agreed_differences(scope, table, covers).to_pylist():
        difference = _money(row["difference"], row["currency"])
        finding = Finding(
            contract=row["contract"],
            term=term_of[row["price_id"]],
            kind=FindingKind.ABOVE if difference > 0 else FindingKind.BELOW,
            document=row["document"],
            line=row["line"] or "",
            day=row["date"],
            product=row["product"] or row["family"] or "",
            due=_money(row["due"], row["currency"]),
            actual=_money(row["amount"], row["currency"]),
            difference=difference,
            currency=row["currency"],
        )
        told.findings.append(_apart(finding, alike))


def _named(texts: Sequence[str]) -> list[str | None]:
    return [text or None for text in texts]


def _apart(finding: Finding, alike: Counter[str]) -> Finding:
    """Lines that are the same in everything are told apart by their order."""
    key = finding.key
    alike[key] += 1
    return finding if alike[key] == 1 else replace(finding, same=alike[key] - 1)


# -- credit notes ---------------------------------------------------------------------------------


def credits_seen(held: ContractHeld, term: Term) -> Credits:
    """The credit notes of one rebate of a contract, which was read before. One query beside the
    ledger's."""
    covers = _covers([held.contract], held.scope, held.shape)
    notes = notes_of(held.scope, covers, [term]).get(term.pk, {})
    named = Entry.objects.filter(used_beside(term), document__in=[*notes])
    return credits_of(term, notes, set(named.values_list("document", flat=True)))


# -- volumes and rebates ---------------------------------------------------------------------------


def _volumes(told: Compliance, scope: Scope, terms: Mapping[int, Term], covers: pa.Table) -> None:
    rules = {
        pk: rule
        for pk, term in terms.items()
        if term.kind in {TermKind.REBATE, TermKind.MINIMUM} and term.start <= told.today
        if isinstance(rule := term.rule, Rebate | MinimumVolume)
    }
    if not rules:
        return
    spans = pa.Table.from_pylist(
        [
            {"span": pk, "contract": terms[pk].contract_id, "product": terms[pk].product or None,
             "family": terms[pk].family or None, "start": rule.valid.start, "end": rule.valid.end}
            for pk, rule in rules.items()
        ],
        schema=ledger.SPAN,
    )  # fmt: skip
    sales = _sales(ledger.agreed_volumes(scope, spans, covers), rules)
    notes = _named_notes(scope, covers, [terms[pk] for pk in rules])
    for pk, rule in rules.items():
        if isinstance(rule, Rebate):
            named = notes.get(pk, ())
            paid = _credited(terms[pk]) + given_back(named, rule.currency)
            sold = [*sales.get(pk, ()), *still_sold(named)]
            _rebate(told, terms[pk], rule, sold, _money(paid, rule.currency))
        else:
            _minimum(told, terms[pk], rule, sales)


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


def _rebate(
    told: Compliance, term: Term, rule: Rebate, sales: Sequence[Sold], paid: Decimal
) -> None:
    try:
        accrual = accrued(rule, volume_of(rule, sales))
    except RateMissing as missing:
        told.rebates.append(RebateStands(term.pk, None, paid, missing))
        return
    told.rebates.append(RebateStands(term.pk, accrual, paid))
    if accrual.due != paid and (told.is_over(term) or paid > accrual.due):
        told.findings.append(
            _of_term(term, FindingKind.REBATE, accrual.due, paid, rule.currency)
        )  # fmt: skip


def _minimum(told: Compliance, term: Term, rule: MinimumVolume, sales: _Sales) -> None:
    if told.known_until is None:
        return
    kind = Basis.QUANTITY if rule.is_quantity else Basis.TURNOVER
    counted = Rebate(kind, _ANY_TIER, rule.currency, rule.valid)
    try:
        actual = volume_of(counted, sales.get(term.pk, ()))
    except RateMissing as missing:
        told.volumes.append(VolumeStands(term.pk, None, missing))
        return
    held = commitment(rule.amount, actual, rule.valid, max(told.known_until, rule.valid.start))
    told.volumes.append(VolumeStands(term.pk, held))
    if held.is_at_risk:
        ends_with = held.forecast or ZERO
        currency = "" if rule.is_quantity else rule.currency
        told.findings.append(
            _of_term(term, FindingKind.VOLUME, rule.amount, round(ends_with, 2), currency)
        )  # fmt: skip


def _of_term(
    term: Term, kind: FindingKind, due: Decimal, actual: Decimal, currency: str
) -> Finding:
    return Finding(
        term.contract_id, term.pk, kind, "", "", term.end, term.product or term.family, due, actual,
        actual - due, currency,
    )  # fmt: skip


# -- days ------------------------------------------------------------------------------------------


def _dates(told: Compliance, scope: Scope, terms: Mapping[int, Term], covers: pa.Table) -> None:
    # What has come since the last day of the ledger nobody can know: it is not late by that.
    known = min(told.today, told.known_until or told.today)
    deliveries, payments = [], []
    rules: dict[int, PaymentDays] = {}
    for pk, term in terms.items():
        if term.kind not in {TermKind.DELIVERY, TermKind.PAYMENT}:
            continue
        row = {
            "term": pk, "contract": term.contract_id, "start": term.period.start,
            "end": term.period.end,
        }  # fmt: skip
        match term.rule:
            case DeliveryWindow() as window:
                row |= {"before": window.days_early, "after": window.days_late}
                deliveries.append(row)
            case PaymentDays() as days:
                rules[pk] = days
                payments.append({**row, "before": 0, "after": days.days})
    for dates, rows, kind in (
        (ledger.Dates.DELIVERED, deliveries, FindingKind.DELIVERY),
        (ledger.Dates.PAID, payments, FindingKind.PAYMENT),
    ):
        if not rows:
            continue
        windows = pa.Table.from_pylist(rows, schema=ledger.WINDOW)
        found = ledger.outside_window(scope, dates, windows, covers, today=known)
        outside = list(_outside(found.to_pylist(), kind, rules))
        due = ledger.due_within_window(scope, dates, windows, covers, today=known)
        told.dates.extend(_stand(due, outside))
        told.findings.extend(outside)


def _outside(
    rows: Sequence[dict[str, Any]], kind: FindingKind, rules: Mapping[int, PaymentDays]
) -> Iterator[Finding]:
    alike: Counter[str] = Counter()
    for row in rows:
        rule, days, currency = rules.get(row["term"]), row["days"], row["currency"]
        cost = None
        if rule is not None and rule.yearly:
            cost = Money(cost_of_delay(rule, row["amount"], days, currency), currency)
        finding = Finding(
            row["contract"], row["term"], kind, row["document"], row["line"] or "", row["date"],
            row["product"] or "", row["due"], row["actual"], Decimal(days), "", cost=cost,
        )  # fmt: skip
        yield _apart(finding, alike)


def _stand(due: pa.Table, outside: Sequence[Finding]) -> Iterator[DatesStand]:
    counts = Counter(each.term for each in outside)
    costs: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for each in outside:
        if each.cost is not None:
            of_term, currency = costs[each.term], each.cost.currency
            of_term[currency] = of_term.get(currency, ZERO) + each.cost.amount
    for row in due.to_pylist():
        term = row["term"]
        yield DatesStand(term, row["lines"], counts[term], costs[term])


# -- whose lines -----------------------------------------------------------------------------------


def _covers(found: Sequence[Contract], scope: Scope, shape: Structure) -> pa.Table:
    """The customers' codes that each contract is of: its account and all units below it."""
    pairs = [
        (contract.pk, code)
        for contract in found
        for code in account_within(scope, shape.alone.survivor(contract.customer.code), shape).codes
    ]
    return pa.table(
        [[pk for pk, _code in pairs], [code for _pk, code in pairs]], schema=ledger.COVER
    )


def _money(amount: Decimal, currency: str) -> Decimal:
    return round_for_display(amount, cents(currency))
