"""The white space of an account: its units by the company's product families."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from clavero.core.estimates import Estimate, Missing
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.opportunities.models import CellWord, Opportunity, WalletEntry
from clavero.opportunities.rules.grid import (
    CellState,
    Figures,
    Totals,
    figures,
    total,
)
from clavero.opportunities.rules.wallet import (
    Confidence,
    Entered,
    Wallet,
    WalletSource,
    in_force,
    wallet_of,
)
from clavero.opportunities.selectors.history import Change, changes_of, revision_in
from clavero.opportunities.selectors.sales import Sales, families_sold, last_year, sales_of
from clavero.opportunities.selectors.seen import Account, account_of, of_those_seen, within
from clavero.portfolio.selectors import Card
from clavero.ui.rows import folded

ZERO = Decimal(0)
Key = tuple[str, str]  # a unit's code and a family


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit and a family: what we sell, what was said, and what is left to win."""

    unit: Card
    family: str
    figures: Figures
    wallet: Wallet | None
    rival: str
    rival_share: Decimal | None
    reason: str
    said: str

    @property
    def state(self) -> CellState:
        """How it stands."""
        return self.figures.state

    @property
    def share(self) -> Estimate:
        """Our share of the wallet."""
        if self.wallet is None:
            return Estimate(None, reason=Missing.NOT_RECORDED)
        return self.wallet.share


@dataclass(frozen=True, slots=True)
class GridRow:
    """A unit with its cells, in the order of the families."""

    unit: Card
    cells: Sequence[Cell]
    total: Totals


