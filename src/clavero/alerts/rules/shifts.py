"""Whether a KPI has really changed. Source: methods §4.4, control limits.

A KPI tells of twelve months, so that two values next to each other share eleven of them: they
wander, and limits around them would be left by chance. What is held against limits is the *step*
from one month to the next: the month that came in less the one that went out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from clavero.alerts.rules.limits import Limits, RealChange, Side, real_change

WINDOW = 12
"""Months that a value tells of."""

Points = Sequence[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class Shift:
    """A real change: from ``before`` to ``now`` since the value of ``since``. Its ``limits`` are
    those of steps, ``step`` the last of them; where ``is_single``, of the values themselves."""

    side: Side
    before: float
    now: float
    since: date
    step: float
    limits: Limits
    is_single: bool = False


def shift_of_steps(points: Points) -> Shift | None:
    """The change that the last values of a KPI of twelve months make, one each month.

    What leaves the twelve months as it came in is no news: a single large month steps up once, and
    down again a year later, when nothing happens. Nor is a fall that ends: a step that chance could
    make of nothing is none, however large the ones before it were.
    """
    values = [value for _day, value in points]
    steps = [later - earlier for earlier, later in pairwise(values)]
    found = real_change(steps)
    if found is None or abs(steps[-1]) <= found.limits.width or _is_echo(steps, found):
        return None
    begins = len(points) - found.points
    return Shift(
        found.side, values[begins - 1], values[-1], points[begins][0], steps[-1], found.limits
    )


def shift_of_values(points: Points) -> Shift | None:
    """The change that the last of values make of which each stands for itself."""
    values = [value for _day, value in points]
    found = real_change(values)
    if found is None:
        return None
    begins = len(points) - found.points
    return Shift(
        found.side, found.limits.mean, values[-1], points[begins][0],
        values[-1] - values[-2], found.limits, is_single=True,
    )  # fmt: skip


def _is_echo(steps: Sequence[float], found: RealChange) -> bool:
    """Whether the last step is as usual once that of a year before is taken back."""
    if len(steps) <= WINDOW:
        return False
    return found.limits.side(steps[-1] + steps[-1 - WINDOW]) is not found.side
