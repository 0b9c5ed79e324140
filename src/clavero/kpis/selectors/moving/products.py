"""What was sold of each product, as a bridge asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.kpis.rules.bridge import Bridge, Sold
from clavero.kpis.rules.parts import Parts
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


def with_serving(found: Bridge, parts: Parts) -> Bridge | None:
    """The change of what is left after serving, from that of the gross margin; ``None`` where
    nobody knows what serving cost."""
    left = (parts.alike_before, parts.serving_before, parts.alike, parts.serving)
    was, serving_was, now, serving = left
    if was is None or serving_was is None or now is None or serving is None:
        return None
    return found.after_serving((was, serving_was), (now, serving))


def _with_cost(
    sales: Decimal | None, left: Decimal | None, share: Decimal | None, quantity: Decimal | None
) -> Sold:
    if sales is None or left is None:
        return Sold(Decimal(0), quantity, is_costed=False)
    return Sold(sales, quantity, sales - left, is_costed=share is None or share == 1)
