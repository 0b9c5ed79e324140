"""What a customer's goods cost, where some of its lines tell no cost.

Missing is not zero: a line without a cost is not all margin. Where at least half of the amounts
have one, the rest is taken at the customer's own margin and the result says so; else it is
unknown. The half is a default without an empirical basis.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

from clavero.portfolio.rules.pareto import EXACT

ENOUGH = Decimal("0.5")
"""The part of the amounts that must have a cost."""


@dataclass(frozen=True, slots=True)
class Goods:
    """``cost`` is ``None`` where too little is known; ``known`` is the part of the amounts that
    has a cost."""

    cost: Decimal | None
    known: Decimal

    @property
    def is_estimated(self) -> bool:
        """Whether a part of the cost was taken at the customer's own margin."""
        return self.cost is not None and self.known < 1


def cost_of_goods(
    net_sales: Decimal,
    contribution: Decimal | None,
    net_sales_with_cost: Decimal | None,
    known: Decimal | None,
) -> Goods:
    """``contribution`` and ``net_sales_with_cost`` are of the lines with a cost, ``known`` their
    part of all amounts.

    >>> cost_of_goods(Decimal(100), Decimal(30), Decimal(100), Decimal(1)).cost
    Decimal('70')
    >>> cost_of_goods(Decimal(100), Decimal(24), Decimal(80), Decimal("0.8")).cost == 70
    True
    >>> cost_of_goods(Decimal(100), Decimal(3), Decimal(10), Decimal("0.1")).cost is None
    True
    """
    part = known or Decimal(0)
    if contribution is None or net_sales_with_cost is None or part < ENOUGH:
        return Goods(None, part)
    cost = net_sales_with_cost - contribution
    if part >= 1:
        return Goods(cost, part)
    if net_sales_with_cost <= 0:
        return Goods(None, part)
    with localcontext(EXACT):
        return Goods(+(cost * net_sales / net_sales_with_cost).quantize(Decimal("1e-6")), part)
