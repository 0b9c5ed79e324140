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


def _cost_known_share(lines: Sequence[Line]) -> Decimal | None:
    total = sum((abs(line.net_amount) for line in lines), Decimal(0))
    known = sum((abs(line.net_amount) for line in lines if line.cost is not None), Decimal(0))
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
