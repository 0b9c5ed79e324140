"""What the company's accounts could bring and where it stands in them, as its people and its
customers said it before two yearly meetings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from demo import AS_OF, SEED
from demo.company import Company
from demo.customers import Customer, Story

SCORES = ("account", "criterion", "value", "subject", "source", "date", "forecast", "competitor")
MEETINGS = (date(2025, 2, 27), date(2026, 2, 26))
"""When the matrix was reviewed."""

SECTORS = {
    "food": ("Alimentación", "Food"),
    "metal": ("Metal", "Metal"),
    "machines": ("Maquinaria", "Machinery"),
    "materials": ("Materiales", "Materials"),
    "farming": ("Agricultura", "Farming"),
    "maintenance": ("Mantenimiento", "Maintenance"),
    "resale": ("Distribución", "Distribution"),
    "utilities": ("Servicios públicos", "Utilities"),
}
"""What each business is called in a customer's record, in Spanish and English."""

ACCOUNTS = 26
_SAID = (date(2025, 2, 10), date(2026, 2, 9))
_CRITERIA = ("quality", "service", "price", "innovation", "relationship")
_RIVALS = ("Suministros Arga", "Hidrotec Levante", "Norte MRO")
_SOURCES = ("customer", "survey", "estimate")
_THOUSAND = 1_000


def scores(made: Company) -> Iterator[tuple[str, ...]]:
    """The rows of a file of scores, the header first."""
    rng = np.random.default_rng([SEED, 9])
    yield SCORES
    for account in largest(made):
        yield from _of_account(account.code, account.sales, account.story, rng)


class Account(NamedTuple):
    """A customer with all below it: what they buy in a year in euros."""

    code: str
    sales: float
    story: Story
    business: str


def largest(made: Company) -> list[Account]:
    """The accounts that buy most, groups as one."""
    parent = {
        child: up
        for group in made.groups
        if group.tree == "legal"
        for up, child in group.links
    }  # fmt: skip
    sales: dict[str, float] = {}
    first: dict[str, Customer] = {}
    for one in made.customers:
        if one.end < AS_OF:
            continue
        top = _top(one, parent)
        sales[top] = sales.get(top, 0.0) + one.sales
        first.setdefault(top, one)
    ranked = sorted(sales, key=lambda code: (-sales[code], code))[:ACCOUNTS]
    return [Account(code, sales[code], first[code].story, first[code].business) for code in ranked]


def _top(one: Customer, parent: dict[str, str]) -> str:
    code = one.code
    while code in parent:
        code = parent[code]
    return code


def _of_account(
    code: str, sales: float, story: Story, rng: np.random.Generator
) -> Iterator[tuple[str, ...]]:
    """Both years: the potential hardly moves, our position a little; the last year has plans."""
    wallet = max(sales / _THOUSAND * float(rng.uniform(1.2, 7.0)), 120.0)
    growth, fit = float(rng.uniform(-0.05, 0.13)), float(rng.choice((2, 3, 5, 5, 7, 8, 9)))
    strength = float(rng.uniform(6.5, 8.5) if story is Story.KEY else rng.uniform(3.0, 7.6))
    rival = _RIVALS[int(rng.integers(0, len(_RIVALS)))]
    for year, day in enumerate(_SAID):
        drift = float(rng.normal(0.25, 0.5)) * year
        yield _row(code, "volume", f"{round(wallet * (1 + growth) ** year)}", "us", "estimate", day)
        yield _row(code, "growth", f"{growth + 0.01 * year:.3f}", "us", "estimate", day)
        yield _row(code, "fit", f"{fit:g}", "us", "estimate", day)
        source = _SOURCES[int(rng.integers(0, len(_SOURCES)))]
        for criterion in _CRITERIA:
            ours = _score(strength + drift, rng)
            theirs = _score(5.4, rng)
            yield _row(code, criterion, ours, "us", source, day)
            yield _row(code, criterion, theirs, "competitor", source, day, competitor=rival)
    yield from _ahead(code, growth, strength, rng)


def _ahead(
    code: str, growth: float, strength: float, rng: np.random.Generator
) -> Iterator[tuple[str, ...]]:
    """Half of the accounts have a plan, and a few will shrink without one."""
    day = _SAID[-1]
    if rng.random() < 0.5:
        for criterion in ("service", "relationship"):
            value = _score(min(strength + 1.8, 9.5), rng)
            yield _row(code, criterion, value, "us", "estimate", day, forecast="planned")
    if rng.random() < 0.35:
        less = f"{growth - 0.05:.3f}"
        yield _row(code, "growth", less, "us", "estimate", day, forecast="inertial")


def _score(mean: float, rng: np.random.Generator) -> str:
    return f"{min(max(round(float(rng.normal(mean, 0.8)) * 2) / 2, 0.5), 10.0):g}"


def _row(
    code: str,
    criterion: str,
    value: str,
    subject: str,
    source: str,
    day: date,
    *,
    forecast: str = "",
    competitor: str = "",
) -> tuple[str, ...]:
    return code, criterion, value, subject, source, day.isoformat(), forecast, competitor
