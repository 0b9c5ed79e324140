"""What was sold of each product, as a bridge asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.kpis.rules.bridge import Sold
from clavero.ledger import selectors as ledger

WITHOUT_PRODUCT = ""


def by_product(scope: Scope, period: Period, *, costed: bool) -> Mapping[str, Sold]:
    """Of each product the sales, or where it is ``costed`` the sales whose cost is known with that
    cost."""
    found = ledger.by_product(scope, period).to_pylist()
    if not costed:
        return {
            row["product"] or WITHOUT_PRODUCT: Sold(row["net_sales"], row["quantity"])
            for row in found
        }
    return {
        row["product"] or WITHOUT_PRODUCT: _with_cost(
            row["net_sales_with_cost"], row["contribution"], row["cost_known_share"],
            row["quantity"],
        )
        for row in found
    }  # fmt: skip


def _with_cost(
    sales: Decimal | None, left: Decimal | None, share: Decimal | None, quantity: Decimal | None
) -> Sold:
    if sales is None or left is None:
        return Sold(Decimal(0), quantity, is_costed=False)
    return Sold(sales, quantity, sales - left, is_costed=share is None or share == 1)
