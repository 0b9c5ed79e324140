"""What Clavero knows of an account by itself: the part of a plan that nobody has to write."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from clavero.contracts.selectors import ContractRow, account_contracts
from clavero.core import audit
from clavero.core.estimates import Estimate, growth, ratio
from clavero.core.period import Period, add_months, known_days
from clavero.identity.rules import Actor
from clavero.kpis.rules.kpi import Kpi
from clavero.kpis.selectors import (
    AccountHealth,
    Catalogue,
    Value,
    account_board,
    catalogue,
    health_of,
    latest,
    values_on,
)
from clavero.ledger import selectors as ledger
from clavero.matrix.selectors import Official, official_strategies
from clavero.plans.models import RetentionCurve
from clavero.plans.rules.calibrating import Curve
from clavero.plans.selectors.curves import curve_of, latest_losses
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import (
    Card,
    CoverageRow,
    Structure,
    coverage_of,
    data_span,
    results_of,
    scope_for,
    structure,
)
from clavero.portfolio.selectors.kept import Kept
from clavero.profitability.selectors import served_results

MOST_YEARS = 5
_MOST_KEPT = 300


class YearRow(NamedTuple):
    """Twelve months of an account; ``margin`` is of the sales whose cost is known."""

    period: Period
    net_sales: Decimal
    margin: Estimate


@dataclass(frozen=True)
class Live:
    """An account as the system knows it. ``years`` begin with the last twelve full months."""

    day: date
    card: Card
    years: tuple[YearRow, ...] = ()
    served: Decimal | None = None  # contribution after serving of the last twelve months
    official: Official | None = None
    health: AccountHealth | None = field(default=None, repr=False)
    values: Mapping[str, Value] = field(default_factory=dict, repr=False)
    values_before: Mapping[str, Value] = field(default_factory=dict, repr=False)  # of a year ago
    known: Catalogue | None = field(default=None, repr=False)
    currency: str = ""
    above: tuple[Card, ...] = ()
    below: tuple[Card, ...] = ()
    team: tuple[CoverageRow, ...] = ()
    contracts: tuple[ContractRow, ...] = ()  # that have not ended, the first to end first
    lost: RetentionCurve | None = None  # what the company's losses say of retention scores

    @property
    def kpis(self) -> Mapping[str, Kpi]:
        """What can be watched, by key."""
        return {} if self.known is None else self.known.by_key

    @property
    def names(self) -> Mapping[str, str]:
        """What the company calls its own KPIs."""
        return {} if self.known is None else self.known.names

    @property
    def sales(self) -> Decimal | None:
        """Net sales of the last twelve full months."""
        return self.years[0].net_sales if self.years else None

    @property
    def growth(self) -> Estimate | None:
        """Against the twelve before."""
        if len(self.years) < 2:
            return None
        return growth(self.years[0].net_sales, self.years[1].net_sales)

    @property
    def cost_to_serve(self) -> Decimal | None:
        """What serving it takes of its sales; ``None`` where that is not known."""
        year = self.years[0] if self.years else None
        if year is None or self.served is None or not year.net_sales:
            return None
        margin = year.margin.value
        return None if margin is None else margin - self.served / year.net_sales

    @property
    def curve(self) -> Curve | None:
        """By which a retention score becomes a rate, where the company has lost enough."""
        return curve_of(self.lost)

    @property
    def lead(self) -> CoverageRow | None:
        """Who leads it."""
        return next((row for row in self.team if row.role is CoverageRole.LEAD), None)


_kept: Kept[Live] = Kept(limit=_MOST_KEPT, weigh=lambda _live: 1)


def live(actor: Actor, customer_id: int, code: str, *, known: Structure | None = None) -> Live:
    """What is known of an account that ``actor`` sees. Two queries when it was asked for before:
    whatever changes who sees what is in the audit. One fewer with the structure of a moment ago
    (``known``)."""
    shape, today = known or structure(), timezone.localdate()
    versions = (ledger.version(), shape.version, audit.stamp(), today)
    key = (actor.user_id, actor.role, actor.is_outward, customer_id, versions)
    return _kept.get(key, lambda: _read(actor, customer_id, shape.cards[code], today))


def _read(actor: Actor, customer_id: int, card: Card, today: date) -> Live:
    scope, shape = scope_for(actor), structure()
    legal = shape.forests[Tree.LEGAL]
    years: list[YearRow] = []
    span = data_span()
    served = None
    if span is not None:
        known = known_days(span)
        year = Period.ttm(span.end)
        while year.start >= known.start and len(years) < MOST_YEARS:
            found = results_of(scope, [card.code], year, shape).get(card.code)
            if found is None:
                break
            years.append(YearRow(year, found.net_sales, ratio(found.contribution, found.with_cost)))
            year = year.year_earlier()
        after = served_results(scope, [card.code], Period.ttm(span.end), shape).get(card.code)
        served = None if after is None else after[0]
    board = account_board(actor, customer_id)
    seen = scope.customers
    return Live(
        day=today,
        card=card,
        years=tuple(years),
        served=served,
        official=official_strategies(actor, as_of=today).get(card.code),
        health=health_of(actor, customer_id),
        values={} if board is None else {line.kpi.key: line.value for line in board.lines},
        values_before={}
        if board is None
        else values_before(actor, [card.code], board.snapshot.day, today).get(card.code, {}),
        known=catalogue() if board is None else board.known,
        currency=ledger.shown_currency(),
        above=tuple(
            shape.cards[code] for code in legal.ancestors(card.code) if seen is None or code in seen
        ),
        below=tuple(
            shape.cards[code]
            for code in legal.subtree(card.code)
            if code != card.code and (seen is None or code in seen)
        ),
        team=tuple(row for row in coverage_of(actor, customer_id) if row.is_current),
        contracts=tuple(
            row for row in account_contracts(actor, customer_id)[1] if row.state != "ended"
        ),
        lost=latest_losses(),
    )


def values_before(
    actor: Actor, codes: Collection[str], computed: date, day: date
) -> dict[str, Mapping[str, Value]]:
    """The values of accounts a year before, by code and key: what follows from sales a year before
    the day on which it was ``computed``, what is said a year before a ``day``. None where nothing
    was computed for that month."""
    then = add_months(computed, -12)
    snapshot = latest(then)
    if snapshot is None or snapshot.day != then:
        return {}
    return {**values_on(actor, snapshot, codes, add_months(day, -12))}
