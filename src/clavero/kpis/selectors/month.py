"""How the month under way goes, from the ledger's daily lines."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clavero.core.estimates import Estimate, growth
from clavero.core.period import Period, known_days
from clavero.core.scope import Scope
from clavero.kpis.rules.month import Windows, windows
from clavero.ledger import selectors as ledger
from clavero.portfolio.selectors import data_span
from clavero.portfolio.selectors.kept import Kept


@dataclass(frozen=True, slots=True)
class MonthSoFar:
    """Net sales of the days so far, and of the same days before; ``None`` where the ledger does not
    reach back."""

    windows: Windows
    net_sales: Decimal
    month_before: Decimal | None
    year_before: Decimal | None

    @property
    def against_month(self) -> Estimate:
        """The growth since the month before."""
        return growth(self.net_sales, self.month_before)

    @property
    def against_year(self) -> Estimate:
        """The growth since the year before."""
        return growth(self.net_sales, self.year_before)


_months: Kept[MonthSoFar] = Kept(limit=256, weigh=lambda found: 1)


def month_so_far(
    scope: Scope, today: date, codes: Collection[str] | None = None
) -> MonthSoFar | None:
    """The month of ``today`` of some customers, or of all that ``scope`` shows; ``None`` while the
    ledger knows of none of its days. No query."""
    data = data_span()
    found = None if data is None else windows(data, today)
    if data is None or found is None:
        return None
    asked = None if codes is None else frozenset(codes)
    known, of = known_days(data), found

    def sold(days: Period) -> Decimal | None:
        if days.start < known.start:
            return None
        rows = ledger.by_month(scope, customers=asked, period=days).to_pylist()
        return sum((row["net_sales"] for row in rows), Decimal(0))

    return _months.get(
        (ledger.version(), scope, asked, of.now),
        lambda: MonthSoFar(
            of, sold(of.now) or Decimal(0), sold(of.month_before), sold(of.year_before)
        ),
    )
