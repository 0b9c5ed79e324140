"""A number, or the reason why there is none.

Missing is not zero: an indicator is an :class:`Estimate` with its numerator, denominator and
count, and where the count is small it carries an interval. Source: methods §0 and §3.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import sqrt

Z95 = 1.959963984540054
"""Of the normal distribution, what 95% lie within."""

SMALL_SAMPLE = 30
"""Below so many cases a rate has its interval beside it."""


class Missing(StrEnum):
    """Why an estimate has no value."""

    NO_DATA = "no_data"
    BASE_NOT_POSITIVE = "base_not_positive"
    NOTHING_BEFORE = "nothing_before"
    PARTLY_BEFORE = "partly_before"
    NOT_REACHED = "not_reached"
    COST_UNKNOWN = "cost_unknown"
    SERVING_UNKNOWN = "serving_unknown"
    NOT_RECORDED = "not_recorded"
    NOBODY = "nobody"
    WHOLE_TOO_SMALL = "whole_too_small"
    TOO_FEW_LINKS = "too_few_links"
    OF_THE_TEAM = "of_the_team"
    NO_LONGER = "no_longer"


@dataclass(frozen=True, slots=True)
class Estimate:
    """``value`` is a fraction (rates) or an amount, or ``None`` with a ``reason``.

    ``change`` is the absolute change, kept for growth so that it can still be told when the
    rate is undefined; ``error`` is the standard error in the unit of the value, where it is known.
    """

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    n: int | None = None
    reason: Missing | None = None
    interval: tuple[float, float] | None = None
    change: Decimal | None = None
    error: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError("an estimate has either a value or a reason why not")


def ratio(numerator: Decimal | None, denominator: Decimal | None, n: int | None = None) -> Estimate:
    """``numerator / denominator``; undefined for a missing part or a denominator <= 0."""
    if numerator is None or denominator is None:
        return Estimate(None, numerator, denominator, n, Missing.NO_DATA)
    if denominator <= 0:
        return Estimate(None, numerator, denominator, n, Missing.BASE_NOT_POSITIVE)
    return Estimate(numerator / denominator, numerator, denominator, n)


def growth(now: Decimal | None, before: Decimal | None) -> Estimate:
    """``(now - before) / before`` as a fraction; undefined for a base <= 0.

    The absolute change is given whenever both amounts are known.

    >>> growth(Decimal(120), Decimal(100)).value
    Decimal('0.2')
    >>> growth(Decimal(120), Decimal(-5)).reason
    <Missing.BASE_NOT_POSITIVE: 'base_not_positive'>
    """
    if now is None:
        return Estimate(None, now, before, reason=Missing.NO_DATA)
    if before is None:
        return Estimate(None, now, before, reason=Missing.NOT_REACHED)
    change = now - before
    if before <= 0:
        reason = Missing.NOTHING_BEFORE if before == 0 else Missing.BASE_NOT_POSITIVE
        return Estimate(None, now, before, reason=reason, change=change)
    return Estimate(change / before, now, before, change=change)


def wilson(successes: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's 95% interval of a proportion (methods O-3.8).

    >>> tuple(round(limit, 4) for limit in wilson(2, 3))
    (0.2077, 0.9385)
    """
    if n <= 0 or not 0 <= successes <= n:
        raise ValueError("a proportion needs 0 <= successes <= n and n > 0")
    return wilson_of(successes / n, n, z)


def wilson_of(p: float, n: int, z: float = Z95) -> tuple[float, float]:
    """The same of a proportion that is known as a part alone, as somebody wrote it down.

    >>> wilson_of(2 / 3, 3) == wilson(2, 3)
    True
    """
    if n <= 0 or not 0 <= p <= 1:
        raise ValueError("a proportion lies between 0 and 1, of n > 0")
    centre = p + z * z / (2 * n)
    spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # At the ends the limit is the end itself; computed, it misses it by a rounding error.
    low = 0.0 if p == 0 else (centre - spread) / scale
    high = 1.0 if p == 1 else (centre + spread) / scale
    return low, high


def proportion(part: int, whole: int) -> Estimate:
    """A count of a count, with Wilson's interval beside it where the whole is small.

    >>> proportion(2, 3).interval
    (0.207..., 0.938...)
    """
    if whole <= 0:
        return Estimate(None, Decimal(part), Decimal(whole), whole, Missing.NOBODY)
    interval = wilson(part, whole) if whole < SMALL_SAMPLE else None
    return Estimate(
        Decimal(part) / whole, Decimal(part), Decimal(whole), n=whole, interval=interval
    )
