"""What every account sold in a period, ranked: the half of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import mul
from typing import Any, NamedTuple

from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
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

    Amounts are in the reporting currency; ``contribution`` is ``None`` where no cost is known;
    ``unattributed`` are the net sales of lines without customer, seen by those who see all, with
    their contribution and the share of them whose cost is known.
    """

    codes: list[str]
    net_sales: list[Decimal]
    contribution: list[Decimal | None]
    cost_known_shares: list[Decimal | None]
    orders: list[int]
    active_months: list[int]
    first_purchase: list[date | None]
    last_purchase: list[date | None]
    families: list[int]
    unattributed: Decimal
    unattributed_contribution: Decimal | None
    unattributed_cost_known: Decimal

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
        """What is known of all accounts' contribution; ``None`` where no cost is known."""
        known = [amount for amount in self.contribution if amount is not None]
        return sum(known, ZERO) if known else None

    @property
    def whole_contribution(self) -> Decimal | None:
        """What is known of everybody's contribution, lines without customer included."""
        parts = (self.total_contribution, self.unattributed_contribution)
        known = [part for part in parts if part is not None]
        return sum(known, ZERO) if known else None

    @cached_property
    def cost_known_share(self) -> Decimal | None:
        """The part of all net sales whose cost is known, each account weighed by its size."""
        sizes = [abs(amount) for amount in (*self.net_sales, self.unattributed)]
        total = sum(sizes, ZERO)
        if not total:
            return None
        shares = [share or ZERO for share in self.cost_known_shares]
        shares.append(self.unattributed_cost_known)
        return sum(map(mul, sizes, shares), ZERO) / total

    @cached_property
    def known_rate(self) -> Decimal | None:
        """What accounts leave per unit of net sales, as far as their cost is known."""
        known = sum(
            (
                sales * share
                for sales, share in zip(self.net_sales, self.cost_known_shares, strict=True)
                if share is not None
            ),
            ZERO,
        )
        if self.total_contribution is None or known <= 0:
            return None
        return self.total_contribution / known

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
    unattributed, contribution, cost_known = ZERO, None, ZERO
    if None in accounts:
        at = accounts.index(None)
        unattributed = columns["net_sales"][at]
        contribution = columns["contribution"][at]
        cost_known = columns["cost_known_share"][at] or ZERO
        for column in columns.values():
            del column[at]
    return Measured(
        codes=accounts,
        net_sales=columns["net_sales"],
        contribution=columns["contribution"],
        cost_known_shares=columns["cost_known_share"],
        orders=columns["orders"],
        active_months=columns["active_months"],
        first_purchase=columns["first_purchase"],
        last_purchase=columns["last_purchase"],
        families=columns["families"],
        unattributed=unattributed,
        unattributed_contribution=contribution,
        unattributed_cost_known=cost_known,
    )
