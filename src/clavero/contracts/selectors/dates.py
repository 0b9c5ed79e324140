"""Deliveries and payments held against their days, and deliveries against what was ordered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain
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
    in_turn,
    stopped,
)
from clavero.core.money import Money
from clavero.core.scope import Scope
from clavero.ledger import selectors as ledger


def hold_dates(
    told: Compliance,
    scope: Scope,
    terms: Mapping[int, Term],
    covers: pa.Table,
    *,
    most: int | None = None,
    document: str | None = None,
) -> Iterator[Finding]:
    """The lines outside their windows and those that came short, all or so many as ``most`` of
    each, read one after the other; how many there are, and what they cost, is counted at once in
    any case. Of one ``document`` alone its lines are found, and nothing is counted."""
    # What has come since the last day of the ledger nobody can know: it is not late by that.
    known = min(told.today, told.known_until or told.today)
    windows, rules = _windows(terms)
    found: list[Iterator[Finding]] = []
    for dates, rows in windows.items():
        if not rows:
            continue
        table = stopped(pa.Table.from_pylist(rows, schema=ledger.WINDOW), told.stops)
        asked = _Asked(scope, table, covers, known)
        if document is None:
            told.dates.extend(_stands(asked, dates, rules))
        if most == 0:
            continue
        kind = FindingKind.DELIVERY if dates is ledger.Dates.DELIVERED else FindingKind.PAYMENT
        outside = ledger.outside_window(
            scope, dates, table, covers, today=known, limit=most, document=document
        )
        found.append(_outside(in_turn(outside), kind, rules))
        if dates is ledger.Dates.DELIVERED:
            short = ledger.short_deliveries(
                scope, table, covers, today=known, limit=most, document=document
            )
            found.append(_short(in_turn(short)))
    return chain.from_iterable(found)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Of whose lines, and until which day, windows are asked about."""

    scope: Scope
    windows: pa.Table
    covers: pa.Table
    known: date


def _windows(
    terms: Mapping[int, Term],
) -> tuple[dict[ledger.Dates, list[dict[str, Any]]], dict[int, PaymentDays]]:
    """The windows of terms about days, and the rules of those about payments."""
    found: dict[ledger.Dates, list[dict[str, Any]]] = {each: [] for each in ledger.Dates}
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
                found[ledger.Dates.DELIVERED].append(
                    {**row, "before": window.days_early, "after": window.days_late,
                     "in_full": window.in_full}
                )  # fmt: skip
            case PaymentDays() as days:
                rules[pk] = days
                found[ledger.Dates.PAID].append({**row, "before": 0, "after": days.days})
    return found, rules


def _short(rows: Iterable[dict[str, Any]]) -> Iterator[Finding]:
    for row in rows:
        yield Finding(
            row["contract"], row["term"], FindingKind.SHORT, row["document"], row["line"] or "",
            row["date"], row["product"] or "", row["ordered_quantity"], row["quantity"],
            row["difference"], "", same=row["same"],
        )  # fmt: skip


def _outside(
    rows: Iterable[dict[str, Any]], kind: FindingKind, rules: Mapping[int, PaymentDays]
) -> Iterator[Finding]:
    for row in rows:
        rule, days, currency = rules.get(row["term"]), row["days"], row["currency"]
        cost = None
        if rule is not None and rule.yearly:
            cost = Money(cost_of_delay(rule, row["amount"], days, currency), currency)
        yield Finding(
            row["contract"], row["term"], kind, row["document"], row["line"] or "", row["date"],
            row["product"] or "", row["due"], row["actual"], Decimal(days), "", cost=cost,
            same=row["same"],
        )  # fmt: skip


def _stands(
    asked: _Asked, dates: ledger.Dates, rules: Mapping[int, PaymentDays]
) -> Iterator[DatesStand]:
    given = {"windows": asked.windows, "covers": asked.covers, "today": asked.known}
    outside = {
        row["term"]: row
        for row in ledger.due_within_window(asked.scope, dates, **given).to_pylist()
    }
    costs: dict[int, dict[str, Decimal]] = defaultdict(dict)
    if any(rule.yearly for rule in rules.values()) and dates is ledger.Dates.PAID:
        for row in ledger.amounts_outside(asked.scope, dates, **given).to_pylist():
            rule, currency = rules[row["term"]], row["currency"]
            if rule.yearly:
                of_term = costs[row["term"]]
                cost = cost_of_delay(rule, row["amount"], row["days"], currency) * row["lines"]
                of_term[currency] = of_term.get(currency, ZERO) + cost
    due = [*outside.values()]
    if dates is ledger.Dates.DELIVERED:
        due = ledger.held_deliveries(asked.scope, **given).to_pylist()
    for row in due:
        term = row["term"]
        if not row["lines"] and not row.get("undated") and not row.get("unknown"):
            continue
        late = outside.get(term, {"outside": 0, "early": 0, "missing": 0})
        yield DatesStand(
            term, row["lines"], late["outside"], costs[term], late["early"], late["missing"],
            row.get("unknown", 0), None if "measured" not in row else QuantitiesStand(
                row["measured"], row["in_full"], row["both"], row["departing"], row["undated"],
                row["ordered"], row["brought"], row["short"],
            ),
        )  # fmt: skip
