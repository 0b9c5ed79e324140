"""The invoice lines behind a finding: of its document, or of the time that its term is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from clavero.contracts.models import Term
from clavero.contracts.rules.findings import Finding, FindingKind
from clavero.contracts.rules.rhythm import watched
from clavero.contracts.selectors.book import ContractHeld
from clavero.contracts.selectors.holding import covers_of
from clavero.contracts.selectors.prices import price_table
from clavero.core.period import Period
from clavero.ledger import selectors as ledger

LINES = 50  # on a page


@dataclass(frozen=True, slots=True)
class LinesBehind:
    """A page of lines, each beside its price in force where it has one, and how many there are on
    all pages; ``number`` is that of the page, from 1."""

    rows: Sequence[dict[str, Any]]
    count: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.count // LINES))


def lines_behind(held: ContractHeld, found: Finding, number: int = 1) -> LinesBehind:
    """The lines of the finding's document in their order, or those of its term, the latest first.
    One query beside the ledger's where it has a document."""
    terms = [each.row for each in held.terms]
    term = next(each for each in terms if each.pk == found.term)
    is_of_document = bool(found.document) and found.day is not None
    days = _days(found, term)
    span = {
        "span": term.pk, "contract": held.contract.pk, "start": days.start, "end": days.end,
        "product": None if is_of_document else term.product or None,
        "family": None if is_of_document else term.family or None,
        "unit": None if is_of_document else term.values.get("unit") or None,
    }  # fmt: skip
    prices = ledger.PRICE.empty_table()
    if is_of_document:
        prices, _terms = price_table(terms, day=found.day)
        prices = _on(prices, days)
    covers = covers_of([held.contract], held.scope, held.shape)
    spans = pa.Table.from_pylist([span], schema=ledger.SPAN)

    def page(of: int) -> list[dict[str, Any]]:
        found_lines: list[dict[str, Any]] = ledger.agreed_lines(
            held.scope, spans, prices, covers,
            document=found.document if is_of_document else None,
            limit=LINES, offset=(of - 1) * LINES,
        ).to_pylist()  # fmt: skip
        return found_lines

    rows = page(number)
    if not rows and number > 1:
        number, rows = 1, page(1)
    return LinesBehind(rows, rows[0]["of"] if rows else 0, number)


def _days(found: Finding, term: Term) -> Period:
    if found.document and found.day is not None:
        return Period.inclusive(found.day, found.day)
    if found.kind is FindingKind.EXCLUSIVE and found.day is not None:
        return watched(found.day + timedelta(days=1))
    return Period(term.start, min(term.period.end, _after(found.day or term.end)))


def _after(day: date) -> date:
    return day + timedelta(days=1)


def _on(prices: pa.Table, days: Period) -> pa.Table:
    """The prices of a day alone, so that no other month is read."""
    rows = [row for row in prices.to_pylist() if row["start"] <= days.start < row["end"]]
    return pa.Table.from_pylist(
        [{**row, "start": days.start, "end": days.end} for row in rows], schema=ledger.PRICE
    )
