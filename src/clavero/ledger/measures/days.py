"""On which days was bought, and for how much."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clavero.ledger.measures.measure import Expression, Facts, Grain, Line, Measure, Unit


def _bought(lines: Sequence[Line]) -> Decimal | None:
    total = sum((line.net_amount for line in lines), Decimal(0))
    return total if total > 0 else None


def _bought_expression(facts: Facts) -> Expression:
    total = facts.net_amount.sum()
    return (total > 0).ifelse(total, None)


BOUGHT = Measure(
    key="bought",
    grain=Grain.ACCOUNT_DAY,
    unit=Unit.MONEY,
    sentence=_(
        "Bought on a day: the net sales of all the account's lines of that day, where they are "
        "above zero."
    ),
    expression=_bought_expression,
    reference=_bought,
)
