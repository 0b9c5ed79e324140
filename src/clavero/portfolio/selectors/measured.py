"""What every account sold in a period, ranked: the half of a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import pyarrow.compute as pc

from clavero.core.estimates import Estimate
from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.rules.margin import margin
from clavero.portfolio.rules.pareto import Ranking, rank
from clavero.portfolio.rules.picture import By
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.selectors.structure import Structure

ZERO = Decimal(0)
_MOST_ROWS = 500_000  # some 300 bytes each
_COLUMNS = [
    "account",
    "net_sales",
    "contribution",
    "net_sales_with_cost",
    "cost_known_share",
    "orders",
    "active_months",
    "first_purchase",
    "last_purchase",
    "families",
]


class Versions(NamedTuple):
    """From which data something was computed."""

    ledger: int
    structure: int


@dataclass(frozen=True)
class Measured:
    """Columns side by side, one entry an account with lines in the period.

    Amounts are in the reporting currency; ``contribution`` and ``net_sales_with_cost`` are
    ``None`` where no cost is known; ``unattributed`` are the net sales of lines without customer,
    seen by those who see all. ``gross`` is Σ|net amount| of all lines, those without customer
    included, and ``gross_with_cost`` of those whose cost is known.
    """

    codes: list[str]
    net_sales: list[Decimal]
    contribution: list[Decimal | None]
    net_sales_with_cost: list[Decimal | None]
    cost_known_shares: list[Decimal | None]
    orders: list[int]
    active_months: list[int]
    first_purchase: list[date | None]
    last_purchase: list[date | None]
    families: list[int]
    unattributed: Decimal
    unattributed_contribution: Decimal | None
    unattributed_with_cost: Decimal | None
    gross: Decimal
    gross_with_cost: Decimal

    @cached_property
    def by_sales(self) -> Ranking:
        """The accounts ranked by net sales."""
        return rank(self.net_sales, self.codes)

    @cached_property
    def by_contribution(self) -> Ranking:
        """The accounts ranked by contribution, as far as their cost is known."""
        return rank(self.contribution, self.codes)

    @cached_property
    def sales_of(self) -> dict[str, Decimal]:
        """The net sales of each account."""
        return dict(zip(self.codes, self.net_sales, strict=True))

    @cached_property
    def ranks_by_sales(self) -> dict[str, int]:
        """The rank of each ranked account."""
        return {self.codes[at]: rank for rank, at in enumerate(self.by_sales.order, start=1)}

    @cached_property
    def attributed(self) -> Decimal:
        """The net sales of all accounts, credit balances included."""
        return sum(self.net_sales, ZERO)

    @property
    def total(self) -> Decimal:
        """The net sales of everything in the scope."""
        return self.attributed + self.unattributed

    @cached_property
    def total_contribution(self) -> Decimal | None:
        """What is known of everybody's contribution, lines without customer included."""
        return _sum_known([*self.contribution, self.unattributed_contribution])

    @cached_property
    def total_with_cost(self) -> Decimal | None:
        """The net sales of all lines whose cost is known; ``None`` where there is none."""
        return _sum_known([*self.net_sales_with_cost, self.unattributed_with_cost])

    @property
    def cost_known_share(self) -> Decimal | None:
        """The part of all amounts, without their sign, whose cost is known: line by line."""
        return self.gross_with_cost / self.gross if self.gross else None

    @property
    def margin(self) -> Estimate:
        """What is left of each unit of net sales whose cost is known."""
        return margin(self.total_contribution, self.total_with_cost)

    def ranking(self, by: By) -> Ranking:
        """The ranking asked for."""
        return self.by_contribution if by is By.CONTRIBUTION else self.by_sales


_measured: Kept[Measured] = Kept(limit=_MOST_ROWS, weigh=lambda found: len(found.codes) + 1)


def measured(scope: Scope, period: Period, tree: Tree | None, structure: Structure) -> Measured:
    """What each account in ``scope`` sold in ``period``, rolled up in ``tree``."""
    versions = Versions(ledger.version(), structure.version)
    key = (versions, scope, period, tree)
    return _measured.get(key, lambda: _measure(scope, period, tree, structure))


def _measure(scope: Scope, period: Period, tree: Tree | None, structure: Structure) -> Measured:
    rollup = structure.forest(tree).rollup(scope.customers)
    found = ledger.by_account(scope, period, rollup=rollup)
    columns: dict[str, list[Any]] = found.select(_COLUMNS).to_pydict()
    accounts = columns["account"]
    unattributed, contribution, with_cost = ZERO, None, None
    if None in accounts:
        at = accounts.index(None)
        unattributed = columns["net_sales"][at]
        contribution = columns["contribution"][at]
        with_cost = columns["net_sales_with_cost"][at]
        for column in columns.values():
            del column[at]
    return Measured(
        codes=accounts,
        net_sales=columns["net_sales"],
        contribution=columns["contribution"],
        net_sales_with_cost=columns["net_sales_with_cost"],
        cost_known_shares=columns["cost_known_share"],
        orders=columns["orders"],
        active_months=columns["active_months"],
        first_purchase=columns["first_purchase"],
        last_purchase=columns["last_purchase"],
        families=columns["families"],
        unattributed=unattributed,
        unattributed_contribution=contribution,
        unattributed_with_cost=with_cost,
        gross=pc.sum(found["gross"]).as_py() or ZERO,
        gross_with_cost=pc.sum(found["gross_with_cost"]).as_py() or ZERO,
    )


def _sum_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known else None
