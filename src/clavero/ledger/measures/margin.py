"""What was left after the cost of the goods, where the cost is known."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from clavero.ledger.measures.measure import Expression, Facts, Grain, Line, Measure, Unit

_NINE_PLACES = Decimal("1e-9")


def _contribution(lines: Sequence[Line]) -> Decimal | None:
    known = [line.net_amount - line.cost for line in lines if line.cost is not None]
    return sum(known, Decimal(0)) if known else None


def _net_sales_with_cost(lines: Sequence[Line]) -> Decimal | None:
    known = [line.net_amount for line in lines if line.cost is not None]
    return sum(known, Decimal(0)) if known else None


def _gross(lines: Sequence[Line]) -> Decimal:
    return sum((abs(line.net_amount) for line in lines), Decimal(0))


def _gross_with_cost(lines: Sequence[Line]) -> Decimal:
    return _gross([line for line in lines if line.cost is not None])


def _cost_known_share(lines: Sequence[Line]) -> Decimal | None:
    total, known = _gross(lines), _gross_with_cost(lines)
    return (known / total).quantize(_NINE_PLACES, ROUND_HALF_UP) if total else None


def _share_expression(facts: Facts) -> Expression:
    known = facts.gross_with_cost.sum().fill_null(0).cast("float64")
    total = facts.gross.sum().cast("float64").nullif(0)
    return (known / total).cast("decimal(10, 9)")


CONTRIBUTION = Measure(
    key="contribution",
    grain=Grain.ACCOUNT_MONTH,
    unit=Unit.MONEY,
    sentence=_(
        "Contribution: net sales less cost, of the lines whose cost is known; unknown when no "
        "line has a cost."
    ),
    expression=lambda facts: facts.contribution.sum(),
    reference=_contribution,
)
COST_KNOWN_SHARE = Measure(
    key="cost_known_share",
    grain=Grain.ACCOUNT_MONTH,
    unit=Unit.FRACTION,
    sentence=_("Share of the amounts, without their sign, whose cost is known."),
    expression=_share_expression,
    reference=_cost_known_share,
)
NET_SALES_WITH_COST = Measure(
    key="net_sales_with_cost",
    grain=Grain.ACCOUNT_MONTH,
    unit=Unit.MONEY,
    sentence=_(
        "Net sales whose cost is known: what the margin is a part of; unknown when no line has a "
        "cost."
    ),
    expression=lambda facts: facts.net_sales_with_cost.sum(),
    reference=_net_sales_with_cost,
)
GROSS = Measure(
    key="gross",
    grain=Grain.ACCOUNT_MONTH,
    unit=Unit.MONEY,
    sentence=_("Gross: all amounts without their sign, the weight by which cost is known."),
    expression=lambda facts: facts.gross.sum(),
    reference=_gross,
)
GROSS_WITH_COST = Measure(
    key="gross_with_cost",
    grain=Grain.ACCOUNT_MONTH,
    unit=Unit.MONEY,
    sentence=_("Gross with cost: the part of gross whose cost is known."),
    expression=lambda facts: facts.gross_with_cost.sum().fill_null(0),
    reference=_gross_with_cost,
)
