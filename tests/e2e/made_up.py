"""One customer of the made-up company, with its own lines: its whole file takes minutes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
from demo.company import Company
from demo.lines import NO_COST, NONE

from clavero.ledger.testing import Row

_CENT = Decimal(100)


def rows_of(made: Company, code: str) -> list[Row]:
    """What the customer called ``code`` has bought, line by line, as the generator draws it."""
    position = next(at for at, one in enumerate(made.customers) if one.code == code)
    who, lines = made.customers[position], made.lines
    rows = lines.take(np.nonzero(lines.customer == position)[0])
    columns = zip(
        rows.document.tolist(), rows.line.tolist(), rows.credit.tolist(), rows.day.tolist(),
        rows.product.tolist(), rows.quantity.tolist(), rows.amount.tolist(), rows.cost.tolist(),
        rows.promised.tolist(), rows.delivered.tolist(), strict=True,
    )  # fmt: skip
    return [
        Row(
            document=f"F{document}",
            line=str(line),
            kind="credit_note" if credit else "invoice",
            customer=who.code,
            customer_name=who.name,
            tax_number=who.tax_number,
            country=who.country,
            date=date.fromordinal(day),
            product=made.products[product].code,
            product_name=made.products[product].names[0],
            family=made.products[product].family.names[0],
            quantity=Decimal(quantity),
            net_amount=amount / _CENT,
            cost=None if cost == NO_COST else cost / _CENT,
            promised_date=_day(promised),
            delivered_date=_day(delivered),
        )
        for document, line, credit, day, product, quantity, amount, cost, promised, delivered in (
            (*each[:6], *(Decimal(money) for money in each[6:8]), *each[8:]) for each in columns
        )
    ]


def _day(ordinal: int) -> date | None:
    return None if ordinal == NONE else date.fromordinal(ordinal)
