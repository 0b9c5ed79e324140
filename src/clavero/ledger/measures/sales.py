"""How much was sold. Formulas and edge cases: ``docs/domain/measures.md``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clavero.ledger.measures.measure import Grain, Line, Measure, Unit, Window


def _net_sales(lines: Sequence[Line]) -> Decimal:
    return sum((line.net_amount for line in lines), Decimal(0))


def _credit_notes(lines: Sequence[Line]) -> Decimal:
    return _net_sales([line for line in lines if not line.is_invoice])


def _zero_price_lines(lines: Sequence[Line]) -> int:
    return sum(line.net_amount == 0 for line in lines)


def _negative_price_lines(lines: Sequence[Line]) -> int:
    return sum(
        line.is_invoice
        and line.net_amount < 0
        and (1 if line.quantity is None else line.quantity) > 0
        for line in lines
    )


NET_SALES = Measure(
    key="net_sales",
    grain=Grain.ACCOUNT_MONTH,
    unit=Unit.MONEY,
    sentence=_("Net sales: invoices less credit notes, in the reporting currency, before tax."),
    expression=lambda facts: facts.net_sales.sum(),
    reference=_net_sales,
)
NET_SALES_BEFORE = Measure(
    key="net_sales_before",
    grain=Grain.ACCOUNT_MONTH,
    unit=Unit.MONEY,
    sentence=_("Net sales of the period before, of the same length; the base of growth."),
    expression=lambda facts: facts.net_sales.sum(),
    reference=_net_sales,
    window=Window.BEFORE,
)
CREDIT_NOTES = Measure(
    key="credit_notes",
    grain=Grain.ACCOUNT_MONTH,
    unit=Unit.MONEY,
    sentence=_("Credit notes: what net sales already lost to them; normally negative."),
    expression=lambda facts: facts.credit_notes.sum().fill_null(0),
    reference=_credit_notes,
)
ZERO_PRICE_LINES = Measure(
    key="zero_price_lines",
    grain=Grain.ACCOUNT_MONTH,
    unit=Unit.COUNT,
    sentence=_("Zero-price lines: lines worth nothing, such as samples and replacements."),
    expression=lambda facts: facts.zero_price_lines.sum(),
    reference=_zero_price_lines,
)
NEGATIVE_PRICE_LINES = Measure(
    key="negative_price_lines",
    grain=Grain.ACCOUNT_MONTH,
    unit=Unit.COUNT,
    sentence=_("Negative-price lines: invoiced quantities with an amount below zero."),
    expression=lambda facts: facts.negative_price_lines.sum(),
    reference=_negative_price_lines,
)
