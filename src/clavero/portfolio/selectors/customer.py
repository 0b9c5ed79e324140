"""The picture of one customer: what it buys, in which rhythm, and where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from clavero.core.estimates import Estimate, Missing, growth
from clavero.core.period import Period, add_months, first_of_month, known_days
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Forest, Tree
from clavero.portfolio.rules.margin import margin
from clavero.portfolio.rules.pareto import AbcClass
from clavero.portfolio.rules.picture import (
    Compare,
    is_covered,
    period_before,
    why_not_covered,
    year_up_to,
)
from clavero.portfolio.rules.silence import Silence, silence
from clavero.portfolio.selectors.counted import Counted, counted, sees_all
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.selectors.measured import Versions, measured
from clavero.portfolio.selectors.people import CoverageRow, coverage_rows
from clavero.portfolio.selectors.portfolio import data_span
from clavero.portfolio.selectors.structure import Card, Structure, structure
from clavero.portfolio.visibility import accounts, names_seen, narrowed, scope_for

ZERO = Decimal(0)
_MOST_KEPT = 500


class Totals(NamedTuple):
    """A customer's figures of the period, with all that rolls up to it."""

    net_sales: Decimal
    net_sales_before: Decimal | None
    contribution: Decimal | None
    net_sales_with_cost: Decimal | None
    cost_known_share: Decimal | None
    orders: int
    active_months: int
    first_purchase: date | None
    last_purchase: date | None

    @property
    def growth(self) -> Estimate:
        """Of net sales against the period before."""
        return growth(self.net_sales, self.net_sales_before)

    @property
    def margin(self) -> Estimate:
        """Contribution per net sales, of the lines whose cost is known."""
        return margin(self.contribution, self.net_sales_with_cost)


class MonthRow(NamedTuple):
    """A month; ``net_sales_before`` is the same month a year earlier, ``None`` where the data do
    not hold all of that. Without ``is_complete`` the data begin or end within the month."""

    month: date
    net_sales: Decimal
    net_sales_before: Decimal | None
    contribution: Decimal | None
    orders: int
    is_complete: bool


class FamilyRow(NamedTuple):
    """A product family; ``family`` is ``None`` for products without one."""

    family: str | None
    net_sales: Decimal
    net_sales_before: Decimal | None
    share: Decimal | None


class Member(NamedTuple):
    """A place in a group's tree, parents before children. ``own`` are the net sales of the
    customer itself, ``total`` those with all below it."""

    card: Card
    depth: int
    own: Decimal
    total: Decimal
    is_self: bool


class Standing(NamedTuple):
    """The account's place in the company's portfolio. ``share`` is a fraction."""

    rank: int
    of: int
    abc: AbcClass
    share: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """What the ledger says of a customer, kept while nothing changes."""

    totals: Totals
    growth: Estimate
    months: list[MonthRow]
    families: list[FamilyRow]
    silence: Silence | None
    members: dict[Tree, list[Member]]
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class CustomerPicture:
    """A customer as the reader may see it. ``groups_above`` are those the reader sees wholly,
    nearest first; ``merged`` the records that turned out to be this customer."""

    card: Card
    counted: Counted
    period: Period
    period_before: Period | None
    data: Period | None
    versions: Versions
    groups_above: list[Card]
    merged: list[Card]
    coverage: list[CoverageRow]
    figures: Figures


_figures: Kept[Figures] = Kept(limit=_MOST_KEPT, weigh=lambda _figures: 1)


