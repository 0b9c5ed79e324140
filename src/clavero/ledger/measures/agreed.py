"""What a line should have cost at an agreed price: the plain-Python reference.

Conventions: ``docs/domain/contracts.md``. The engine joins lines and prices as of the day of each
line (``ledger/engine/agreed.py``); the tests demand that both say the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from clavero.core.money import cents, round_for_display


@dataclass(frozen=True, slots=True)
class Agreed:
    """A price for a customer's lines of a product or a family, from ``start`` up to ``end``, which
    does not count; without ``unit`` for any."""

    id: int
    customer: str
    price: Decimal
    currency: str
    start: datetime.date
    end: datetime.date
    product: str | None = None
    family: str | None = None
    unit: str | None = None


class Billed(NamedTuple):
    """What is compared of a line; amount and quantity of a credit note are negative."""

    customer: str | None
    product: str | None
    family: str | None
    unit: str | None
    currency: str
    date: datetime.date
    quantity: Decimal | None
    amount: Decimal


class Compared(NamedTuple):
    """A line beside the price in force: ``difference`` above zero is billed above it."""

    price_id: int
    due: Decimal
    difference: Decimal


def compared(line: Billed, prices: Iterable[Agreed]) -> Compared | None:
    """The line at the price in force; ``None`` where there is none, or no quantity.

    The price of the product goes before that of its family, that of the line's unit before that of
    any. Of each, the one that began last among those that hold on the line's day counts; of two
    that began on one day the one with the higher number.
    """
    if line.customer is None or not line.quantity:
        return None
    wanted = (
        (line.product, None, line.unit),
        (line.product, None, None),
        (None, line.family, line.unit),
        (None, line.family, None),
    )
    told = [each for each in prices if _is_of(line, each)]
    for product, family, unit in wanted:
        if product is None and family is None:
            continue
        holding = [each for each in told if (each.product, each.family, each.unit)
                   == (product, family, unit) and each.start <= line.date < each.end]  # fmt: skip
        latest = max(holding, key=lambda each: (each.start, each.id), default=None)
        if latest is not None:
            places = cents(line.currency)
            due = round_for_display(latest.price * line.quantity, places)
            return Compared(latest.id, due, round_for_display(line.amount, places) - due)
    return None


def _is_of(line: Billed, price: Agreed) -> bool:
    return price.customer == line.customer and price.currency == line.currency
