"""The picture of profitability: every account with what it leaves, and the whale curve of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from clavero.core.estimates import Estimate, Missing, ratio
from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.rules.pareto import AbcClass, rank
from clavero.portfolio.selectors import Structure, data_span, structure
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.visibility import scope_for
from clavero.profitability.rules.cost_to_serve import Waterfall, Whale, differing, whale
from clavero.profitability.selectors.book import ServingAt, rate_book, serving_version
from clavero.profitability.selectors.counting import count
from clavero.profitability.selectors.figures import Figures, Served, Used, everybody
from clavero.ui.rows import Rows

ZERO = Decimal(0)
_MOST_ROWS = 200_000


class Versions(NamedTuple):
    """From which data something was computed."""

    ledger: int
    structure: int
    serving: ServingAt


class ProfitRow(NamedTuple):
    """An account. ``before`` is its gross margin, ``contribution`` what is left after serving and
    credit; ``rank`` is its place on the whale curve. ``None`` is unknown."""

    rank: int | None
    id: int | None
    code: str
    name: str
    net_sales: Decimal
    before: Decimal | None
    serving: Decimal | None
    credit: Decimal | None
    contribution: Decimal | None
    margin: Estimate
    work: Decimal | None
    net_contribution: Decimal | None
    by_sales: AbcClass | None
    by_contribution: AbcClass | None
    differs: bool
    cost_known: Decimal

    @property
    def loses(self) -> bool:
        """Whether it costs more than it brings."""
        return self.contribution is not None and self.contribution < 0


@dataclass(frozen=True)
class ProfitPicture:
    """All accounts of a scope in a period, the most profitable first, unknown ones last.

    ``used`` are the capacities, for who sees the whole company. ``not_counted`` are activities
    with a time of which no event was counted.
    """

    period: Period
    tree: Tree | None
    is_whole: bool
    data: Period | None
    versions: Versions
    rows: list[ProfitRow]
    curve: Whale
    used: list[Used]
    not_counted: frozenset[str]
    unattributed: Decimal
    is_serving_known: bool
    is_credit_counted: bool
    is_work_recorded: bool

    @cached_property
    def listed(self) -> Rows[ProfitRow]:
        """The rows for a list."""
        return Rows(self.rows)

    @property
    def on_the_curve(self) -> list[ProfitRow]:
        """The accounts whose contribution is known, in the curve's order."""
        return self.rows[: len(self.curve.order)]

    @property
    def losing(self) -> list[ProfitRow]:
        """Those that cost more than they bring, the worst first."""
        return [row for row in reversed(self.on_the_curve) if row.loses]

    @property
    def differing(self) -> list[ProfitRow]:
        """Those whose class differs between sales and contribution."""
        return [row for row in self.rows if row.differs]


_pictures: Kept[ProfitPicture] = Kept(limit=_MOST_ROWS, weigh=lambda picture: len(picture.rows) + 1)


def profit_picture(
    actor: Actor, *, period: Period, tree: Tree | None = Tree.LEGAL
) -> ProfitPicture:
    """What the accounts that ``actor`` sees leave in ``period``; groups as in the portfolio."""
    return _picture_at(scope_for(actor), structure(), serving_version(), period, tree)


def _picture_at(
    scope: Scope, shape: Structure, serving: ServingAt, period: Period, tree: Tree | None
) -> ProfitPicture:
    versions = Versions(ledger.version(), shape.version, serving)
    key = (versions, scope, period, tree)
    return _pictures.get(key, lambda: _picture(scope, shape, period, tree, versions))


def served_results(
    scope: Scope, codes: Iterable[str], period: Period, known: Structure
) -> dict[str, tuple[Decimal, Decimal]]:
    """Contribution after serving and net sales of given accounts with all below them, by code;
    those of which it is unknown are left out, and everybody while no activity has a time."""
    serving = serving_version()
    if not rate_book(serving).activities:
        return {}
    picture = _picture_at(scope, known, serving, period, None)
    rows = {row.code: row for row in picture.rows}
    legal = known.forest(Tree.LEGAL)
    found = {}
    for code in codes:
        own = [rows[each] for each in legal.subtree(code) if each in rows]
        contributions = [row.contribution for row in own if row.contribution is not None]
        if own and len(contributions) == len(own):
            found[code] = sum(contributions, ZERO), sum((row.net_sales for row in own), ZERO)
    return found