@dataclass(frozen=True, slots=True)
class Grid:
    """The white space of an account as the reader may see it. ``period`` is ``None`` while the
    ledger is empty."""

    account: Account
    period: Period | None
    families: Sequence[str]
    rows: Sequence[GridRow]
    by_family: Sequence[Totals]
    total: Totals

    @property
    def cells(self) -> Iterable[Cell]:
        """All of them, unit by unit."""
        return (cell for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class CellSeen:
    """One cell with every word on its wallet, the open opportunities that would fill it, and what
    was said of it, of which ``seen`` is the revision."""

    cell: Cell
    period: Period | None
    entries: Sequence[Entered]
    opportunities: Sequence[tuple[int, str]]
    changes: Sequence[Change]

    @property
    def seen(self) -> int:
        """The revision of what is said of it."""
        return revision_in(self.changes)

    @property
    def is_told(self) -> bool:
        """Whether anything is known of it: sold, said, or to be won."""
        sold = self.cell.figures.sales != 0
        return sold or bool(self.changes or self.entries or self.opportunities)


def grid(actor: Actor, customer_id: int) -> Grid:
    """The white space of one account. Raises ``Customer.DoesNotExist`` for strangers to it."""
    return _grid(account_of(actor, customer_id), timezone.localdate())


def share_of_wallet(actor: Actor, customer_id: int) -> Estimate:
    """Our share of what an account buys of the families whose wallet is known, for those who write
    its scorecard. Raises ``Customer.DoesNotExist`` for strangers to it."""
    return grid(actor, customer_id).total.share


def cell(actor: Actor, customer_id: int, family: str) -> CellSeen:
    """One cell of a unit. Raises ``Customer.DoesNotExist`` for strangers to it."""
    account = account_of(actor, customer_id)
    alone = replace(
        account,
        units=account.units[:1],
        codes=frozenset(account.forest.same(account.card.code)) & account.codes,
    )
    said = CellWord.objects.filter(customer=customer_id, family=family)
    number = said.values_list("pk", flat=True).first()
    changes = [] if number is None else changes_of(CellWord(pk=number))
    word = said.first()  # after the changes that led to its values
    period = last_year()
    sales = sales_of(alone, period)
    entries = _entries(alone, family).get((account.card.code, family), [])
    words = {} if word is None else {(account.card.code, family): word}
    found = _cell(
        account.card, family, sales, words, {(account.card.code, family): entries},
        timezone.localdate(),
    )  # fmt: skip
    filling = Opportunity.objects.filter(
        within(account.scope), cells__customer=customer_id, cells__family=family, outcome=""
    )
    titles = list(filling.values_list("pk", "title"))
    return CellSeen(found, period, entries, titles, changes)


def families_known() -> frozenset[str]:
    """The families that a cell can be of: what the company sold in the last twelve full months, and
    of what something is told already."""
    words = CellWord.objects.order_by().values_list("family", flat=True)
    told = words.union(WalletEntry.objects.order_by().values_list("family", flat=True))
    return families_sold(last_year()) | frozenset(told)


def wallet_entry(actor: Actor, entry_id: int) -> WalletEntry:
    """A word on a wallet. Raises ``WalletEntry.DoesNotExist`` for strangers to its customer."""
    found: WalletEntry = (
        WalletEntry.objects.filter(of_those_seen(actor)).select_related("customer").get(pk=entry_id)
    )
    return found


def _grid(account: Account, today: date) -> Grid:
    period = last_year()
    sales = sales_of(account, period)
    words = _words(account)
    entries = _entries(account)
    units, known = extent(account.units, families_sold(period), {*sales, *words, *entries})
    families = sorted(known, key=folded)
    rows = []
    for unit in units:
        cells = [_cell(unit, family, sales, words, entries, today) for family in families]
        rows.append(GridRow(unit, cells, total(each.figures for each in cells)))
    rows.sort(key=lambda row: (row.unit.code != account.card.code, -row.total.sales))
    return Grid(
        account,
        period,
        families,
        rows,
        [total(row.cells[at].figures for row in rows) for at in range(len(families))],
        total(each.figures for row in rows for each in row.cells),
    )


def extent(
    units: Iterable[Card], sold: Iterable[str], told: Collection[Key]
) -> tuple[list[Card], set[str]]:
    """The units and families of a white space: companies, and groups of which something is told;
    what the company sells, and of what something is told."""
    codes = {unit for unit, _family in told}
    shown = [unit for unit in units if unit.kind != "group" or unit.code in codes]
    return shown, {*sold, *(family for _unit, family in told)}


def _cell(
    unit: Card,
    family: str,
    sales: Sales,
    words: Mapping[Key, CellWord],
    entries: Mapping[Key, Sequence[Entered]],
    today: date,
) -> Cell:
    ours, word = sales.get((unit.code, family), ZERO), words.get((unit.code, family))
    entry = in_force(entries.get((unit.code, family), ()), today)
    wallet = None if entry is None else wallet_of(entry, ours)
    said = CellState(word.state) if word is not None and word.state else None
    return Cell(
        unit=unit,
        family=family,
        figures=figures(ours, said, wallet, has_rival=word is not None and bool(word.rival)),
        wallet=wallet,
        rival="" if word is None else word.rival,
        rival_share=None if word is None else word.rival_share,
        reason="" if word is None else word.reason,
        said="" if word is None else word.state,
    )


def _words(account: Account) -> dict[Key, CellWord]:
    """What is said of each cell; of merged records that of the one they became goes before."""
    found: dict[Key, CellWord] = {}
    rows: QuerySet[CellWord] = CellWord.objects.filter(customer__code__in=sorted(account.codes))
    for row in rows.select_related("customer"):
        unit = account.unit_of(row.customer.code)
        key = (unit, row.family)
        if key not in found or row.customer.code == unit:
            found[key] = row
    return found


def _entries(account: Account, family: str | None = None) -> dict[Key, list[Entered]]:
    rows = WalletEntry.objects.filter(customer__code__in=sorted(account.codes))
    if family is not None:
        rows = rows.filter(family=family)
    found: dict[Key, list[Entered]] = {}
    for row in rows.select_related("customer"):
        key = (account.unit_of(row.customer.code), row.family)
        found.setdefault(key, []).append(_entered(row))
    return found


def _entered(row: WalletEntry) -> Entered:
    return Entered(
        id=row.pk,
        day=row.day,
        source=WalletSource(row.source),
        confidence=Confidence(row.confidence),
        amount=row.amount,
        rank=row.rank,
        suppliers=row.suppliers,
        note=row.note,
        by=row.by_name,
    )