def customer_picture(
    actor: Actor,
    customer_id: int,
    *,
    period: Period,
    compare: Compare | None = Compare.YEAR_EARLIER,
    tree: Tree | None = Tree.LEGAL,
) -> CustomerPicture:
    """The customer with all that rolls up to it in ``tree``; without one, by itself.

    Raises ``Customer.DoesNotExist`` for who may not see it, and for a merged record (see
    :func:`~clavero.portfolio.selectors.people.merged_into`).
    """
    customer = accounts(actor).get(pk=customer_id)
    scope, shape, data = scope_for(actor), structure(), data_span()
    card = shape.cards[customer.code]
    before = period_before(period, compare, data)
    versions = Versions(ledger.version(), shape.version)
    counts = counted(card, tree, scope, shape)
    key = (versions, scope, card.code, counts.tree, period, before)
    reading = _Reading(card, counts, scope, shape, period, before, data)
    return CustomerPicture(
        card=card,
        counted=counts,
        period=period,
        period_before=before,
        data=data,
        versions=versions,
        groups_above=[shape.cards[code] for code in reading.groups_above(counts.tree)],
        merged=[shape.cards[code] for code in shape.alone.same(card.code)[1:]],
        coverage=coverage_rows(card.code, shape, names_seen(actor, scope)),
        figures=_figures.get(key, reading.figures),
    )


