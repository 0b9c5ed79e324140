"""When was bought."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from clavero.ledger.measures.measure import Grain, Line, Measure, Unit


def purchase_days(lines: Iterable[Line]) -> list[date]:
    """The days on which something worth something was invoiced, in order.

    The plain reference of ``ledger.selectors.purchase_days``.
    """
    return sorted({line.date for line in lines if line.is_invoice and line.net_amount > 0})


def _first_purchase(lines: Sequence[Line]) -> date | None:
    return min((line.date for line in lines if line.is_invoice), default=None)


def _last_purchase(lines: Sequence[Line]) -> date | None:
    return max((line.date for line in lines if line.is_invoice), default=None)


FIRST_PURCHASE = Measure(
    key="first_purchase",
    grain=Grain.ACCOUNT_MONTH,
    unit=Unit.DAY,
    sentence=_("First purchase: the day of the first invoice in the period."),
    expression=lambda facts: facts.first_purchase.min(),
    reference=_first_purchase,
)
LAST_PURCHASE = Measure(
    key="last_purchase",
    grain=Grain.ACCOUNT_MONTH,
    unit=Unit.DAY,
    sentence=_("Last purchase: the day of the last invoice in the period."),
    expression=lambda facts: facts.last_purchase.max(),
    reference=_last_purchase,
)
