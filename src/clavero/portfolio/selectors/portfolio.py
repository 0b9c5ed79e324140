"""The picture of the portfolio: who the key accounts are, and how much depends on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from clavero.core.estimates import Estimate, Missing, growth, ratio
from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.concentration import (
    Alert,
    Concentration,
    alert,
    concentration,
    lorenz,
)
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.rules.pareto import AbcClass, Ranking
from clavero.portfolio.rules.picture import By, Compare, comparison_period, is_covered
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.selectors.measured import Measured, Versions, measured
from clavero.portfolio.selectors.structure import Structure, structure
from clavero.portfolio.visibility import scope_for
from clavero.ui.lists.rows import Rows

ZERO = Decimal(0)
_MOST_ROWS = 300_000  # some 700 bytes each


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
        """Contribution per net sales, where the cost of every line is known."""
        return margin(self.net_sales, self.contribution, self.cost_known_share)


@dataclass(frozen=True, slots=True)
class Summary:
    """A period in one line. Shares are fractions of what the ranked customers make together.

    ``customers`` had lines in the period; of them ``ranked`` have more than zero of what is
    ranked. ``net_sales`` is everything in the scope, ``unattributed`` the part of it without
    customer. The indicators are ``None`` when nobody is ranked.
    """

    period: Period
    customers: int
    ranked: int
    net_sales: Decimal
    unattributed: Decimal
    contribution: Decimal | None
    cost_known_share: Decimal | None
    top20_share: Decimal | None
    customers_for_80: int
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


_pictures: Kept[PortfolioPicture] = Kept(
    limit=_MOST_ROWS, weigh=lambda picture: picture.summary.customers + 1
)


def portfolio_picture(
    actor: Actor,
    *,
    period: Period,
    by: By = By.SALES,
    compare: Compare | None = Compare.YEAR_EARLIER,
    tree: Tree | None = Tree.LEGAL,
) -> PortfolioPicture:
    """What ``actor`` may see of the portfolio in ``period``; without ``tree`` group by group."""
    scope, shape = scope_for(actor), structure()
    versions = Versions(ledger.version(), shape.version)
    key = (versions, scope, period, by, compare, tree)
    return _pictures.get(key, lambda: _picture(scope, shape, period, by, compare, tree, versions))


def data_span() -> Period | None:
    """From the first to the last line of the whole ledger; ``None`` while it is empty."""
    return ledger.span(scope_for(Actor.system()))


def margin(
    net_sales: Decimal, contribution: Decimal | None, cost_known_share: Decimal | None
) -> Estimate:
    """Contribution per net sales; missing where a cost is, and then says so."""
    if contribution is None:
        return Estimate(None, None, net_sales, reason=Missing.COST_UNKNOWN)
    if cost_known_share is None or cost_known_share < 1:
        return Estimate(None, contribution, net_sales, reason=Missing.COST_PARTLY_UNKNOWN)
    return ratio(contribution, net_sales)


def _picture(
    scope: Scope,
    shape: Structure,
    period: Period,
    by: By,
    compare: Compare | None,
    tree: Tree | None,
    versions: Versions,
) -> PortfolioPicture:
    data = data_span()
    now = measured(scope, period, tree, shape)
    before, comparison = None, None
    if compare is not None and data is not None:
        earlier = comparison_period(period, compare, data)
        before = measured(scope, earlier, tree, shape)
        comparison = _comparison(now, before, by, compare, earlier, data, versions, shape)
    told_before = before if comparison is not None and comparison.is_covered else None
    rows = _Rows(now, told_before, by, shape, is_whole=scope.is_everything)
    return PortfolioPicture(
        period=period,
        by=by,
        tree=tree,
        is_whole=scope.is_everything,
        data=data,
        versions=versions,
        summary=_summary(now, by, period, versions),
        comparison=comparison,
        rows=list(rows.ranked()),
        not_positive=list(rows.at(now.ranking(by).not_positive)),
        unknown=list(rows.at(now.ranking(by).unknown)),
    )


def _summary(found: Measured, by: By, period: Period, versions: Versions) -> Summary:
    ranking = found.ranking(by)
    needed = ranking.customers_for()
    return Summary(
        period=period,
        customers=len(found.codes),
        ranked=len(ranking),
        net_sales=found.total,
        unattributed=found.unattributed,
        contribution=found.total_contribution,
        cost_known_share=found.cost_known_share,
        top20_share=ranking.top_share(),
        customers_for_80=needed,
        customers_for_80_share=Decimal(needed) / len(ranking) if len(ranking) else None,
        concentration=concentration(ranking.values),
        ledger_version=versions.ledger,
    )


def _comparison(
    now: Measured,
    before: Measured,
    by: By,
    compare: Compare,
    earlier: Period,
    data: Period,
    versions: Versions,
    shape: Structure,
) -> Comparison:
    covered = is_covered(earlier, data)
    in_a = _class_a(now, now.ranking(by))
    was_in_a = _class_a(before, before.ranking(by))
    change = growth(now.total, before.total)
    if not covered:
        change = Estimate(None, now.total, reason=Missing.NOTHING_BEFORE)
    return Comparison(
        compare=compare,
        summary=_summary(before, by, earlier, versions),
        is_covered=covered,
        growth=change,
        entered_a=_movers(in_a, was_in_a, now, before, shape) if covered else [],
        left_a=_movers(was_in_a, in_a, now, before, shape) if covered else [],
    )


def _class_a(found: Measured, ranking: Ranking) -> list[str]:
    return [found.codes[at] for at in ranking.order[: ranking.a_end]]


def _movers(
    there: Sequence[str],
    not_there: Sequence[str],
    now: Measured,
    before: Measured,
    shape: Structure,
) -> list[Mover]:
    others = set(not_there)
    return [
        Mover(
            id=card.id if (card := shape.cards.get(code)) else None,
            code=code,
            name=card.title if card else code,
            net_sales=_net_sales(now, code),
            net_sales_before=_net_sales(before, code),
        )
        for code in there
        if code not in others
    ]


def _net_sales(found: Measured, code: str) -> Decimal:
    at = found.position.get(code)
    return ZERO if at is None else found.net_sales[at]


class _Rows:
    """Makes the rows of a picture from its columns."""

    def __init__(
        self, now: Measured, before: Measured | None, by: By, shape: Structure, *, is_whole: bool
    ) -> None:
        self.now = now
        self.before = before
        self.ranking = now.ranking(by)
        self.shape = shape
        self.base = now.contribution if by is By.CONTRIBUTION else now.net_sales
        # A share of one's own accounts says nothing about what the company depends on.
        self.weighed_against = now.by_sales.total if is_whole else ZERO

    def ranked(self) -> Iterator[PortfolioRow]:
        """The ranked accounts, the largest first."""
        ranking = self.ranking
        for rank, (at, running) in enumerate(
            zip(ranking.order, ranking.running, strict=True), start=1
        ):
            yield self._row(at, rank, ranking.class_of(rank), running)

    def at(self, positions: Sequence[int]) -> Iterator[PortfolioRow]:
        """The accounts at ``positions``, which are not ranked."""
        for at in positions:
            yield self._row(at, None, None, None)

    def _row(
        self, at: int, rank: int | None, abc: AbcClass | None, running: Decimal | None
    ) -> PortfolioRow:
        now, code = self.now, self.now.codes[at]
        card = self.shape.cards.get(code)
        return PortfolioRow(
            rank=rank,
            id=card.id if card else None,
            code=code,
            name=card.title if card else code,
            abc=abc,
            alert=alert(now.net_sales[at], self.weighed_against),
            net_sales=now.net_sales[at],
            net_sales_before=None if self.before is None else _net_sales(self.before, code),
            contribution=now.contribution[at],
            cost_known_share=now.cost_known_shares[at],
            orders=now.orders[at],
            active_months=now.active_months[at],
            first_purchase=now.first_purchase[at],
            last_purchase=now.last_purchase[at],
            families=now.families[at],
            base=self.base[at],
            running=running,
            total=self.ranking.total,
        )