class _Reading:
    """Reads a customer's figures from the ledger."""

    def __init__(
        self,
        card: Card,
        counts: Counted,
        scope: Scope,
        shape: Structure,
        period: Period,
        before: Period | None,
        data: Period | None,
    ) -> None:
        self.card = card
        self.counted = counts
        self.scope = scope
        self.shape = shape
        self.period = period
        self.before = before
        self.data = data

    @cached_property
    def own_scope(self) -> Scope:
        """Only the lines that count for this customer."""
        return narrowed(self.scope, self.counted.codes)

    def figures(self) -> Figures:
        """Everything the ledger says of the customer."""
        months = self._months()
        return Figures(
            totals=self._totals(),
            growth=self._growth(months),
            months=list(self._month_rows(months)),
            families=self._families(),
            silence=self._silence(),
            members={tree: members for tree in Tree if (members := self._members(tree))},
            standing=self._standing(),
        )

    def groups_above(self, tree: Tree | None) -> list[str]:
        """The groups of which the reader sees every member, nearest first."""
        forest = self.shape.forest(tree)
        above: list[str] = []
        for group in forest.ancestors(self.card.code):
            if not sees_all(self.scope, frozenset(forest.codes(group))):
                break
            above.append(group)
        return above

    def _totals(self) -> Totals:
        now = self._account(self.period)
        before = None if self.before is None else self._account(self.before)
        return Totals(
            net_sales=now["net_sales"] if now else ZERO,
            net_sales_before=(before["net_sales"] if before else ZERO) if self.before else None,
            contribution=now["contribution"] if now else None,
            net_sales_with_cost=now["net_sales_with_cost"] if now else None,
            cost_known_share=now["cost_known_share"] if now else None,
            orders=now["orders"] if now else 0,
            active_months=now["active_months"] if now else 0,
            first_purchase=now["first_purchase"] if now else None,
            last_purchase=now["last_purchase"] if now else None,
        )

    def _account(self, period: Period) -> dict[str, Any] | None:
        """The measures of all the customer's codes as one account."""
        rollup = dict.fromkeys(self.counted.codes, self.card.code)
        rows: list[dict[str, Any]] = ledger.by_account(
            self.own_scope, period, rollup=rollup
        ).to_pylist()
        return rows[0] if rows else None

    def _months(self) -> dict[date, dict[str, Any]]:
        """Every month with lines, by its first day."""
        if self.data is None:
            return {}
        since, until = first_of_month(self.data.start), first_of_month(self.data.last)
        months = Period(since, add_months(until, 1))
        rows = ledger.by_month(self.own_scope, customers=None, period=months).to_pylist()
        return {row["month"]: row for row in rows}

    def _growth(self, months: dict[date, dict[str, Any]]) -> Estimate:
        """The last twelve full months of the period against the twelve before them."""
        if self.data is None:
            return Estimate(None, reason=Missing.NO_DATA)
        year = year_up_to(self.period, self.data)
        now, before = _sum_of(months, year), year.year_earlier()
        if not is_covered(before, self.data):
            return Estimate(None, now, reason=why_not_covered(before, self.data))
        return growth(now, _sum_of(months, before))

    def _month_rows(self, months: dict[date, dict[str, Any]]) -> Iterator[MonthRow]:
        if self.data is None:
            return
        known = known_days(self.data)
        for month in self.period.months():
            if month.end <= self.data.start or month.start >= self.data.end:
                continue
            row = months.get(month.start, {})
            year_before = add_months(month.start, -12)
            reaches_back = is_covered(Period.month(year_before.year, year_before.month), self.data)
            yield MonthRow(
                month=month.start,
                net_sales=row.get("net_sales", ZERO),
                net_sales_before=(
                    months.get(year_before, {}).get("net_sales", ZERO) if reaches_back else None
                ),
                contribution=row.get("contribution"),
                orders=row.get("orders", 0),
                is_complete=known.start <= month.start and month.end <= known.end,
            )

    def _families(self) -> list[FamilyRow]:
        now = self._by_family(self.period)
        before = None if self.before is None else self._by_family(self.before)
        total = sum(now.values(), ZERO)
        families = sorted(
            {*now, *(before or {})}, key=lambda family: (-now.get(family, ZERO), family or "")
        )
        return [
            FamilyRow(
                family=family,
                net_sales=now.get(family, ZERO),
                net_sales_before=None if before is None else before.get(family, ZERO),
                share=now.get(family, ZERO) / total if total > 0 else None,
            )
            for family in families
        ]

    def _by_family(self, period: Period) -> dict[str | None, Decimal]:
        rows = ledger.by_family(self.own_scope, period, customers=None).to_pylist()
        return {row["family"]: row["net_sales"] for row in rows}

    def _silence(self) -> Silence | None:
        """As of the ledger's last day: nobody knows what was sold after it."""
        if self.data is None:
            return None
        orders = ledger.order_dates(self.own_scope, customers=None)
        return silence(orders.column("date").to_pylist(), self.data.last)

    def _members(self, tree: Tree) -> list[Member]:
        """The whole tree that the reader sees around the customer; empty without a group, and
        where somebody below the customer is not seen."""
        forest = self.shape.forests[tree]
        top = [self.card.code, *self.groups_above(tree)][-1]
        if len(forest.subtree(top)) == 1:
            return []
        codes = frozenset(forest.codes(top))
        if not sees_all(self.scope, codes):
            return []
        rows = ledger.by_account(narrowed(self.scope, codes), self.period).to_pylist()
        sales = {row["account"]: row["net_sales"] for row in rows}
        return list(self._walk(forest, top, 0, sales, forest.totals(sales)))

    def _walk(
        self,
        forest: Forest,
        code: str,
        depth: int,
        sales: dict[str, Decimal],
        totals: dict[str, Decimal],
    ) -> Iterator[Member]:
        yield Member(
            card=self.shape.cards[code],
            depth=depth,
            own=sum((sales.get(each, ZERO) for each in forest.same(code)), ZERO),
            total=totals.get(code, ZERO),
            is_self=code == self.card.code,
        )
        below = forest.children.get(code, ())
        for child in sorted(below, key=lambda child: (-totals.get(child, ZERO), child)):
            yield from self._walk(forest, child, depth + 1, sales, totals)

    def _standing(self) -> Standing | None:
        """Its rank in the company; for those who see the company, and accounts that are ranked."""
        if not self.scope.is_everything:
            return None
        company = measured(self.scope, self.period, self.counted.tree, self.shape)
        rank = company.ranks_by_sales.get(self.card.code)
        if rank is None:
            return None
        ranking = company.by_sales
        return Standing(rank, len(ranking), ranking.class_of(rank), ranking.share(rank))


def _sum_of(months: dict[date, dict[str, Any]], period: Period) -> Decimal:
    return sum((row["net_sales"] for month, row in months.items() if month in period), ZERO)
