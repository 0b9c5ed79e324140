"""What a rater is shown of a customer before they score it: figures of the ledger and scales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clavero.core.estimates import growth, ratio
from clavero.core.period import Period, add_months, known_days
from clavero.ledger import selectors as ledger
from clavero.matrix.rules.factors import Factor
from clavero.matrix.selectors import settings_on
from clavero.portfolio.rules.margin import margin
from clavero.portfolio.selectors import (
    Card,
    data_span,
    results_of,
)
from clavero.profitability.selectors import served_results
from clavero.selection.selectors.rows import CycleList

_YEAR = 12  # months


@dataclass(frozen=True, slots=True)
class Guide:
    """The customer's net sales, growth and margin of ``period``, as far as they are known, in
    ``currency``; the margin ``is_served`` where it is what is left after serving. And the factors
    of the matrix whose scales criteria of the same key have."""

    scales: Mapping[str, Factor]
    currency: str
    period: Period | None = None
    net_sales: Decimal | None = None
    growth: Decimal | None = None
    margin: Decimal | None = None
    is_served: bool = False


def rating_guide(listed: CycleList, card: Card, day: date) -> Guide:
    """What a rater may go by. It says nothing of what other raters gave."""
    potential = settings_on(day).settings.version(card.sector).potential
    scales = {each.key: each for each in potential}
    data = data_span()
    if data is None:
        return Guide(scales, ledger.shown_currency())
    days, scope, known = known_days(data), listed.scope, listed.shape
    period = Period.ttm(days.end)
    result = results_of(scope, [card.code], period, known).get(card.code)
    if result is None:
        return Guide(scales, ledger.shown_currency(), period)
    earlier = Period(add_months(period.start, -_YEAR), period.start)
    before = None
    if days.start <= earlier.start:
        before = results_of(scope, [card.code], earlier, known).get(card.code)
    left, is_served = margin(result.contribution, result.with_cost).value, False
    after = served_results(scope, [card.code], period, known).get(card.code)
    if after is not None:
        left, is_served = ratio(*after).value, True
    return Guide(
        scales,
        ledger.shown_currency(),
        period,
        result.net_sales,
        growth(result.net_sales, before.net_sales).value if before else None,
        left,
        is_served,
    )
