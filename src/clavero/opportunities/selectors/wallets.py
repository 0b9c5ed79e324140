"""Our share of what accounts buy, by the wallets of their white space: for those who watch it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, DecimalField, IntegerField, Value
from django.db.models.functions import Cast

from clavero.core.period import Period, known_days
from clavero.identity.rules import Actor
from clavero.kpis.rules.wallet import Place, WalletSource, Word, least_reliable, of_a_whole
from clavero.ledger import selectors as ledger
from clavero.opportunities.models import CellWord, WalletEntry
from clavero.opportunities.rules.grid import CellState, figures, total
from clavero.opportunities.rules.wallet import Confidence, Entered, in_force, wallet_of
from clavero.opportunities.selectors.grid import Key, extent
from clavero.opportunities.selectors.sales import Sales, families_sold
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure
from clavero.portfolio.visibility import narrowed, scope_for

_ZERO = Decimal(0)
_EVERYTHING = Actor.system()


@dataclass(slots=True)
class _Said:
    """The words on the wallets of cells, and what was said of how cells stand."""

    entries: dict[Key, list[Entered]] = field(default_factory=dict)
    states: dict[Key, CellState | None] = field(default_factory=dict)


def shares(codes: Collection[str] | None, on: date, shape: Structure) -> dict[str, Word]:
    """The share of the total of each account's white space as it stands on a day, a group with all
    below it; ``codes`` are those to look at, all where it is ``None``. Accounts of which nobody
    knows a wallet are left out. One query."""
    forest = shape.forests[Tree.LEGAL]
    every = None if codes is None else {each for code in codes for each in forest.codes(code)}
    said = _said(every, on, shape)
    if not said.entries:
        return {}
    period = _year(on)
    told = {unit for unit, _family in said.entries}
    accounts = {above for unit in told for above in (unit, *forest.ancestors(unit))}
    if codes is not None:
        accounts &= {forest.survivor(code) for code in codes}
    sales = _sales(accounts, period, shape)
    sold = families_sold(period)
    found = {code: _word(code, sold, sales, said, on, shape) for code in accounts}
    return {code: word for code, word in found.items() if word is not None}


def _word(
    code: str, sold: Collection[str], sales: Sales, said: _Said, on: date, shape: Structure
) -> Word | None:
    """The share of an account's cells. It is as reliable as the least reliable of its wallets and
    as old as the oldest; while some are not known, it is no more than an estimate of ours."""
    own = {each: shape.cards[each] for each in shape.forests[Tree.LEGAL].subtree(code)}
    told = {key for key in (*sales, *said.entries, *said.states) if key[0] in own}
    units, families = extent(own.values(), sold, told)
    cells, holding = [], []
    for key in ((unit.code, family) for unit in units for family in families):
        ours = sales.get(key, _ZERO)
        entry = in_force(said.entries.get(key, ()), on)
        wallet = None if entry is None else wallet_of(entry, ours)
        cell = figures(ours, said.states.get(key), wallet)
        cells.append(cell)
        if entry is not None and cell.wallet is not None and cell.counts:
            holding.append(entry)
    if not holding:
        return None
    together = total(cells)
    sources = [each.source for each in holding]
    if not together.is_whole:
        sources.append(WalletSource.DRIVERS)
    return Word(
        estimate=of_a_whole(replace(together.share, n=None)),
        source=least_reliable(sources),
        day=min(each.day for each in holding),
        place=Place.WHITE_SPACE,
        known=together.known,
        cells=together.cells,
    )


def _year(on: date) -> Period | None:
    """The last twelve full months of the ledger by a day."""
    data = ledger.span(scope_for(_EVERYTHING))
    if data is None or data.start >= on:
        return None
    return Period.ttm(min(on, known_days(data).end))


def _sales(accounts: Collection[str], period: Period | None, shape: Structure) -> Sales:
    if period is None:
        return {}
    forest = shape.forests[Tree.LEGAL]
    codes = frozenset(each for account in accounts for each in forest.codes(account))
    rollup = {code: forest.survivor(code) for code in codes}
    scope = narrowed(scope_for(_EVERYTHING), codes)
    found = ledger.sold_by_family(scope, period, rollup=rollup).to_pylist()
    return {(row["account"], row["family"]): row["net_sales"] for row in found if row["family"]}


def _nothing(output: Any) -> Any:
    return Cast(Value(None), output)


def _said(codes: Collection[str] | None, on: date, shape: Structure) -> _Said:
    """What was said until a day, wallets and states in one query; of merged records what is said of
    the one that they became goes before."""
    entries, words = WalletEntry.objects.filter(day__lte=on), CellWord.objects.all()
    if codes is not None:
        entries = entries.filter(customer__code__in=sorted(codes))
        words = words.filter(customer__code__in=sorted(codes))
    told = ("customer__code", "family", "known_on", "told_by", "worth", "place", "among", "number")
    both = (
        entries.order_by()
        .annotate(
            known_on=Cast("day", CharField()),
            told_by=Cast("source", CharField()),
            worth=Cast("amount", DecimalField(max_digits=20, decimal_places=2)),
            place=Cast("rank", DecimalField(max_digits=4, decimal_places=1)),
            among=Cast("suppliers", IntegerField()),
            number=Cast("pk", IntegerField()),
        )
        .values_list(*told)
        .union(
            words.order_by()
            .annotate(
                known_on=_nothing(CharField()),
                told_by=Cast("state", CharField()),
                worth=_nothing(DecimalField(max_digits=20, decimal_places=2)),
                place=_nothing(DecimalField(max_digits=4, decimal_places=1)),
                among=_nothing(IntegerField()),
                number=Cast("pk", IntegerField()),
            )
            .values_list(*told),
            all=True,
        )
    )
    said, survivor = _Said(), shape.alone.survivor
    for code, family, known_on, told_by, worth, place, among, number in both:
        key = (survivor(code), family)
        if known_on is None:
            if key not in said.states or code == key[0]:
                said.states[key] = CellState(told_by) if told_by else None
            continue
        said.entries.setdefault(key, []).append(
            Entered(
                id=number,
                day=date.fromisoformat(known_on),
                source=WalletSource(told_by),
                confidence=Confidence.MEDIUM,
                amount=worth,
                rank=place,
                suppliers=among,
            )
        )
    return said
