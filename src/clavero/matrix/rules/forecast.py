"""Where an account will be in three years, without investment and with the plan carried out.

A forecast is scored on the same scales, weights and cuts as today, so that the arrow from one to
the other means something. Source: methods §2.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.version import Inputs, Reading, Version

YEARS = 3


class Forecast(StrEnum):
    """Which future is meant."""

    INERTIAL = "inertial"  # nothing is invested
    PLANNED = "planned"  # the plan is carried out


@dataclass(frozen=True, slots=True)
class Arrow:
    """From today's reading to a forecast one. Points are (position, potential)."""

    forecast: Forecast
    now: Reading
    then: Reading

    @property
    def start(self) -> tuple[float, float] | None:
        """Where the account is, ``None`` while unclassifiable."""
        return self.now.point

    @property
    def end(self) -> tuple[float, float] | None:
        """Where it will be, ``None`` while unclassifiable."""
        return self.then.point

    @property
    def strategy(self) -> Strategy | None:
        """The quadrant of the end, by the cuts alone: a forecast has no reviews behind it."""
        return self.then.quadrant

    @property
    def changes_quadrant(self) -> bool:
        """Whether both ends have a quadrant and they differ."""
        ends = (self.now.quadrant, self.then.quadrant)
        return None not in ends and ends[0] is not ends[1]


def forecast(version: Version, now: Inputs, then: Inputs, which: Forecast) -> Arrow:
    """The arrow to a forecast. ``then`` is ``now.changed(…)``: what nobody forecast stays."""
    return Arrow(which, version.read(now), version.read(then))


@dataclass(frozen=True, slots=True)
class Bought:
    """What the plan buys: planned less inertial, on each axis."""

    potential: float
    position: float


def what_the_plan_buys(inertial: Arrow, planned: Arrow) -> Bought | None:
    """The difference between both ends; ``None`` while one of them is unclassifiable.

    In the ratio mode position is a difference of ratios.
    """
    if inertial.end is None or planned.end is None:
        return None
    (position, potential), (planned_position, planned_potential) = inertial.end, planned.end
    return Bought(planned_potential - potential, planned_position - position)


def spend_ahead(spend: Decimal, growth: Decimal, years: int = YEARS) -> Decimal:
    """What a customer will spend in the coming ``years`` with any supplier.

    ``spend`` is of the last twelve months, ``growth`` a yearly fraction, not below −1.

    >>> spend_ahead(Decimal(1000), Decimal("0.10"))
    Decimal('3641.000000')
    """
    if growth < -1:
        raise ValueError("nothing shrinks by more than all of it")
    return sum((spend * (1 + growth) ** year for year in range(1, years + 1)), Decimal(0))