def margins(actor: Actor, *, period: Period, tree: Tree | None = Tree.LEGAL) -> dict[str, Estimate]:
    """Contribution after serving ÷ net sales of each account, by its code; where it is unknown
    the estimate says why."""
    return {row.code: row.margin for row in profit_picture(actor, period=period, tree=tree).rows}


def sees_capacities(actor: Actor) -> bool:
    """Whether ``actor`` sees what the company's capacities cost and how far they are used."""
    return actor.may(Verb.SEE_WHOLE_PORTFOLIO)


def _picture(
    scope: Scope, shape: Structure, period: Period, tree: Tree | None, versions: Versions
) -> ProfitPicture:
    book = rate_book(versions.serving)
    rollup = shape.forest(tree).rollup(scope.customers)
    counted = count(scope, period, rollup, book)
    figures = Figures(counted, period, book)
    found = list(everybody(figures))
    codes = [code for code, _served in found]
    falls = [served.waterfall for _code, served in found]
    contributions = [fall.contribution for fall in falls]
    sales = [fall.net_sales for fall in falls]
    curve = whale(contributions, codes)
    classes = _Classes(sales, contributions, codes)
    places = {at: place for place, at in enumerate(curve.order, start=1)}
    rows = [
        _row(shape, found[at], places.get(at), classes, at) for at in [*curve.order, *curve.unknown]
    ]
    return ProfitPicture(
        period=period,
        tree=tree,
        is_whole=scope.is_everything,
        data=data_span(),
        versions=versions,
        rows=rows,
        curve=curve,
        used=figures.used() if scope.is_everything else [],
        not_counted=counted.not_counted,
        unattributed=counted.unattributed,
        is_serving_known=figures.is_serving_known,
        is_credit_counted=any(book.cost_of_capital(each.start) for each in figures.stretches),
        is_work_recorded=counted.is_work_recorded,
    )


class _Classes:
    """The classes of accounts by both rankings."""

    def __init__(
        self, sales: list[Decimal], contributions: list[Decimal | None], codes: list[str]
    ) -> None:
        self.by_sales = _classes(sales, codes)
        self.by_contribution = _classes(contributions, codes)
        self.differing = {each.at for each in differing(sales, contributions, codes)}


def _classes(values: list[Decimal] | list[Decimal | None], codes: list[str]) -> dict[int, AbcClass]:
    ranking = rank(values, codes)
    return {at: ranking.class_of(place) for place, at in enumerate(ranking.order, start=1)}


def _row(
    shape: Structure, found: tuple[str, Served], place: int | None, classes: _Classes, at: int
) -> ProfitRow:
    code, served = found
    card, fall = shape.cards.get(code), served.waterfall
    return ProfitRow(
        rank=place,
        id=card.id if card else None,
        code=code,
        name=card.title if card else code,
        net_sales=fall.net_sales,
        before=fall.gross_margin,
        serving=fall.cost_of_serving,
        credit=fall.credit,
        contribution=fall.contribution,
        margin=margin_of(fall),
        work=None if fall.kam_time is None or fall.initiatives is None
        else fall.kam_time + fall.initiatives,
        net_contribution=fall.net_contribution,
        by_sales=classes.by_sales.get(at),
        by_contribution=classes.by_contribution.get(at),
        differs=at in classes.differing,
        cost_known=served.goods.known,
    )  # fmt: skip


def margin_of(fall: Waterfall) -> Estimate:
    """Contribution after serving ÷ net sales."""
    if fall.contribution is None:
        reason = Missing.COST_UNKNOWN if fall.cost_of_goods is None else Missing.NO_DATA
        return Estimate(None, None, fall.net_sales, reason=reason)
    return ratio(fall.contribution, fall.net_sales)
