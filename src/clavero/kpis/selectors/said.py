"""What people say of accounts, here and in the matrix, beside what is computed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.utils import timezone

from clavero.core.estimates import Estimate
from clavero.identity.rules import Actor
from clavero.identity.selectors import reporting_lines
from clavero.kpis import store
from clavero.kpis.hooks import told_shares
from clavero.kpis.models import Entry, Snapshot
from clavero.kpis.rules.kpi import Kpi, Level
from clavero.kpis.rules.wallet import (
    Place,
    WalletSource,
    Word,
    best,
    of_a_whole,
    rank_among,
    share_by_rank,
    share_of_wallet,
)
from clavero.kpis.selectors.joining import SHARE, Sales, group_of, said_of_groups
from clavero.kpis.selectors.kept import (
    Catalogue,
    Value,
    all_entered,
    catalogue,
    last_entered,
    may_see,
    values,
)
from clavero.kpis.store import Standing
from clavero.matrix.rules.evidence import CUSTOMERS_OWN, Source
from clavero.matrix.selectors import Wallet, wallets
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, structure
from clavero.portfolio.visibility import accounts, scope_for

_THOUSAND = Decimal(1000)


def sales_of(rows: Iterable[Standing]) -> Sales:
    """The sales of some accounts by a snapshot."""
    return {row.subject: row.parts.net_sales for row in rows}


def entered(
    actor: Actor,
    sales: Sales,
    on: date,
    known: Catalogue,
    shape: Structure,
    *,
    is_all: bool = False,
) -> dict[str, list[Value]]:
    """The last value by a day of each KPI that people say, of each account with ``sales``, by its
    code, as far as ``actor`` may know it; ``is_all`` says that these are all there are. Three
    queries."""
    entries = all_entered(actor, None if is_all else sales.keys(), on, known, shape)
    return said(sales, entries, on, known, shape, is_all=is_all)


def said(
    sales: Sales,
    entries: Iterable[tuple[str, Entry]],
    on: date,
    known: Catalogue,
    shape: Structure,
    *,
    is_all: bool = False,
) -> dict[str, list[Value]]:
    """The same of ``entries`` that were read with their accounts, the latest last. A query for the
    matrix, and one for each room that tells of shares."""
    found = last_entered(entries, on, known)
    codes = None if is_all else sales.keys()
    theirs = wallets(codes, on, shape)
    shares = [each.words(codes, on, shape) for each in told_shares.values()]
    kpi = known.by_key[SHARE]
    told = theirs.keys() | {code for each in shares for code in each}
    for code in found.keys() | (told & sales.keys()):
        others = [each for each in found.get(code, ()) if each.kpi.key != SHARE]
        kept = [each for each in found.get(code, ()) if each.kpi.key == SHARE]
        words = [Word(of_a_whole(each.estimate), WalletSource.MARKET, each.day) for each in kept]
        words += [each[code] for each in shares if code in each]
        if code in theirs:
            words += _words(theirs[code], sales.get(code))
        word = best(words, on)
        share = [] if word is None else [_value(kpi, word)]
        found[code] = [*others, *share]
    return found


def _words(wallet: Wallet, sales: Decimal | None) -> Iterator[Word]:
    """What the matrix says: of the share, of what the account buys, and of our rank among its
    suppliers."""
    for each in wallet.shares:
        share = of_a_whole(Estimate(each.value))
        yield Word(share, _source(each.source), each.day, Place.MATRIX)
    for each in wallet.volumes if sales is not None else ():
        share = share_of_wallet(sales, each.value * _THOUSAND)
        yield Word(share, _source(each.source), each.day, Place.MATRIX)
    ranked = rank_among(wallet.ours, wallet.competitors.values())
    if ranked is not None and wallet.scored_on is not None:
        rank, suppliers = ranked
        share = Estimate(share_by_rank(rank, suppliers), rank, Decimal(suppliers))
        yield Word(share, WalletSource.RANK, wallet.scored_on, Place.MATRIX)


def _source(source: str) -> WalletSource:
    is_theirs = Source(source) in CUSTOMERS_OWN
    return WalletSource.DISCLOSED if is_theirs else WalletSource.DRIVERS


def _value(kpi: Kpi, word: Word) -> Value:
    return Value(
        kpi, word.estimate, word.confidence, word.day, word.source, word.place, word.known,
        word.cells,
    )  # fmt: skip


def values_of(
    actor: Actor, snapshot: Snapshot, code: str | None = None, on: date | None = None
) -> Iterator[tuple[Standing, list[Value]]]:
    """Everybody whom ``actor`` may see with their values, or one account; accounts first. What is
    computed is of the snapshot, what people and rooms say as they said it by ``on``, which is today
    where nothing else is asked."""
    known = catalogue()
    seen = scope_for(actor).customers
    codes = None if code is None else {code}
    if seen is not None:
        codes = (
            set(accounts(actor).values_list("code", flat=True)) if codes is None else codes & seen
        )
    on = on or timezone.localdate()
    of_accounts = store.read(snapshot.file, Level.ACCOUNT, codes)
    shape = structure()
    sales = sales_of(of_accounts)
    told = entered(actor, sales, on, known, shape, is_all=codes is None)
    for row in of_accounts:
        if row.subject:  # else they are the lines without customer
            computed = values(row.parts, Level.ACCOUNT, snapshot.day, known)
            yield row, [*computed, *told.get(row.subject, [])]
    if code is not None:
        return
    above = [
        row
        for level in (Level.MANAGER, Level.TEAM, Level.COMPANY)
        for row in store.read(snapshot.file, level)
        if may_see(actor, level, row.subject)
    ]
    lines, forest = reporting_lines() if above else {}, shape.forests[Tree.LEGAL]
    groups = {_name(row): group_of(row.level, row.subject, of_accounts, lines) for row in above}
    said_together = said_of_groups(groups, told, on, known, forest, sales)
    for row in above:
        computed = values(row.parts, row.level, snapshot.day, known)
        yield row, [*computed, *said_together[_name(row)]]


def values_on(
    actor: Actor, snapshot: Snapshot, codes: Collection[str], on: date
) -> dict[str, dict[str, Value]]:
    """The values of some accounts, all of which ``actor`` sees, by their code and the KPI's key:
    what is computed by a snapshot, what is said as it was said by ``on``."""
    known, shape = catalogue(snapshot), structure()
    rows = store.read(snapshot.file, Level.ACCOUNT, codes)
    told = entered(actor, sales_of(rows), on, known, shape)
    return {
        row.subject: {
            each.kpi.key: each
            for each in (
                *values(row.parts, Level.ACCOUNT, snapshot.day, known),
                *told.get(row.subject, ()),
            )
        }
        for row in rows
    }


def _name(row: Standing) -> str:
    return f"{row.level.value} {row.subject}"
