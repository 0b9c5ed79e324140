"""What serving the company's customers takes: its capacities, its activities, and the events and
the key account team's work that its other systems would export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from demo import AS_OF, FIRST_DAY, SEED
from demo.company import Company
from demo.customers import Customer, Story
from demo.people import KEY_ACCOUNT_MEMBERS, member
from demo.team import team_accounts

EVENTS = ("account", "event", "date", "count", "minutes", "travel", "rush")
WORK = ("account", "person", "date", "hours", "money", "type")
COST_OF_CAPITAL = Decimal("0.075")
_FIRST = date(2024, 10, 1)  # events were counted from then on
_DAYS = (AS_OF - _FIRST).days


class CapacityMade(NamedTuple):
    """A capacity in a year, by its names in Spanish and English."""

    key: str
    names: tuple[str, str]
    cost: int
    minutes: int | None
    theoretical: int | None


class ActivityMade(NamedTuple):
    """Minutes and money that an event takes."""

    key: str
    capacity: str
    source: str
    base: int
    travel: int = 0
    extras: tuple[tuple[str, int], ...] = ()


CAPACITIES = (
    CapacityMade("desk", ("Pedidos y atención", "Order desk"), 311_000, 480_000, None),
    CapacityMade("warehouse", ("Almacén y reparto", "Warehouse and delivery"), 441_000, 560_000,
                 None),
    CapacityMade("field", ("Delegados", "Field sales"), 160_000, None, 240_000),
    CapacityMade("technical", ("Asistencia técnica", "Technical support"), 60_500, 70_000, None),
    CapacityMade("kam", ("", ""), 119_000, 120_000, None),
)  # fmt: skip
ACTIVITIES = (
    ActivityMade("order", "desk", "ledger", 24),
    ActivityMade("delivery", "warehouse", "ledger", 42, travel=6),
    ActivityMade("return", "desk", "ledger", 65, travel=9),
    ActivityMade("complaint", "desk", "file", 90, extras=(("rush", 40),)),
    ActivityMade("visit", "field", "file", 110, travel=32),
    ActivityMade("support", "technical", "file", 60),
)
_A_YEAR = {  # events of a customer: (visits, complaints, hours of support)
    Story.KEY: (26.0, 10.0, 22.0),
    Story.HEAVY: (44.0, 38.0, 95.0),
}
_ORDINARY = (4.0, 0.8, 1.0)
_KINDS = ("visit", "complaint", "support")


def events(made: Company) -> Iterator[tuple[str, ...]]:
    """Visits, complaints and support of two years, the header first."""
    rng = np.random.default_rng([SEED, 7])
    yield EVENTS
    rows = [row for one in made.customers for row in _of_customer(one, rng)]
    yield from sorted(rows, key=lambda row: (row[2], row[0], row[1]))


def work(made: Company) -> Iterator[tuple[str, ...]]:
    """What the key account team spent on its accounts in the same years, the header first."""
    rng = np.random.default_rng([SEED, 8])
    yield WORK
    kinds = ("relationship", "implementation", "knowledge", "selling")
    for name, junior in KEY_ACCOUNT_MEMBERS.items():
        for key, hours in (("senior", 4.0), (junior, 6.0)):
            for week in range(_DAYS // 7):
                day = _FIRST + timedelta(days=7 * week + int(rng.integers(0, 5)))
                spent = round(float(rng.gamma(4.0, hours / 4.0)) * 4) / 4
                money = int(rng.integers(40, 420)) if rng.random() < 0.12 else 0
                kind = kinds[int(rng.choice(4, p=(0.4, 0.25, 0.1, 0.25)))]
                if spent:
                    yield (
                        made.account(name), member(key).email, day.isoformat(),
                        f"{min(spent, 9.0)}", str(money or ""), kind,
                    )  # fmt: skip
    yield from _of_the_team(made)


def _of_the_team(made: Company) -> Iterator[tuple[str, ...]]:
    """An afternoon now and then on the accounts that the juniors lead."""
    rng = np.random.default_rng([SEED, 11])
    for code, junior in team_accounts(made):
        every = int(rng.integers(3, 8))  # weeks
        for week in range(0, _DAYS // 7, every):
            day = _FIRST + timedelta(days=7 * week + int(rng.integers(0, 5)))
            spent = round(float(rng.gamma(4.0, 0.45)) * 4) / 4
            money = int(rng.integers(30, 260)) if rng.random() < 0.1 else 0
            kind = "selling" if rng.random() < 0.6 else "relationship"
            if spent:
                yield (
                    code, member(junior).email, day.isoformat(), f"{min(spent, 9.0)}",
                    str(money or ""), kind,
                )  # fmt: skip


def _of_customer(one: Customer, rng: np.random.Generator) -> Iterator[tuple[str, ...]]:
    start, end = max(one.start, _FIRST, FIRST_DAY), min(one.end, AS_OF)
    years = max((end - start).days, 0) / 365.25
    size = min(one.sales / 40_000, 2.5) if one.story not in _A_YEAR else 1.0
    for kind, mean in zip(_KINDS, _A_YEAR.get(one.story, _ORDINARY), strict=True):
        for _event in range(int(rng.poisson(mean * years * size))):
            day = start + timedelta(days=int(rng.integers(0, (end - start).days)))
            yield (one.code, kind, day.isoformat(), "1", *_measured(kind, rng))


def _measured(kind: str, rng: np.random.Generator) -> tuple[str, str, str]:
    """Minutes, travel and whether there was haste, of one event."""
    if kind == "visit" and rng.random() < 0.4:
        return str(int(rng.integers(50, 240))), str(int(rng.integers(8, 90))), ""
    if kind == "complaint" and rng.random() < 0.3:
        return "", "", "yes"
    return "", "", ""
