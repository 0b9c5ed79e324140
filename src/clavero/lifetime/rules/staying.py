"""How long customers stay, and what one that stays is worth. Source: methods §1.3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from clavero.lifetime.rules.histories import Numbers, Purchases, Whole


class Survival(NamedTuple):
    """A step of Kaplan and Meier's curve: from ``time`` on, ``share`` are still there."""

    time: float
    share: float
    at_risk: int
    left: int


def kaplan_meier(times: Numbers, left: Numbers) -> list[Survival]:
    """The share that stays longer than each time at which somebody left.

    ``left`` says of each customer whether it is gone; of the others it is only known that they
    stayed at least that long.
    """
    times, gone = np.asarray(times, dtype=np.float64), np.asarray(left, dtype=bool)
    share, steps = 1.0, []
    for time in np.unique(times[gone]):
        at_risk = int(np.count_nonzero(times >= time))
        lost = int(np.count_nonzero(gone & (times == time)))
        share *= 1 - lost / at_risk
        steps.append(Survival(float(time), share, at_risk, lost))
    return steps


@dataclass(frozen=True, slots=True)
class Constant:
    """A customer that leaves ``margin`` in each period, stays with probability ``retention`` and
    is discounted at ``discount`` a period."""

    margin: float
    retention: float
    discount: float

    def __post_init__(self) -> None:
        if not 0 <= self.retention <= 1 or self.discount < 0:
            raise ValueError("retention is between 0 and 1, the discount not below 0")
        if self.retention == 1 and self.discount == 0:
            raise ValueError("who never leaves and is not discounted is worth without limit")

    @property
    def from_now(self) -> float:
        """The first payment is made now."""
        return self.margin * (1 + self.discount) / (1 + self.discount - self.retention)

    @property
    def from_the_end(self) -> float:
        """The first payment is made at the end of the first period, by those still there."""
        return self.margin * self.retention / (1 + self.discount - self.retention)

    def within(self, periods: int) -> float:
        """The payments at the end of each of so many periods."""
        kept = self.retention / (1 + self.discount)
        return self.margin * sum(kept**period for period in range(1, periods + 1))

    @property
    def life(self) -> float:
        """How many periods it stays on average."""
        return float("inf") if self.retention == 1 else 1 / (1 - self.retention)


@dataclass(frozen=True)
class Cohort:
    """The customers whose first purchase was in one quarter.

    ``bought`` is how many of them bought in the quarter itself and in each that followed; the
    first is all of them. ``is_last_whole`` is whether the last quarter had ended.
    """

    year: int
    quarter: int
    bought: tuple[int, ...]

    @property
    def customers(self) -> int:
        """How many they are."""
        return self.bought[0]


def cohorts(bought: Purchases, quarter_of: Whole, last: int) -> list[Cohort]:
    """The cohorts, the earliest first.

    ``quarter_of`` is the number of the quarter of each purchase (4 · year + quarter − 1) and
    ``last`` that of the last quarter shown.
    """
    if not len(bought.customer):
        return []
    first = np.full(len(bought.names), np.iinfo(np.int64).max)
    np.minimum.at(first, bought.customer, quarter_of)
    width = int(quarter_of.max()) + 1
    seen = np.unique(bought.customer * width + quarter_of)
    began, when = first[seen // width], seen % width
    found = []
    for start in np.unique(began).tolist():
        ages = when[began == start] - start
        counts = np.bincount(ages, minlength=last - start + 1)[: last - start + 1]
        if start <= last:
            found.append(Cohort(start // 4, start % 4 + 1, tuple(counts.tolist())))
    return found
