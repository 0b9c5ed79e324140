"""How often red came before a loss, and how often a loss after red."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from clavero.core.estimates import Estimate, proportion
from clavero.core.period import add_months
from clavero.kpis.rules.kpi import Light
from clavero.kpis.rules.retention import Loss

MONTHS_AHEAD = 12
History = Mapping[str, Sequence[tuple[date, Light]]]
"""The lights of each account by month, the earliest first."""


@dataclass(frozen=True, slots=True)
class Warned:
    """``caught``: of the losses that could be told, those that were red in the twelve months
    before; ``ahead``: how many days before, the median. ``untold``: losses before which no month
    was judged. ``came_true``: of the accounts that were red, those lost within twelve months of
    the first time; ``too_young``: those of which it cannot be known yet."""

    caught: Estimate
    untold: int
    ahead: int | None
    came_true: Estimate
    too_young: int


def warned(history: History, losses: Iterable[Loss], until: date) -> Warned:
    """Hold the lights of past months against what was lost until a day."""
    lost: dict[str, list[date]] = {}
    for loss in losses:
        lost.setdefault(loss.account, []).append(loss.day)
    told = caught = untold = 0
    ahead: list[int] = []
    for account, days in lost.items():
        for day in days:
            before = [
                (month, light)
                for month, light in history.get(account, ())
                if add_months(day, -MONTHS_AHEAD) <= month < day and light is not Light.GREY
            ]
            reds = [month for month, light in before if light is Light.RED]
            told, untold = told + bool(before), untold + (not before)
            if reds:
                caught += 1
                ahead.append((day - min(reds)).days)
    came, counted, too_young = _came_true(history, lost, until)
    return Warned(
        caught=proportion(caught, told),
        untold=untold,
        ahead=round(median(ahead)) if ahead else None,
        came_true=proportion(came, counted),
        too_young=too_young,
    )


def _came_true(
    history: History, lost: Mapping[str, Sequence[date]], until: date
) -> tuple[int, int, int]:
    came = counted = too_young = 0
    for account, course in history.items():
        first = next((month for month, light in course if light is Light.RED), None)
        days = lost.get(account, ())
        if first is None or any(day <= first for day in days):
            continue  # it had been lost before: no warning
        end = add_months(first, MONTHS_AHEAD)
        if any(day < end for day in days):
            came, counted = came + 1, counted + 1
        elif end <= until:
            counted += 1
        else:
            too_young += 1
    return came, counted, too_young
