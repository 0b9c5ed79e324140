"""How often was bought."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from clavero.ledger.measures.measure import Grain, Line, Measure, Unit


def _orders(lines: Sequence[Line]) -> int:
    return len({(line.customer, line.month, line.document) for line in lines if line.is_invoice})


def _active_months(lines: Sequence[Line]) -> int:
    return len({line.month for line in lines if line.is_invoice})


ORDERS = Measure(
    key="orders",
    grain=Grain.ACCOUNT_MONTH,
    unit=Unit.COUNT,
    sentence=_("Orders: invoices, each counted once for a customer and month."),
    expression=lambda facts: facts.orders.sum(),
    reference=_orders,
)
ACTIVE_MONTHS = Measure(
    key="active_months",
    grain=Grain.ACCOUNT_MONTH,
    unit=Unit.COUNT,
    sentence=_("Active months: calendar months with at least one invoice."),
    # Not orders: a segment that only adds lines to an invoice already counted has none.
    expression=lambda facts: facts.month.nunique(where=facts.first_purchase.notnull()),
    reference=_active_months,
)
