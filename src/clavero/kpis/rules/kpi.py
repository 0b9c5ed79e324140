"""What a KPI is: one object with everything that stands beside its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clavero.core.estimates import Estimate
from clavero.playbook.rules.guides import Direction

__all__ = [
    "Bounds",
    "Direction",
    "Joined",
    "Kpi",
    "Level",
    "Light",
    "Quality",
    "Source",
    "Target",
    "Unit",
    "Window",
]


class Unit(StrEnum):
    """What a value is written in."""

    MONEY = "money"  # reporting currency
    RATE = "rate"  # a fraction, shown as a percentage
    POINTS = "points"  # a difference of fractions, shown as points of percentage
    COUNT = "count"
    DAYS = "days"
    HOURS = "hours"
    SCORE = "score"


class Window(StrEnum):
    """Which days a value tells of, seen from the day it is of."""

    TTM = "ttm"  # the twelve full months before
    ENTERED = "entered"  # what was entered last, by that day


class Level(StrEnum):
    """Whom a KPI is about."""

    ACCOUNT = "account"
    MANAGER = "manager"
    TEAM = "team"
    COMPANY = "company"


class Source(StrEnum):
    """Where its numbers come from."""

    LEDGER = "ledger"
    COVERAGE = "coverage"  # the ledger, and who looked after whom at the start
    SERVING = "serving"  # the ledger, and what serving costs
    WORK = "work"  # the hours that people record
    MATRIX = "matrix"  # what was said there, or entered
    ENTRY = "entry"  # entered by hand, by file or by a program
    RATIO = "ratio"  # one figure of the ledger over another


class Joined(StrEnum):
    """How the values of several accounts become one."""

    SUM = "sum"
    CASES = "cases"  # each weighs by how many it counts
    BUYS = "buys"  # by all that it buys, of us and of others
    SALES = "sales"  # by its net sales of the twelve months
    MEAN = "mean"  # each weighs the same


class Quality(StrEnum):
    """How far a value can be relied on."""

    GOOD = "good"
    SMALL = "small"  # n < 5: its interval says more than the value
    PARTIAL = "partial"  # part of what it needs is not known
    MISSING = "missing"


class Light(StrEnum):
    """How a value stands against its target."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"  # no value, or no target: never green for lack of data


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which values something can be, both included; ``None`` is open."""

    low: Decimal | None = None
    high: Decimal | None = None

    def __contains__(self, value: Decimal) -> bool:
        """Whether a value can be.

        >>> Decimal(400) in Bounds(Decimal(-100), Decimal(100)), Decimal(400) in Bounds()
        (False, True)
        """
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)


ANY = Bounds()
EVERYBODY = frozenset(Level)
ABOVE_ACCOUNTS = EVERYBODY - {Level.ACCOUNT}


@dataclass(frozen=True, slots=True)
class Kpi:
    """A number that is watched. ``version`` is that of its formula: a value is always read with
    the formula that it was kept under. ``playbook`` is the target of the playbook it answers to.

    ``bounds`` are the values that it can have, and so what a target can ask; ``entered`` what is
    taken down where that is more: a share of wallet above 100% is kept and said to be wrong.
    ``joined`` is how what people say of several accounts becomes one value of them all.
    """

    key: str
    unit: Unit
    direction: Direction
    source: Source
    window: Window = Window.TTM
    levels: frozenset[Level] = EVERYBODY
    version: int = 1
    is_rate: bool = False  # a count of a count: its interval is Wilson's
    playbook: str = ""
    bounds: Bounds = ANY
    entered: Bounds | None = None
    joined: Joined | None = None

    @property
    def taken(self) -> Bounds:
        """The values that people can enter."""
        return self.entered or self.bounds

    @property
    def is_of_cases(self) -> bool:
        """Whether its value rests on how many it counts: of few it says little."""
        return self.is_rate or self.joined is Joined.CASES

    @property
    def is_said(self) -> bool:
        """Whether people say it, here or in the matrix, rather than the ledger."""
        return self.source in {Source.ENTRY, Source.MATRIX}


FEW = 5
"""Below so many cases a rate is marked, beside its interval."""

GROWING = frozenset({"days-since-contact"})
"""What is a day more every day until something happens: counted values are kept when it does, and
grow as they are read."""


def grown(key: str, value: Decimal, said: date, on: date) -> Decimal:
    """A counted value of a day, as it stands on a later one.

    >>> grown("days-since-contact", Decimal(20), date(2026, 3, 2), date(2026, 3, 5))
    Decimal('23')
    >>> grown("meetings-and-calls", Decimal(20), date(2026, 3, 2), date(2026, 3, 5))
    Decimal('20')
    """
    return value + (on - said).days if key in GROWING else value


@dataclass(frozen=True, slots=True)
class Target:
    """What is wanted, and by how much it may be missed before the light is red."""

    value: Decimal
    tolerance: Decimal
    direction: Direction

    def light(self, value: Decimal | None) -> Light:
        """Green on the good side of the target, amber within the tolerance, red beyond.

        >>> Target(Decimal("0.95"), Decimal("0.02"), Direction.AT_LEAST).light(Decimal("0.94"))
        <Light.AMBER: 'amber'>
        """
        if value is None:
            return Light.GREY
        is_floor = self.direction is Direction.AT_LEAST
        short = self.value - value if is_floor else value - self.value
        if short <= 0:
            return Light.GREEN
        return Light.AMBER if short <= self.tolerance else Light.RED

    def judge(self, found: Estimate) -> Light:
        """The light of an estimate: a rate of very few cases, of which chance alone could make what
        is wanted, is no reason for red.

        >>> target = Target(Decimal("0.95"), Decimal("0.02"), Direction.AT_LEAST)
        >>> target.judge(Estimate(Decimal("0.5"), n=2, interval=(0.0945, 0.9055)))
        <Light.RED: 'red'>
        >>> target.judge(Estimate(Decimal("0.5"), n=2, interval=(0.0945, 0.96)))
        <Light.AMBER: 'amber'>
        """
        light = self.light(found.value)
        if light is not Light.RED or found.interval is None or (found.n or FEW) >= FEW:
            return light
        low, high = found.interval
        return Light.AMBER if low <= float(self.value) <= high else Light.RED
