"""The picture of the portfolio: who the key accounts are, and how much depends on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from clavero.core.estimates import Estimate, growth
from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.concentration import alert, concentration
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.rules.pareto import AbcClass, Ranking
from clavero.portfolio.rules.picture import (
    By,
    Compare,
    comparison_period,
    is_covered,
    why_not_covered,
)
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.selectors.measured import Measured, Versions, measured
from clavero.portfolio.selectors.picture import (
    Comparison,
    Mover,
    PortfolioPicture,
    PortfolioRow,
    Summary,
)
from clavero.portfolio.selectors.structure import Structure, structure
from clavero.portfolio.visibility import scope_for

ZERO = Decimal(0)
_MOST_ROWS = 300_000  # some 700 bytes each


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
    # Nobody ranked is not "no customer makes 80%": there is nothing to be a part of.
    needed = ranking.customers_for() if len(ranking) else None
    return Summary(
        period=period,
        customers=len(found.codes),
        ranked=len(ranking),
        net_sales=found.total,
        unattributed=found.unattributed,
        contribution=found.total_contribution,
        margin=found.margin,
        cost_known_share=found.cost_known_share,
        top20_share=ranking.top_share(),
        customers_for_80=needed,
        customers_for_80_share=None if needed is None else Decimal(needed) / len(ranking),
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
        change = Estimate(None, now.total, reason=why_not_covered(earlier, data))
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
            net_sales=now.sales_of.get(code, ZERO),
            net_sales_before=before.sales_of.get(code, ZERO),
        )
        for code in there
        if code not in others
    ]


class _Rows:
    """Makes the rows of a picture from its columns."""

    def __init__(
        self, now: Measured, before: Measured | None, by: By, shape: Structure, *, is_whole: bool
    ) -> None:
        self.now = now
        self.before = None if before is None else before.sales_of
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
            net_sales_before=None if self.before is None else self.before.get(code, ZERO),
            contribution=now.contribution[at],
            net_sales_with_cost=now.net_sales_with_cost[at],
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
