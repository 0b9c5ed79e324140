"""The picture for programs: on the command line and in the API the same fields.

Money is text, so that nothing is lost; fractions are numbers, days as ``2025-03-31``, and what is
missing is ``None``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from clavero.core.estimates import growth
from clavero.core.money import plain
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.selectors.picture import PortfolioRow, Summary
from clavero.portfolio.selectors.portfolio import data_span, portfolio_picture
from clavero.portfolio.visibility import scope_for

ZERO = Decimal(0)


def period_asked(actor: Actor, text: str) -> Period:
    """A period in the words of :func:`clavero.ledger.selectors.resolve_period`.

    To who sees no sales, ``all`` is all that the ledger holds: their picture is then empty.
    """
    own = scope_for(actor)
    seen = own if ledger.span(own) else scope_for(Actor.system())
    return ledger.resolve_period(text, seen)


def growth_of_the_year(actor: Actor, codes: Iterable[str]) -> dict[str, Decimal]:
    """The last 12 full months on the 12 before, of each of ``codes`` with sales in those before;
    empty where the data do not reach back so far."""
    if data_span() is None:
        return {}
    year = period_asked(actor, "ttm")
    now = portfolio_picture(actor, period=year)
    if now.comparison is None or not now.comparison.is_covered:
        return {}
    before = portfolio_picture(actor, period=year.year_earlier(), compare=None)
    sold = {row.code: row.net_sales for row in now.listed}
    sold_before = {row.code: row.net_sales for row in before.listed}
    changes = (
        (code, growth(sold.get(code, ZERO), sold_before[code]).value)
        for code in codes
        if code in sold_before
    )
    return {code: change for code, change in changes if change is not None}


def summary_as_data(summary: Summary) -> dict[str, Any]:
    """A period in one line."""
    return {
        "period": str(summary.period),
        "customers": summary.customers,
        "net_sales": plain(summary.net_sales),
        "unattributed": plain(summary.unattributed),
        "top20_share": _number(summary.top20_share),
        "customers_for_80": summary.customers_for_80,
        "customers_for_80_share": _number(summary.customers_for_80_share),
        "cr1": _number(summary.cr1),
        "cr5": _number(summary.cr5),
        "hhi": _number(summary.hhi),
        "effective_customers": _number(summary.effective_customers),
        "gini": _number(summary.gini),
        "ledger_version": summary.ledger_version,
    }


def profit_as_data(summary: Summary) -> dict[str, Any]:
    """What is known of a period's contribution."""
    return {
        "contribution": _money(summary.contribution),
        "cost_known_share": _number(summary.cost_known_share),
        "margin": _number(summary.margin.value),
    }


def ranking_as_data(row: PortfolioRow) -> dict[str, Any]:
    """A customer's place in the Pareto ranking."""
    return {
        "rank": row.rank,
        "customer": row.code,
        "name": row.name,
        "net_sales": plain(row.net_sales),
        "share": _number(row.share),
        "cumulative_share": _number(row.cumulative_share),
        "class": row.abc,
    }


def customer_as_data(row: PortfolioRow, change: Decimal | None) -> dict[str, Any]:
    """A customer with its figures; ``change`` is its growth of the year."""
    return {
        "customer": row.code,
        "name": row.name,
        "net_sales": plain(row.net_sales),
        "contribution": _money(row.contribution),
        "cost_known_share": _number(row.cost_known_share),
        "orders": row.orders,
        "first": _day(row.first_purchase),
        "last": _day(row.last_purchase),
        "growth": _number(change),
        "margin": _number(row.margin.value),
    }


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else plain(amount)


def _number(fraction: Decimal | None) -> float | None:
    return None if fraction is None else float(fraction)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
