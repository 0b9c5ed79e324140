"""The factors that follow from the sales ledger: what we sell of what a customer spends, and what
is left of it. Source: methods §2.2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clavero.core.period import Period, add_months, known_days
from clavero.core.scope import Scope
from clavero.matrix.rules.scores import Criterion
from clavero.portfolio.selectors import Result, Structure, data_span, results_of
from clavero.profitability.selectors import served_results

DERIVED = frozenset({Criterion.SHARE, Criterion.PROFITABILITY})
"""The factors that the ledger may know."""
YEARS_OF_MARGIN = 3
THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Derived:
    """A value of a factor with what it was computed from: ``part`` of ``whole`` in the reporting
    currency, in ``period``; ``is_served`` says that the cost to serve is taken off."""

    value: float
    part: Decimal
    whole: Decimal
    period: Period
    is_served: bool = False


Derivations = Mapping[str, Derived]
"""By factor."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the ledger says of accounts: their sales of the last twelve full months, and their
    results of three years, each with its period."""

    year: Period | None = None
    years: Period | None = None
    sales: Mapping[str, Result] | None = None
    results: Mapping[str, Result] | None = None
    served: Mapping[str, tuple[Decimal, Decimal]] | None = None

    def of(self, account: str, volume: float | None) -> dict[str, Derived]:
        """What follows for ``account``, given what it spends a year with any supplier."""
        found: dict[str, Derived] = {}
        sales = (self.sales or {}).get(account)
        if sales is not None and volume and self.year is not None:
            whole = Decimal(str(volume)) * THOUSAND
            share = min(max(sales.net_sales / whole, Decimal(0)), Decimal(1))
            found[Criterion.SHARE] = Derived(float(share), sales.net_sales, whole, self.year)
        if profit := self._profit(account):
            found[Criterion.PROFITABILITY] = profit
        return found

    def _profit(self, account: str) -> Derived | None:
        """After serving, where that is known; else what the sales with a known cost leave."""
        if self.years is None:
            return None
        left, base = (self.served or {}).get(account, (None, None))
        is_served = left is not None
        result = (self.results or {}).get(account)
        if left is None and result is not None:
            left, base = result.contribution, result.with_cost
        if left is None or base is None or base <= 0:
            return None
        return Derived(float(left / base), left, base, self.years, is_served)


def from_ledger(scope: Scope, accounts: Iterable[str], as_of: date, known: Structure) -> Ledger:
    """What the ledger says of ``accounts`` on ``as_of``; of its last full months where it ends
    before."""
    listed = list(accounts)
    data = data_span() if listed else None
    if data is None or data.start >= as_of:
        return Ledger()
    year = Period.ttm(min(as_of, known_days(data).end))
    years = Period(add_months(year.end, -12 * YEARS_OF_MARGIN), year.end)
    return Ledger(
        year,
        years,
        results_of(scope, listed, year, known),
        results_of(scope, listed, years, known),
        served_results(scope, listed, years, known),
    )
