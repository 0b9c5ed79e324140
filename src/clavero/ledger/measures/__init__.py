"""The measures: every number about sales that Clavero shows, each one object.

Adding one: write it in the module of its subject with its reference, list it in ``PORTFOLIO``,
give it its paragraph in ``docs/domain/measures.md``. The tests find it here and compare its
expression with its reference on every engine.
"""

from __future__ import annotations

from clavero.ledger.measures.families import FAMILIES
from clavero.ledger.measures.margin import (
    CONTRIBUTION,
    COST_KNOWN_SHARE,
    GROSS,
    GROSS_WITH_COST,
    NET_SALES_WITH_COST,
)
from clavero.ledger.measures.measure import Grain, Line, Measure, Unit, Window
from clavero.ledger.measures.orders import ACTIVE_MONTHS, ORDERS
from clavero.ledger.measures.products import QUANTITY, QUANTITY_UNIT
from clavero.ledger.measures.rhythm import FIRST_PURCHASE, LAST_PURCHASE
from clavero.ledger.measures.sales import (
    CREDIT_NOTES,
    NEGATIVE_PRICE_LINES,
    NET_SALES,
    NET_SALES_BEFORE,
    ZERO_PRICE_LINES,
)
from clavero.ledger.measures.serving import (
    AWAITED,
    DELIVERIES,
    EARLY,
    FULL_LINES,
    IN_FULL,
    LATE,
    LIST_SALES,
    LISTED,
    ON_DAY,
    ON_TIME,
    OTIF,
    OTIF_LINES,
    PROMISED,
    RETURNED,
    RETURNS,
    SHORT,
    UNDATED,
    UNMEASURED,
    WAITED,
)

PORTFOLIO: tuple[Measure, ...] = (
    NET_SALES,
    CONTRIBUTION,
    NET_SALES_WITH_COST,
    COST_KNOWN_SHARE,
    GROSS,
    GROSS_WITH_COST,
    ORDERS,
    ACTIVE_MONTHS,
    FIRST_PURCHASE,
    LAST_PURCHASE,
    NET_SALES_BEFORE,
    FAMILIES,
    CREDIT_NOTES,
    ZERO_PRICE_LINES,
    NEGATIVE_PRICE_LINES,
)
"""What a portfolio shows of each account."""

STANDING: tuple[Measure, ...] = (NET_SALES, CONTRIBUTION, NET_SALES_WITH_COST)
"""How an account stands, in a period and in the one before."""

DATES_KEPT: tuple[Measure, ...] = (PROMISED, ON_TIME, WAITED, AWAITED)
"""Whether both sides kept their dates."""

BY_MONTH: tuple[Measure, ...] = (NET_SALES, CONTRIBUTION, COST_KNOWN_SHARE, ORDERS)
"""What the course of an account shows of each month."""

BY_FAMILY: tuple[Measure, ...] = (NET_SALES,)
"""What an account's assortment shows of each product family."""

BY_PRODUCT: tuple[Measure, ...] = (
    NET_SALES,
    CONTRIBUTION,
    NET_SALES_WITH_COST,
    COST_KNOWN_SHARE,
    QUANTITY,
    QUANTITY_UNIT,
    ORDERS,
    FIRST_PURCHASE,
    LAST_PURCHASE,
    NET_SALES_BEFORE,
)
"""What an account's assortment shows of each product, merged ones as one."""

SERVING: tuple[Measure, ...] = (
    RETURNS,
    RETURNED,
    DELIVERIES,
    LIST_SALES,
    LISTED,
    WAITED,
    AWAITED,
    PROMISED,
    ON_TIME,
)
"""What serving an account took, and what it was granted."""

PUNCTUALITY: tuple[Measure, ...] = (LATE, ON_DAY, EARLY, UNDATED)
"""How deliveries of an account lie around the promised day; every invoiced line is one of them."""

FULFILMENT: tuple[Measure, ...] = (
    IN_FULL, SHORT, UNMEASURED, OTIF_LINES, FULL_LINES, OTIF,
)  # fmt: skip
"""What came of what was ordered; every invoiced line is one of the first three."""

__all__ = [
    "BY_FAMILY",
    "BY_MONTH",
    "BY_PRODUCT",
    "DATES_KEPT",
    "FULFILMENT",
    "PORTFOLIO",
    "PUNCTUALITY",
    "SERVING",
    "STANDING",
    "Grain",
    "Line",
    "Measure",
    "Unit",
    "Window",
]
