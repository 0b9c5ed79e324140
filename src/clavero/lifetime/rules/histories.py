"""A customer's history in a few numbers, as the models of purchases take it.

Source: methods §4.1. Purchases of one day are one; a day counts when more was bought than given
back. From the first purchase on, ``x`` are the days of purchase that followed, ``t_x`` the time
to the last of them (0 without any) and ``T`` the time to the day until which was looked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]

WEEK = 7


@dataclass(frozen=True)
class Purchases:
    """Days on which customers bought, sorted by customer and day, each once.

    ``customer`` is a place in ``names``, ``day`` an ordinal (``date.toordinal``).
    """

    names: Sequence[str]
    customer: Whole
    day: Whole
    amount: Numbers

    def until(self, day: int) -> Purchases:
        """Those up to ``day``, that day included; customers without any keep their place."""
        kept = self.day <= day
        return Purchases(self.names, self.customer[kept], self.day[kept], self.amount[kept])

    def after(self, day: int) -> Purchases:
        """Those of the days after ``day``."""
        kept = self.day > day
        return Purchases(self.names, self.customer[kept], self.day[kept], self.amount[kept])

    def counts(self) -> Whole:
        """How many days of purchase each customer has."""
        return np.bincount(self.customer, minlength=len(self.names)).astype(np.int64)


@dataclass(frozen=True)
class Histories:
    """Of each customer with a purchase: ``x``, ``t_x``, ``T`` and the mean repeat amount.

    ``place`` is its place in the names of the purchases. ``mean`` is 0 where nothing was repeated:
    look at ``x`` first. Times are in units of ``days_a_unit`` days.
    """

    place: Whole
    x: Numbers
    t_x: Numbers
    T: Numbers
    mean: Numbers
    days_a_unit: int = WEEK

    def __len__(self) -> int:
        return len(self.x)

    @property
    def repeaters(self) -> int:
        """How many bought again."""
        return int(np.count_nonzero(self.x))

    @property
    def repeats(self) -> int:
        """The repeat purchases of all together."""
        return int(self.x.sum())

    @cached_property
    def patterns(self) -> Patterns:
        """Each different ``(x, t_x, T)`` once."""
        days = np.rint(np.column_stack((self.x, self.t_x, self.T)) * 10_080).astype(np.int64)
        order = np.lexsort(days.T)
        sorted_days = days[order]
        is_new = np.ones(len(days), dtype=bool)
        is_new[1:] = (sorted_days[1:] != sorted_days[:-1]).any(axis=1)
        first = order[is_new]
        count = np.diff(np.append(np.flatnonzero(is_new), len(days)))
        return Patterns(self.x[first], self.t_x[first], self.T[first], count.astype(np.float64))

    def only(self, kept: Any) -> Histories:
        """A part of them, chosen by places or by a mask."""
        return Histories(
            self.place[kept], self.x[kept], self.t_x[kept], self.T[kept], self.mean[kept],
            self.days_a_unit,
        )  # fmt: skip


class Patterns:
    """Different histories, and how many customers have each.

    What depends on ``x`` alone, gamma functions above all, is computed once for each ``x``:
    :attr:`different` are these, :attr:`times` how many customers have them.
    """

    def __init__(self, x: Numbers, t_x: Numbers, T: Numbers, count: Numbers) -> None:  # noqa: N803
        self.x, self.t_x, self.T, self.count = x, t_x, T, count
        self.different, places = np.unique(x, return_inverse=True)
        self.places = places.reshape(-1)
        self.times: Numbers = np.bincount(
            self.places, weights=count, minlength=len(self.different)
        ).astype(np.float64)

    @property
    def customers(self) -> float:
        """All of them."""
        return float(self.count.sum())


def purchases(names: Sequence[str], customer: Whole, day: Whole, millionths: Whole) -> Purchases:
    """The days of purchase behind rows of a file in any order, with whole millionths as amounts.

    The rows of one day are added up. The day counts when the sum is above zero, or is zero and
    nothing was given back: what cost nothing was ordered all the same.
    """
    order = np.lexsort((day, customer))
    who, when, much = customer[order], day[order], millionths[order]
    is_new = np.ones(len(who), dtype=bool)
    is_new[1:] = (who[1:] != who[:-1]) | (when[1:] != when[:-1])
    starts = np.flatnonzero(is_new)
    if not len(starts):
        return Purchases(names, who, when, much.astype(np.float64))
    total, least = np.add.reduceat(much, starts), np.minimum.reduceat(much, starts)
    bought = (total > 0) | ((total == 0) & (least >= 0))
    return Purchases(names, who[starts][bought], when[starts][bought], total[bought] / 1e6)


def histories(bought: Purchases, until: int, *, days_a_unit: int = WEEK) -> Histories:
    """The histories as they were at the end of the day ``until``."""
    seen = bought.until(until)
    is_first = np.ones(len(seen.customer), dtype=bool)
    is_first[1:] = seen.customer[1:] != seen.customer[:-1]
    starts = np.flatnonzero(is_first)
    ends = np.append(starts[1:], len(is_first)) - 1 if len(starts) else starts
    first, last = seen.day[starts], seen.day[ends]
    x = (ends - starts).astype(np.float64)
    if len(starts):
        spent = np.add.reduceat(np.where(is_first, 0.0, seen.amount), starts)
    else:
        spent = np.zeros(0)
    return Histories(
        place=seen.customer[starts],
        x=x,
        t_x=(last - first) / days_a_unit,
        T=(until - first) / days_a_unit,
        mean=spent / np.maximum(x, 1),
        days_a_unit=days_a_unit,
    )
