"""Whether a value is a real change or one more of its usual ones: an individuals chart (XmR).

``mean ± 2.66 · mean moving range`` of the values before. Source: methods §4.4, control limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

FEWEST = 12
"""Values below which limits would be drawn around chance."""
MOST = 24
"""Values looked back at: what was usual long ago is not what is usual now."""
_FACTOR = 2.66  # three standard deviations, estimated from the moving range of two


class Side(StrEnum):
    """On which side of its limits a value lies."""

    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Limits:
    """Between ``lower`` and ``upper`` a value is as usual; ``n`` values say so."""

    mean: float
    moving_range: float
    n: int

    @property
    def width(self) -> float:
        """How far from the usual chance goes."""
        return _FACTOR * self.moving_range

    @property
    def upper(self) -> float:
        """Above it, something has changed."""
        return self.mean + self.width

    @property
    def lower(self) -> float:
        """Below it, something has changed."""
        return self.mean - self.width

    def side(self, value: float) -> Side | None:
        """Where ``value`` lies outside; ``None`` for a usual one."""
        if value > self.upper:
            return Side.ABOVE
        return Side.BELOW if value < self.lower else None


def limits(before: Sequence[float], *, fewest: int = FEWEST, most: int = MOST) -> Limits | None:
    """The limits that the last values of ``before`` draw; ``None`` where they are too few.

    >>> found = limits([28, 31, 27, 35, 30, 26, 33, 29, 32, 30, 34, 28])
    >>> f"{found.mean:.2f} {found.lower:.2f} {found.upper:.2f}"
    '30.25 18.16 42.34'
    """
    values = before[-most:]
    if len(values) < max(fewest, 2):
        return None
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    return Limits(fmean(values), fmean(ranges), len(values))


@dataclass(frozen=True, slots=True)
class RealChange:
    """The last value lies on ``side`` of the ``limits`` that those before draw; ``points`` of the
    last ones do so without a break."""

    side: Side
    limits: Limits
    points: int


def real_change(
    values: Sequence[float], *, fewest: int = FEWEST, most: int = MOST
) -> RealChange | None:
    """Whether the last of ``values`` is outside of what was usual before it began to be.

    The values that left the limits together do not widen them: a fall that lasts stays a fall
    until it has been the usual for longer than ``fewest`` values.
    """
    for points in range(min(fewest, len(values) - 1), 0, -1):
        found = limits(values[:-points], fewest=fewest, most=most)
        if found is None:
            continue
        sides = {found.side(value) for value in values[-points:]}
        if len(sides) == 1 and (side := sides.pop()) is not None:
            return RealChange(side, found, points)
    return None
