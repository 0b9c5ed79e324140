"""Invoice lines held against the prices in force on their days."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

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
        totals = ledger.agreed_totals(scope, table, covers).group_by("contract")
        sums = totals.aggregate([(name, "sum") for name in ("compared", "above", "below")])
        for row in sums.rename_columns(["contract", "compared", "above", "below"]).to_pylist():
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
    columns = [*zip(*listed, strict=True)] or [()] * len(_COLUMNS)
    pks, term_ids, products, families, units, currencies, prices_, starts, ends = columns
    contracts = [of_term[each] for each in term_ids]
    told = pa.table(
        [
            pks, contracts, *([each or None for each in some] for some in
            (products, families, units)), currencies, prices_, starts, _days_after(ends),
        ],
        schema=ledger.PRICE,
    )  # fmt: skip
    terms_of = dict(zip(pks, term_ids, strict=True))
    stages = _stages(terms)
    return (_by_steps(told, stages) if stages else told), terms_of


def _days_after(days: Sequence[date]) -> pa.Array:
    """The first days on which prices of some last days hold no more."""
    return pc.add(pa.array(days, pa.date32()).cast(pa.int32()), pa.scalar(1, pa.int32())).cast(
        pa.date32()
    )


def _by_steps(table: pa.Table, stages: Mapping[int, list[Step]]) -> pa.Table:
    """The prices of contracts that follow an index, each with what it comes to while a level of
    the index holds; the others as they are."""
    follow = pc.is_in(table["contract"], value_set=pa.array(sorted(stages), pa.int64()))
    rows = [
        {**row, "price": amount, "start": first, "end": stop}
        for row in table.filter(follow).to_pylist()
        for first, stop, amount in indexed(
            row["price"], row["start"], row["end"], stages[row["contract"]]
        )
    ]
    parts = pa.Table.from_pylist(rows, schema=ledger.PRICE)
    return pa.concat_tables([table.filter(pc.invert(follow)), parts])


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
