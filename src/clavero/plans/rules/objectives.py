"""How far an objective is, and what it lacks to be one that can be measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clavero.kpis.rules.kpi import Direction, Light

_ONE, _ZERO = Decimal(1), Decimal(0)
BEHIND = Decimal("0.15")
"""How far an objective may lag behind its calendar and still be amber."""
_HALF_A_DIGIT = Decimal("0.00005")
"""Baselines and targets are kept to four digits after the point: by what is rounded there nobody
lags behind."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to change from what to what, and between which days; ``direction`` is on which side
    of its target the KPI is good, for one that holds what it has."""

    baseline: Decimal
    target: Decimal
    since: date
    until: date
    direction: Direction = Direction.AT_LEAST

    def progress(self, value: Decimal) -> Decimal | None:
        """The part of the way gone, below 0 for a step back; ``None`` where there is no way.

        >>> Aim(Decimal(10), Decimal(20), date(2026, 1, 1), date(2027, 1, 1)).progress(Decimal(15))
        Decimal('0.5')
        """
        way = self.target - self.baseline
        return None if way == 0 else (value - self.baseline) / way

    def expected(self, today: date) -> Decimal:
        """The part of its time that is gone, from 0 to 1."""
        days = (self.until - self.since).days
        if days <= 0 or today >= self.until:
            return _ONE
        return max(_ZERO, Decimal((today - self.since).days) / days)

    def light(self, value: Decimal | None, today: date) -> Light:
        """Green where it is reached or as far as its calendar, amber a little behind, red beyond;
        one that holds what it has is green while it holds it."""
        if value is None:
            return Light.GREY
        gone = self.progress(value)
        if gone is None:
            holds = (
                value <= self.target
                if self.direction is Direction.AT_MOST
                else value >= self.target
            )
            return Light.GREEN if holds else Light.RED
        lag = min(_ONE, self.expected(today)) - gone
        if gone >= 1 or lag <= abs(_HALF_A_DIGIT / (self.target - self.baseline)):
            return Light.GREEN
        if today >= self.until:
            return Light.RED
        return Light.AMBER if lag <= BEHIND else Light.RED


class Lack(StrEnum):
    """What an objective needs to be measured."""

    KPI = "kpi"
    BASELINE = "baseline"
    TARGET = "target"
    NO_WAY = "no_way"
    DATE = "date"
    OWNER = "owner"
    ACTIONS = "actions"


def lacks(
    *,
    kpi: str,
    baseline: Decimal | None,
    target: Decimal | None,
    until: date | None,
    owner_id: int | None,
    actions: int,
) -> Iterator[Lack]:
    """What is missing, in the order in which it is asked for."""
    if not kpi:
        yield Lack.KPI
    if baseline is None:
        yield Lack.BASELINE
    if target is None:
        yield Lack.TARGET
    if baseline is not None and baseline == target:
        yield Lack.NO_WAY
    if until is None:
        yield Lack.DATE
    if owner_id is None:
        yield Lack.OWNER
    if actions == 0:
        yield Lack.ACTIONS
