"""What is left of each unit of net sales, as far as the cost is known.

Source: ``docs/domain/measures.md``. Missing is not zero: sales without a cost are on neither side
of the division, and how much of the sales is known is told beside it.
"""

from __future__ import annotations

from decimal import Decimal

from clavero.core.estimates import Estimate, Missing, ratio


def margin(contribution: Decimal | None, net_sales_with_cost: Decimal | None) -> Estimate:
    """Contribution ÷ the net sales of the lines whose cost is known.

    >>> margin(Decimal(25), Decimal(75)).value == Decimal(1) / 3
    True
    >>> margin(None, None).reason, margin(Decimal(-5), Decimal(0)).reason
    (<Missing.COST_UNKNOWN: 'cost_unknown'>, <Missing.BASE_NOT_POSITIVE: 'base_not_positive'>)
    """
    if contribution is None:
        return Estimate(None, None, net_sales_with_cost, reason=Missing.COST_UNKNOWN)
    return ratio(contribution, net_sales_with_cost)
