"""Deliveries and payments held against their days, and deliveries against what was ordered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from clavero.contracts.models import Term
from clavero.contracts.rules.findings import Finding, FindingKind
from clavero.contracts.rules.keeping import cost_of_delay
from clavero.contracts.rules.terms import DeliveryWindow, PaymentDays, TermKind
from clavero.contracts.selectors.holding import (
    ZERO,
    Compliance,
    DatesStand,
    QuantitiesStand,
    apart,
    stopped,
)
from clavero.core.money import Money
from clavero.core.scope import Scope
from clavero.ledger import selectors as ledger


def hold_dates(told: Compliance, scope: Scope, terms: Mapping[int, Term], covers: pa.Table) -> None:
    """Find the lines outside their windows and those that came short; count those that were due."""
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
                deliveries.append(
                    {**row, "before": window.days_early, "after": window.days_late,
                     "in_full": window.in_full}
                )  # fmt: skip
            case PaymentDays() as days:
                rules[pk] = days
                payments.append({**row, "before": 0, "after": days.days})
    if deliveries:
        windows = stopped(pa.Table.from_pylist(deliveries, schema=ledger.WINDOW), told.stops)
        found = ledger.outside_window(
            scope, ledger.Dates.DELIVERED, windows, covers, today=known
        )  # fmt: skip
        outside = list(_outside(found.to_pylist(), FindingKind.DELIVERY, rules))
        due = ledger.held_deliveries(scope, windows, covers, today=known)
        short = ledger.short_deliveries(scope, windows, covers, today=known)
        told.dates.extend(_stand(due, outside))
        told.findings.extend(outside)
        told.findings.extend(_short(short.to_pylist()))
    if payments:
        windows = stopped(pa.Table.from_pylist(payments, schema=ledger.WINDOW), told.stops)
        found = ledger.outside_window(scope, ledger.Dates.PAID, windows, covers, today=known)
        outside = list(_outside(found.to_pylist(), FindingKind.PAYMENT, rules))
        due = ledger.due_within_window(scope, ledger.Dates.PAID, windows, covers, today=known)
        told.dates.extend(_stand(due, outside))
        told.findings.extend(outside)


def _short(rows: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    alike: Counter[str] = Counter()
    for row in rows:
        finding = Finding(
            row["contract"], row["term"], FindingKind.SHORT, row["document"], row["line"] or "",
            row["date"], row["product"] or "", row["ordered_quantity"], row["quantity"],
            row["difference"], "",
        )  # fmt: skip
        yield apart(finding, alike)


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
        yield apart(finding, alike)


def _stand(due: pa.Table, outside: Sequence[Finding]) -> Iterator[DatesStand]:
    counts = Counter(each.term for each in outside)
    early = Counter(each.term for each in outside if each.difference < 0)
    missing = Counter(each.term for each in outside if each.actual is None)
    costs: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for each in outside:
        if each.cost is not None:
            of_term, currency = costs[each.term], each.cost.currency
            of_term[currency] = of_term.get(currency, ZERO) + each.cost.amount
    for row in due.to_pylist():
        term = row["term"]
        if not row["lines"] and not row.get("undated") and not row.get("unknown"):
            continue
        yield DatesStand(
            term, row["lines"], counts[term], costs[term], early[term], missing[term],
            row.get("unknown", 0), None if "measured" not in row else QuantitiesStand(
                row["measured"], row["in_full"], row["both"], row["departing"], row["undated"],
                row["ordered"], row["brought"],
            ),
        )  # fmt: skip
