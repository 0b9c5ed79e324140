"""The worked numbers of the method (O-6.1 to O-6.4), as options."""

from __future__ import annotations

from decimal import Decimal

from clavero.investment.rules.flows import Flows
from clavero.investment.rules.options import Option

RATE = Decimal("0.10")
FLOWS = {
    "P": (100, 40, 60, 80),
    "Q": (60, 20, 35, 45),
    "R": (50, 10, 30, 45),
    "S": (40, 25, 20, 20),
    "T": (30, 0, 10, 25),
}
NPV = {"P": 46.0556, "Q": 20.9166, "R": 17.6935, "S": 14.2825, "T": -2.9527}
BEST = {100: ("P", 46.0556), 150: ("PR", 63.7491), 160: ("PQ", 66.9722), 200: ("PQS", 81.2547)}


def option(account: str, outlay: int | str, *years: int | str, level: str = "") -> Option:
    """An option of whole amounts."""
    return Option(account, level, Flows(Decimal(outlay), tuple(map(Decimal, years))))


def worth(account: str, outlay: int, value: int, level: str = "") -> Option:
    """An option that is worth ``value`` at a rate of nothing."""
    return option(account, outlay, outlay + value, 0, 0, level=level)


OPTIONS = [option(account, *flows) for account, flows in FLOWS.items()]
KNAPSACK = [
    worth(f"{at}", weight, value)
    for at, (value, weight) in enumerate(zip((8, 5, 3, 11, 7), (4, 3, 1, 5, 4), strict=True))
]
LEVELS = [
    worth("A", 40, 30, "40"), worth("A", 80, 50, "80"), worth("B", 30, 26, "30"),
    worth("B", 60, 38, "60"), worth("C", 50, 33, "50"),
]  # fmt: skip
