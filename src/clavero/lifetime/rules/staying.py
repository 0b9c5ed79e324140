"""How long customers stay, and what one that stays is worth. Source: methods §1.3."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from clavero.lifetime.rules.histories import Numbers, Purchases, Whole
from clavero.lifetime.rules.terms import Step, Term, once

Flags: TypeAlias = NDArray[np.bool_]
_NEVER = int(np.iinfo(np.int64).max)


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
    ordered, (different, lost) = np.sort(times), np.unique(times[gone], return_counts=True)
    at_risk = len(times) - np.searchsorted(ordered, different)
    shares = np.cumprod(1 - lost / at_risk)
    rows = zip(different.tolist(), shares.tolist(), at_risk.tolist(), lost.tolist(), strict=True)
    return [Survival(*row) for row in rows]


def share_after(steps: Sequence[Survival], time: float) -> float:
    """The share that stays longer than ``time``.

    >>> share_after([Survival(1.0, 0.8, 5, 1), Survival(3.0, 0.4, 2, 1)], 2.5)
    0.8
    """
    before = bisect_right(steps, time, key=lambda step: step.time)
    return steps[before - 1].share if before else 1.0


def tenures(bought: Purchases, end: int, silent: int) -> tuple[Whole, Numbers, Flags]:
    """Of each customer that bought by the day ``end``: its place, the days from its first purchase
    to its last or, where it is still there, to ``end``, and whether it is gone: silent for
    ``silent`` days or longer. Who bought once and never again was gone on the day it came."""
    seen = bought.until(end)
    if not len(seen.customer):
        return seen.customer, np.zeros(0), np.zeros(0, dtype=bool)
    starts = np.flatnonzero(np.diff(seen.customer, prepend=-1))
    first = seen.day[starts]
    last = seen.day[np.append(starts[1:], len(seen.day)) - 1]
    gone = end - last >= silent
    days = np.where(gone, last, end) - first
    return seen.customer[starts], days.astype(np.float64), gone


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

    def years(self, periods: int) -> list[Year]:
        """The periods of :meth:`within`, one by one."""
        return [
            Year(
                at,
                self.retention**at,
                (1 + self.discount) ** -at,
                self.margin * (self.retention / (1 + self.discount)) ** at,
            )
            for at in range(1, periods + 1)
        ]

    @property
    def life(self) -> float:
        """How many periods it stays on average."""
        return float("inf") if self.retention == 1 else 1 / (1 - self.retention)


class Year(NamedTuple):
    """A year of a customer at constant retention: the probability that it is still there, what a
    payment is worth today, and what is to be expected of it."""

    number: int
    stays: float
    discounted: float
    worth: float


@dataclass(frozen=True)
class Cohort:
    """The customers whose first purchase was in one term.

    ``bought`` is how many of them bought in the term itself and in each that followed; the first
    is all of them.
    """

    term: Term
    bought: tuple[int, ...]

    @property
    def customers(self) -> int:
        """How many they are."""
        return self.bought[0]


def pooled(found: Sequence[Cohort]) -> list[tuple[int, int]]:
    """Of all cohorts together, how many bought so many terms later, and of how many: of those whose
    term it was by then."""
    longest = max((len(each.bought) for each in found), default=0)
    return [
        (
            sum(each.bought[after] for each in found if after < len(each.bought)),
            sum(each.customers for each in found if after < len(each.bought)),
        )
        for after in range(longest)
    ]


def cohorts(bought: Purchases, terms: Whole, last: int, step: Step) -> list[Cohort]:
    """The cohorts, the earliest first.

    ``terms`` is the number of the term of each purchase and ``last`` that of the last term shown.
    """
    if not len(bought.customer):
        return []
    first = np.full(len(bought.names), _NEVER)
    np.minimum.at(first, bought.customer, terms)
    who, when = once(bought, terms)
    began, found = first[who], []
    for start in sorted(set(first.tolist()) - {_NEVER}):
        ages = when[began == start] - start
        counts = np.bincount(ages, minlength=last - start + 1)[: last - start + 1]
        if start <= last:
            found.append(Cohort(Term(step, start), tuple(counts.tolist())))
    return found
