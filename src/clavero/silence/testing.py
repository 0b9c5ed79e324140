"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from clavero.ledger.testing import Row, ledger_of

FIRST, LAST = date(2023, 1, 2), date(2024, 12, 30)
BUYERS = 30
SPREAD = (0, 3, -2, 4, -3, 1, -1, 2)  # days around a gap, one after the other


def purchases(
    code: str,
    gap: int,
    *,
    first: date = FIRST,
    last: date = LAST,
    family: str | None = None,
    amount: int = 100,
) -> list[Row]:
    """What a customer buys every ``gap`` days, give or take a few; the last one not after
    ``last``."""
    rows, day, turn = [], first, sum(code.encode())
    while day <= last:
        rows.append(Row(f"{code}-{day}", code, day, Decimal(amount), family=family, product=family))
        day += timedelta(days=gap + SPREAD[turn % len(SPREAD)] * gap // 30)
        turn += 1
    return rows


def base() -> list[Row]:
    """Customers who buy about once a month, to the end of 2024: what silence is judged by."""
    return [
        row
        for number in range(BUYERS)
        for row in purchases(f"B{number:02}", 26 + number % 9, first=FIRST + timedelta(days=number))
    ]


def company() -> None:
    """A ledger of the base and of three others: GONE buys no more since May 2024, PART no more
    belts but still chains, and ONCE bought once, in the beginning."""
    ledger_of(
        [
            *base(),
            *purchases("GONE", 30, last=date(2024, 6, 1), family="Belts"),
            *purchases("PART", 30, last=date(2024, 5, 1), family="Belts"),
            *purchases("PART", 30, family="Chains"),
            *purchases("ONCE", 900),
        ]
    )
