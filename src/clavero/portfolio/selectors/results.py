"""What given accounts brought in a period, with all that counts for them: for domains above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors.measured import Measured, measured
from clavero.portfolio.selectors.structure import Structure

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Result:
    """Amounts in the reporting currency; ``contribution`` and ``with_cost``, the net sales that
    it is a part of, are ``None`` where no cost is known."""

    net_sales: Decimal
    contribution: Decimal | None
    with_cost: Decimal | None


def results_of(
    scope: Scope, codes: Iterable[str], period: Period, known: Structure
) -> dict[str, Result]:
    """The result of each account that sold anything in ``period``, by its code: its own, that of
    the records merged into it, and of all below it in the legal tree, as far as ``scope`` goes."""
    found = measured(scope, period, None, known)
    at = {code: place for place, code in enumerate(found.codes)}
    legal = known.forest(Tree.LEGAL)
    results = {}
    for code in codes:
        places = [at[each] for each in legal.subtree(code) if each in at]
        if places:
            results[code] = _sum(found, places)
    return results


def _sum(found: Measured, places: Iterable[int]) -> Result:
    net_sales, contribution, with_cost = ZERO, None, None
    for place in places:
        net_sales += found.net_sales[place]
        own, own_base = found.contribution[place], found.net_sales_with_cost[place]
        if own is not None and own_base is not None:
            contribution = own + (contribution or ZERO)
            with_cost = own_base + (with_cost or ZERO)
    return Result(net_sales, contribution, with_cost)
