"""What the made-up company watches of its key accounts, and what it enters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from clavero.kpis.rules.framework import Framework, Item
from clavero.kpis.rules.kpi import Kpi

REASON = {
    "en": "The targets agreed with the account's plan for the year",
    "es": "Los objetivos acordados con el plan de la cuenta para el año",
}
_DAYS = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30))

# KPI, target, tolerance, weight
_ITEMS = (
    ("sales-growth", "0.05", "0.03", "25"),
    ("customer-contribution-growth", "0.05", "0.05", "25"),
    ("contribution-share", "0.18", "0.02", "15"),
    ("on-time", "0.95", "0.02", "15"),
    ("promoters", "30", "10", "10"),
    ("answered-in-time", "0.9", "0.05", "10"),
)


def framework(known: Mapping[str, Kpi], number: int) -> Framework:
    """What a key account is held to; the later ones in the list to a little less growth."""
    return Framework(
        tuple(
            Item(
                key,
                Decimal(target) - (Decimal("0.01") * number if key == "sales-growth" else 0),
                Decimal(tolerance),
                Decimal(weight),
            )
            for key, target, tolerance, weight in _ITEMS
            if key in known
        )
    )


def values(number: int) -> Iterator[tuple[str, date, Decimal, int | None]]:
    """KPI, day, value and of how many, quarter by quarter."""
    for quarter, day in enumerate(_DAYS):
        yield "promoters", day, Decimal(20 + (7 * number + 11 * quarter) % 45), 6 + number % 4
        in_time = Decimal(80 + (9 * number + 5 * quarter) % 20) / 100
        yield "answered-in-time", day, in_time, 5 + (number + quarter) % 9
        yield "meetings-and-calls", day, Decimal(4 + (5 * number + 3 * quarter) % 9), None
