"""The shapes of a picture of the portfolio."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from clavero.core.estimates import Estimate, growth
from clavero.core.period import Period
from clavero.portfolio.rules.concentration import Alert, Concentration, lorenz
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.rules.margin import margin
from clavero.portfolio.rules.pareto import AbcClass
from clavero.portfolio.rules.picture import By, Compare
from clavero.portfolio.selectors.measured import Versions
from clavero.ui.rows import Rows

ZERO = Decimal(0)


class PortfolioRow(NamedTuple):
    """An account in the picture. Those that are not ranked have no rank, class or share.

    ``base`` is what it is ranked by, ``running`` the sum up to it and ``total`` that of all
    ranked accounts; money is in the reporting currency. ``id`` is ``None`` for a code that came
    with the latest lines and has no record yet.
    """

    rank: int | None
    id: int | None
    code: str
    name: str
    abc: AbcClass | None
    alert: Alert | None
    net_sales: Decimal
    net_sales_before: Decimal | None
    contribution: Decimal | None
    net_sales_with_cost: Decimal | None
    cost_known_share: Decimal | None
    orders: int
    active_months: int
    first_purchase: date | None
    last_purchase: date | None
    families: int
    base: Decimal | None
    running: Decimal | None
    total: Decimal

    @property
    def share(self) -> Decimal | None:
        """Its part of what the ranked accounts make together, a fraction."""
        return None if self.rank is None or self.base is None else self.base / self.total

    @property
    def cumulative_share(self) -> Decimal | None:
        """The part that this account and all before it make, a fraction."""
        return None if self.running is None else self.running / self.total

    @property
    def growth(self) -> Estimate:
        """Of net sales against the period before."""
        return growth(self.net_sales, self.net_sales_before)

    @property
    def margin(self) -> Estimate:
        """Contribution per net sales, of the lines whose cost is known."""
        return margin(self.contribution, self.net_sales_with_cost)


@dataclass(frozen=True, slots=True)
class Summary:
    """A period in one line. Shares are fractions of what the ranked customers make together.

    ``customers`` had lines in the period; of them ``ranked`` have more than zero of what is
    ranked. ``net_sales`` is everything in the scope, ``unattributed`` the part of it without
    customer. ``margin`` is of the lines whose cost is known. The indicators are ``None`` when
    nobody is ranked.
    """

    period: Period
    customers: int
    ranked: int
    net_sales: Decimal
    unattributed: Decimal
    contribution: Decimal | None
    margin: Estimate
    cost_known_share: Decimal | None
    top20_share: Decimal | None
    customers_for_80: int | None
    customers_for_80_share: Decimal | None
    concentration: Concentration | None
    ledger_version: int

    @property
    def cr1(self) -> Decimal | None:
        """The share of the largest."""
        return self.concentration.cr1 if self.concentration else None

    @property
    def cr5(self) -> Decimal | None:
        """The share of the five largest."""
        return self.concentration.cr5 if self.concentration else None

    @property
    def hhi(self) -> Decimal | None:
        """Herfindahl–Hirschman index, 0–1."""
        return self.concentration.hhi if self.concentration else None

    @property
    def effective_customers(self) -> Decimal | None:
        """How many equal customers would be as concentrated."""
        return self.concentration.effective_customers if self.concentration else None

    @property
    def gini(self) -> Decimal | None:
        """Inequality, from 0 (all equal) to almost 1."""
        return self.concentration.gini if self.concentration else None


class Mover(NamedTuple):
    """An account that entered or left class A."""

    id: int | None
    code: str
    name: str
    net_sales: Decimal
    net_sales_before: Decimal


@dataclass(frozen=True, slots=True)
class Comparison:
    """The period before, and what has changed since.

    Without ``is_covered`` the data do not reach back so far, and growth is not told.
    """

    compare: Compare
    summary: Summary
    is_covered: bool
    growth: Estimate
    entered_a: list[Mover]
    left_a: list[Mover]


@dataclass(frozen=True)
class PortfolioPicture:
    """The portfolio of a period, as far as the reader sees it.

    ``data`` is from the first to the last line of the whole ledger; ``is_whole`` says that
    shares are of the company and not only of the reader's own accounts.
    """

    period: Period
    by: By
    tree: Tree | None
    is_whole: bool
    data: Period | None
    versions: Versions
    summary: Summary
    comparison: Comparison | None
    rows: list[PortfolioRow]
    not_positive: list[PortfolioRow]
    unknown: list[PortfolioRow]

    @cached_property
    def listed(self) -> Rows[PortfolioRow]:
        """Every account, for the list screen: the ranked ones first."""
        return Rows([*self.rows, *self.not_positive, *self.unknown])

    @cached_property
    def alerts(self) -> list[PortfolioRow]:
        """The accounts on which the company depends, the largest first."""
        every = (*self.rows, *self.not_positive, *self.unknown)
        return sorted(
            (row for row in every if row.alert is not None), key=lambda row: -row.net_sales
        )

    @cached_property
    def lorenz(self) -> list[tuple[float, float]]:
        """(part of customers, part of what they make), the smallest first, for drawing."""
        return lorenz([row.base for row in self.rows if row.base is not None])

    def largest_share(self, count: int) -> Decimal:
        """What the ``count`` largest make of what all ranked accounts make, a fraction."""
        return self.rows[min(count, len(self.rows)) - 1].cumulative_share or ZERO

    @property
    def is_margin_unknown(self) -> bool:
        """Whether no line of the period has a cost."""
        return self.summary.contribution is None
