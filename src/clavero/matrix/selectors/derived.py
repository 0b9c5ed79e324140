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

YEARS_OF_MARGIN = 3
THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Derived:
    """A value of a factor with what it was computed from: ``part`` of ``whole`` in the reporting
    currency, in ``period``."""

    value: float
    part: Decimal
    whole: Decimal
    period: Period


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

    def of(self, account: str, volume: float | None) -> dict[str, Derived]:
        """What follows for ``account``, given what it spends a year with any supplier."""
        found: dict[str, Derived] = {}
        sales = (self.sales or {}).get(account)
        if sales is not None and volume and self.year is not None:
            whole = Decimal(str(volume)) * THOUSAND
            share = min(max(sales.net_sales / whole, Decimal(0)), Decimal(1))
            found[Criterion.SHARE] = Derived(float(share), sales.net_sales, whole, self.year)
        result = (self.results or {}).get(account)
        if result is not None and self.years is not None and result.contribution is not None:
            base = result.with_cost
            if base is not None and base > 0:
                margin = float(result.contribution / base)
                found[Criterion.PROFITABILITY] = Derived(
                    margin, result.contribution, base, self.years
                )
        return found


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
    )
