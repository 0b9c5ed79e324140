"""How long a customer has been silent, against its own rhythm.

Leaving is not observed; silence is the only sign, and two months mean nothing in a customer
that orders each quarter. Source: methods §4 and §4.4 (the plain individual rule).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from statistics import median

FEW_GAPS = 5  # methods §0: an indicator built on n < 5 shows its n and passes no verdict
LONG = 2  # methods §4.4: nobody is lost before two usual gaps have gone by


class Rhythm(StrEnum):
    """What the silence says."""

    NEVER = "never"  # no order at all
    FIRST = "first"  # orders on one day only: there is no gap to compare with
    FEW = "few"  # fewer than five gaps: shown, not judged
    USUAL = "usual"  # not longer than the longest gap so far, or than twice the usual one
    LONG = "long"  # longer than any gap so far and at least twice the usual one


@dataclass(frozen=True, slots=True)
class Silence:
    """Days since the last order as of a day, beside the usual gap between orders.

    ``usual_gap`` is the median of ``gaps`` gaps between days with an order, ``shortest`` and
    ``longest`` the extremes, all in days; ``ratio`` is silence / usual gap.
    """

    rhythm: Rhythm
    as_of: date
    last_order: date | None = None
    days: int | None = None
    gaps: int = 0
    usual_gap: Decimal | None = None
    shortest: int | None = None
    longest: int | None = None

    @property
    def ratio(self) -> Decimal | None:
        """How many usual gaps the silence has lasted."""
        if self.days is None or not self.usual_gap:
            return None
        return self.days / self.usual_gap


def silence(order_dates: Iterable[date], as_of: date) -> Silence:
    """Judge the silence on ``as_of`` from the dates of a customer's orders.

    Orders of one day count once; orders after ``as_of`` do not count.

    >>> weekly = [date(2024, 1, day) for day in (1, 8, 15, 22, 29)] + [date(2024, 2, 5)]
    >>> silence(weekly, date(2024, 3, 4)).rhythm
    <Rhythm.LONG: 'long'>
    """
    days = sorted({day for day in order_dates if day <= as_of})
    if not days:
        return Silence(Rhythm.NEVER, as_of)
    silent = (as_of - days[-1]).days
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    if not gaps:
        return Silence(Rhythm.FIRST, as_of, last_order=days[-1], days=silent)
    usual = Decimal(str(median(gaps)))
    return Silence(
        rhythm=_judge(silent, gaps, usual),
        as_of=as_of,
        last_order=days[-1],
        days=silent,
        gaps=len(gaps),
        usual_gap=usual,
        shortest=min(gaps),
        longest=max(gaps),
    )


def _judge(silent: int, gaps: list[int], usual: Decimal) -> Rhythm:
    if len(gaps) < FEW_GAPS:
        return Rhythm.FEW
    return Rhythm.LONG if silent > max(gaps) and silent >= LONG * usual else Rhythm.USUAL
