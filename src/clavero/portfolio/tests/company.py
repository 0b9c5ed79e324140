"""The company of the worked numbers (methods O-1.1, O-1.3 and O-1.5) as sales lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from clavero.core.period import Period
from clavero.ledger.testing import Row
from clavero.portfolio.models import Customer

YEAR = Period.year(2024)
SALES = dict(zip("ABCDEFGHIJ", (420, 180, 120, 90, 60, 45, 35, 25, 15, 10), strict=True))
CONTRIBUTIONS = {
    "A": Decimal(58),
    "B": Decimal(33),
    "C": Decimal(33),
    "D": Decimal(-13),
    "E": Decimal(14),
    "F": Decimal(12),
    "G": Decimal("-9.5"),
    "H": Decimal(6),
    "I": Decimal(-3),
    "J": Decimal(-9),
}


def sale(customer: str | None, day: date, amount: str | int, **more: object) -> Row:
    """An invoice of one line; its number tells customer and day apart."""
    row = Row(
        document=f"{customer}-{day:%y%m%d}",
        customer=customer,
        customer_name=None if customer is None else f"Customer {customer}",
        date=day,
        net_amount=Decimal(amount),
    )
    return replace(row, **more)


def worked_rows(*, with_cost: bool = True) -> list[Row]:
    """Ten customers in March 2024, and a first and a last day of the year without customer."""
    rows = []
    for customer, amount in SALES.items():
        cost = Decimal(amount) - CONTRIBUTIONS[customer] if with_cost else None
        rows.append(sale(customer, date(2024, 3, 5), amount, cost=cost, family="Belts"))
    return [*rows, sale(None, date(2024, 1, 1), 1), sale(None, date(2024, 12, 31), 2)]


def of(code: str) -> Customer:
    """The customer with a code."""
    return Customer.objects.get(code=code)
