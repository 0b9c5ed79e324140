"""The portfolio for programs: the same figures as ``clavero customers`` and ``clavero pareto``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.portfolio import selectors
from clavero.portfolio.rules.picture import By
from clavero.portfolio.visibility import sees_sales
from clavero.rest.bearer import actor_of
from clavero.rest.pagination import Paged, Window, page_of
from clavero.rest.problems import PROBLEMS

router = Router(tags=["portfolio"])

PERIOD = "all, ttm (the last 12 full months), 2011, 2011-03 or 2010-12-01..2011-12-10."


class CustomersAsked(Window):
    """Which part of the customers, with the figures of which period."""

    period: str = Field("all", description=PERIOD)


class PortfolioAsked(Window):
    """Which part of the ranking of which period."""

    period: str = Field("ttm", description=PERIOD)
    by: By = Field(By.SALES, description="What customers are ranked by.")


class CustomerFigures(Schema):
    """A customer with its figures in the period; growth is the last 12 full months on those
    before, and margin is of the sales whose cost is known."""

    customer: str
    name: str
    net_sales: str
    contribution: str | None
    cost_known_share: float | None
    orders: int
    first: str | None
    last: str | None
    growth: float | None
    margin: float | None


class Customers(Paged):
    """A part of the customers, the largest first."""

    currency: str
    rows: list[CustomerFigures]


class Ranked(Schema):
    """A customer's place in the Pareto ranking; null where it is not ranked."""

    rank: int | None
    customer: str
    name: str
    net_sales: str
    share: float | None
    cumulative_share: float | None
    abc: str | None = Field(alias="class")


class PortfolioSummary(Schema):
    """The period in one line."""

    period: str
    customers: int
    net_sales: str
    unattributed: str
    top20_share: float | None
    customers_for_80: int | None
    customers_for_80_share: float | None
    cr1: float | None
    cr5: float | None
    hhi: float | None
    effective_customers: float | None
    gini: float | None
    ledger_version: int


class Portfolio(Paged):
    """How much depends on few, what is left of the sales whose cost is known, and a part of the
    ranking."""

    currency: str
    contribution: str | None
    cost_known_share: float | None
    margin: float | None
    summary: PortfolioSummary
    rows: list[Ranked]


@router.get(
    "customers",
    response={200: Customers, **PROBLEMS},
    operation_id="customers",
    url_name="customers",
)
def customers(request: HttpRequest, asked: Query[CustomersAsked]) -> dict[str, Any]:
    """Every customer with its sales, contribution, orders and growth."""
    actor = _reader(request)
    period = selectors.period_asked(actor, asked.period)
    picture = selectors.portfolio_picture(actor, period=period, compare=None)
    page = page_of(request, asked, picture.listed)
    changes = selectors.growth_of_the_year(actor, [row.code for row in page.rows])
    return {
        "count": page.count,
        "next": page.next,
        "currency": ledger.shown_currency(),
        "rows": [selectors.customer_as_data(row, changes.get(row.code)) for row in page.rows],
    }


@router.get(
    "portfolio",
    response={200: Portfolio, **PROBLEMS},
    by_alias=True,
    operation_id="portfolio",
    url_name="portfolio",
)
def portfolio(request: HttpRequest, asked: Query[PortfolioAsked]) -> dict[str, Any]:
    """The customers in their Pareto ranking, and how much depends on few."""
    actor = _reader(request)
    period = selectors.period_asked(actor, asked.period)
    picture = selectors.portfolio_picture(actor, period=period, by=asked.by, compare=None)
    page = page_of(request, asked, picture.listed)
    return {
        "count": page.count,
        "next": page.next,
        "currency": ledger.shown_currency(),
        **selectors.profit_as_data(picture.summary),
        "summary": selectors.summary_as_data(picture.summary),
        "rows": [selectors.ranking_as_data(row) for row in page.rows],
    }


def _reader(request: HttpRequest) -> Actor:
    actor: Actor = actor_of(request)
    if not sees_sales(actor):
        raise Forbidden(Verb.SEE_OWN_ACCOUNTS)
    return actor
