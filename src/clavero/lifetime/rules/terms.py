"""Months, quarters and years, numbered one after the other, and what customers did in each.

A term's number is the months since the year 0 ÷ its length. Only whole terms are told of.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from clavero.core.period import Period, first_of_month, known_days
from clavero.lifetime.rules.histories import Purchases, Whole

_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_YEAR = 1970


class Step(StrEnum):
    """How long a term is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """In months."""
        return _MONTHS[self]

    @property
    def a_year(self) -> int:
        """How many of them a year has."""
        return 12 // self.months


_MONTHS = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}


class Term(NamedTuple):
    """One of them."""

    step: Step
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        year, part = divmod(self.number, self.step.a_year)
        return date(year, part * self.step.months + 1, 1)

    @property
    def year(self) -> int:
        """The year it lies in."""
        return self.first.year

    @property
    def part(self) -> int:
        """Which quarter or month of the year, the first being 1."""
        return self.number % self.step.a_year + 1


def number_of(step: Step, day: date) -> int:
    """The number of the term that ``day`` lies in.

    >>> number_of(Step.QUARTER, date(2025, 4, 1)) - number_of(Step.QUARTER, date(2025, 3, 31))
    1
    """
    return (12 * day.year + day.month - 1) // step.months


def numbers_of(step: Step, days: Whole) -> Whole:
    """The same of many days, given as ordinals."""
    months = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    found: Whole = (months + 12 * _FIRST_YEAR) // step.months
    return found


def last_whole(step: Step, data: Period) -> int:
    """The last term that had ended when the data did."""
    return number_of(step, first_of_month(known_days(data).end)) - 1


def once(bought: Purchases, terms: Whole) -> tuple[Whole, Whole]:
    """Each customer with each term in which it bought, once; ``terms`` is that of each purchase.

    They are in order already, and need not be sorted as a set would be.
    """
    who = bought.customer
    is_new = np.ones(len(who), dtype=bool)
    is_new[1:] = (who[1:] != who[:-1]) | (terms[1:] != terms[:-1])
    return who[is_new], terms[is_new]


class Taken(NamedTuple):
    """Of each customer with a cycle behind the first: its ``place``, and of the ``n`` cycles since
    then in how many it bought, ``x``, the last of them the ``t_x``-th."""

    place: Whole
    x: Whole
    t_x: Whole
    n: Whole


def taken(bought: Purchases, terms: Whole, last: int) -> Taken:
    """The cycles of each customer after that of its first purchase, up to the ``last`` whole one.

    ``terms`` is the term of each purchase.
    """
    who, when = once(bought, terms)
    who, when = who[when <= last], when[when <= last]
    is_first = np.ones(len(who) + 1, dtype=bool)
    is_first[1:-1] = who[1:] != who[:-1]
    ends = np.flatnonzero(is_first)
    begins, ends = ends[:-1], ends[1:] - 1
    n = last - when[begins]
    kept = n > 0
    x, t_x = ends - begins, when[ends] - when[begins]
    return Taken(who[begins][kept], x[kept], t_x[kept], n[kept])


def remaining(bought: Purchases, terms: Whole, last: int) -> dict[int, list[int]]:
    """By the term of their first purchase: how many customers there were, and how many were still
    there after each renewal, as their later purchases show.

    Who was away for a term and came back never left.
    """
    if not len(bought.customer):
        return {}
    size = len(bought.names)
    first, final = np.full(size, np.iinfo(np.int64).max), np.full(size, -1)
    kept = terms <= last
    np.minimum.at(first, bought.customer[kept], terms[kept])
    np.maximum.at(final, bought.customer[kept], terms[kept])
    found = {}
    for start in np.unique(first[final >= 0]).tolist():
        stayed = final[first == start] - start
        left = np.bincount(stayed, minlength=last - start + 1)
        found[start] = np.cumsum(left[::-1])[::-1].tolist()
    return found
