"""What the ledger knows of units and families in the last twelve full months."""

from __future__ import annotations

from decimal import Decimal

from clavero.core.errors import Refusal
from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.opportunities.selectors.seen import Account
from clavero.portfolio.visibility import narrowed, scope_for

Sales = dict[tuple[str, str], Decimal]
"""Net sales by the code of a unit and a family."""
_EVERYTHING = Actor.system()


def last_year() -> Period | None:
    """The last twelve full months of the ledger; ``None`` while it is empty."""
    try:
        return ledger.resolve_period("ttm", scope_for(_EVERYTHING))
    except Refusal:
        return None


def lines_of(account: Account) -> Scope:
    """The lines of an account and of those below it, as far as the reader sees them."""
    return narrowed(account.scope, account.codes)


def sales_of(account: Account, period: Period | None) -> Sales:
    """What each unit bought of each family in ``period``."""
    if period is None:
        return {}
    rollup = {code: account.unit_of(code) for code in account.codes}
    found = ledger.sold_by_family(lines_of(account), period, rollup=rollup).to_pylist()
    return {(row["account"], row["family"]): row["net_sales"] for row in found if row["family"]}


def company_sales() -> Decimal | None:
    """What the company sold to everybody in that year; ``None`` while the ledger is empty."""
    period = last_year()
    if period is None:
        return None
    found = ledger.by_family(scope_for(_EVERYTHING), period, customers=None).to_pylist()
    return sum((row["net_sales"] for row in found), Decimal(0))


def families_sold(period: Period | None) -> frozenset[str]:
    """The families that the company sold in ``period``: what every unit could buy."""
    if period is None:
        return frozenset()
    found = ledger.by_family(scope_for(_EVERYTHING), period, customers=None).to_pylist()
    return frozenset(row["family"] for row in found if row["family"] and row["net_sales"] > 0)
