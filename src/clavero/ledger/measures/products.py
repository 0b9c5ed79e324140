"""How many pieces, metres or boxes of a product were bought."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clavero.ledger.measures.measure import Expression, Facts, Grain, Line, Measure, Unit


def _is_counted_one_way(lines: Sequence[Line]) -> bool:
    return len({line.unit for line in lines}) <= 1


def _quantity(lines: Sequence[Line]) -> Decimal | None:
    known = [line.quantity for line in lines if line.quantity is not None]
    if not lines or len(known) < len(lines) or not _is_counted_one_way(lines):
        return None
    return sum(known, Decimal(0))


def _quantity_unit(lines: Sequence[Line]) -> str | None:
    return lines[0].unit if lines and _is_counted_one_way(lines) else None


def _counted_one_way(facts: Facts) -> Expression:
    """Every line names the same unit, or none of them names any."""
    named = facts.lines_with_unit.sum()
    has_one = (named == facts.lines.sum()) & (facts.first_unit.min() == facts.last_unit.max())
    return (named == 0) | has_one


def _quantity_expression(facts: Facts) -> Expression:
    is_whole = facts.lines_with_quantity.sum() == facts.lines.sum()
    return (is_whole & _counted_one_way(facts)).ifelse(facts.quantity.sum(), None)


QUANTITY = Measure(
    key="quantity",
    grain=Grain.ACCOUNT_PRODUCT_MONTH,
    unit=Unit.QUANTITY,
    sentence=_(
        "Quantity: invoiced less given back, where every line has a quantity and all are counted "
        "in one unit."
    ),
    expression=_quantity_expression,
    reference=_quantity,
)
QUANTITY_UNIT = Measure(
    key="quantity_unit",
    grain=Grain.ACCOUNT_PRODUCT_MONTH,
    unit=Unit.WORD,
    sentence=_("Unit of the quantity, where every line names the same one."),
    expression=lambda facts: _counted_one_way(facts).ifelse(facts.first_unit.min(), None),
    reference=_quantity_unit,
)
