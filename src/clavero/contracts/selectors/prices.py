"""Invoice lines held against the prices in force on their days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

import pyarrow as pa

from clavero.contracts.models import AgreedPrice, Term
from clavero.contracts.rules.findings import Finding, FindingKind
from clavero.contracts.rules.indexing import Step, indexed, steps
from clavero.contracts.rules.terms import Indexation, TermKind
from clavero.contracts.selectors.holding import Compliance, apart, in_turn, money, stopped
from clavero.core.scope import Scope
from clavero.ledger import selectors as ledger


def hold_prices(
    told: Compliance,
    scope: Scope,
    terms: Collection[Term],
    covers: pa.Table,
    prices: Sequence[AgreedPrice] | None = None,
    *,
    most: int | None = None,
    document: str | None = None,
    tells_unheld: bool = False,
) -> Iterator[Finding]:
    """The lines billed above or below their price, all or so many as ``most`` of most money, read
    one after the other; ``prices`` are all, if they were read. How many there are is counted at
    once in any case, but where one ``document`` is asked about."""
    table, term_of = price_table(terms, prices=prices)
    table = stopped(table, told.stops)
    if not table.num_rows:
        return iter(())
    if document is None:
        for row in ledger.agreed_totals(scope, table, covers).to_pylist():
            told.compared[row["contract"]] += row["compared"]
            told.departing[row["contract"]] += row["above"] + row["below"]
    if tells_unheld:
        for row in ledger.agreed_unheld(scope, table, covers).to_pylist():
            told.unheld[row["contract"]] += row["lines"]
    if most == 0:
        return iter(())
    found = ledger.agreed_differences(scope, table, covers, limit=most, document=document)
    return _findings(in_turn(found), term_of)


def _findings(rows: Iterable[dict[str, Any]], term_of: Mapping[int, int]) -> Iterator[Finding]:
    """Lines that are the same in everything stand beside each other in the order of their money."""
    alike, beside = Counter[str](), None
    for row in rows:
        if (place := (abs(row["difference"]), row["date"], row["document"])) != beside:
            alike.clear()
            beside = place
        difference = money(row["difference"], row["currency"])
        finding = Finding(
            contract=row["contract"],
            term=term_of[row["price_id"]],
            kind=FindingKind.ABOVE if difference > 0 else FindingKind.BELOW,
            document=row["document"],
            line=row["line"] or "",
            day=row["date"],
            product=row["product"] or row["family"] or "",
            due=money(row["due"], row["currency"]),
            actual=money(row["amount"], row["currency"]),
            difference=difference,
            currency=row["currency"],
        )
        yield apart(finding, alike)


def price_table(
    terms: Collection[Term],
    *,
    day: date | None = None,
    prices: Sequence[AgreedPrice] | None = None,
) -> tuple[pa.Table, Mapping[int, int]]:
    """All prices of ``terms``, or those in force on a day, as the ledger reads them, and the term
    of each. Where the contract's prices follow an index, each stands with what it comes to while a
    level of the index holds."""
    of_term = {term.pk: term.contract_id for term in terms if term.kind == TermKind.PRICE}
    found = AgreedPrice.objects.filter(term__in=of_term).order_by()
    if day is not None:
        found = found.filter(start__lte=day, end__gte=day)
    listed: Iterable[tuple[Any, ...]]
    if prices is None:
        listed = found.values_list(*_COLUMNS).iterator(chunk_size=10_000)
    else:
        listed = map(attrgetter(*_COLUMNS), prices)
    stages = _stages(terms)
    rows: list[tuple[Any, ...]] = []
    for pk, term_id, product, family, unit, currency, price, start, end in listed:
        contract = of_term[term_id]
        after = end + timedelta(days=1)
        told = (product or None, family or None, unit or None, currency)
        own = stages.get(contract)
        parts = [(start, after, price)] if own is None else indexed(price, start, after, own)
        rows.extend(
            (pk, contract, *told, amount, first, stop, term_id) for first, stop, amount in parts
        )
    if not rows:
        return ledger.PRICE.empty_table(), {}
    *columns, term_ids = zip(*rows, strict=True)
    return pa.table(columns, schema=ledger.PRICE), dict(zip(columns[0], term_ids, strict=True))


_COLUMNS = (
    "pk", "term_id", "product", "family", "unit", "currency", "price", "start", "end",
)  # fmt: skip


def _stages(terms: Collection[Term]) -> dict[int, list[Step]]:
    """Of each contract whose prices follow an index, the steps of all its indexations."""
    found: dict[int, list[Step]] = defaultdict(list)
    for term in terms:
        if term.kind == TermKind.INDEXATION and isinstance(rule := term.rule, Indexation):
            levels = [(each.day, each.value) for each in term.readings.all()]
            found[term.contract_id].extend(steps(rule, levels))
    return {pk: sorted(of, key=lambda each: each.start) for pk, of in found.items() if of}
