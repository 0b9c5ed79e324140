"""Control limits of a customer's gaps: the t-chart, an XmR chart of gap^(1/3.6).

The root makes gaps that have no memory nearly normal. Source: methods §4.4, point 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

ROOT = 3.6
SPREAD = 2.66  # 3 / d2 of moving ranges of two
ENOUGH = 12
"""Gaps below which limits would say more of chance than of the customer."""


@dataclass(frozen=True, slots=True)
class Limits:
    """In days: the ``centre``, and within what gaps lie while nothing has changed."""

    lower: float
    centre: float
    upper: float

    def is_unusual(self, gap: float) -> bool:
        """Whether a gap lies outside."""
        return not self.lower <= gap <= self.upper


def limits(gaps: Sequence[float]) -> Limits | None:
    """The limits of ``gaps``, none zero, in their order; ``None`` for fewer than ``ENOUGH``.

    >>> found = limits([28, 31, 27, 35, 30, 26, 33, 29, 32, 30, 34, 28])
    >>> round(found.upper, 2), round(found.lower, 2)
    (44.03, 19.77)
    """
    if len(gaps) < ENOUGH:
        return None
    roots = [gap ** (1 / ROOT) for gap in gaps]
    lower, centre, upper = natural_limits(roots)
    return Limits(max(lower, 0.0) ** ROOT, centre**ROOT, upper**ROOT)


def natural_limits(values: Sequence[float]) -> tuple[float, float, float]:
    """Lower limit, mean and upper limit of an XmR chart of at least two values."""
    mean = sum(values) / len(values)
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    spread = SPREAD * sum(ranges) / len(ranges)
    return mean - spread, mean, mean + spread
