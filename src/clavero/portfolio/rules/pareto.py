"""Who makes most of the sales: the ranking, its ABC classes and both readings of 80/20.

Source: methods §1.1. Sums and comparisons are exact: the class of a customer must not depend
on the last bit of a float (in the worked number 0.95 is reached exactly at the seventh).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from itertools import accumulate
from math import ceil
from typing import cast

# Enough digits for the square of any ledger amount, so that sums and products never round.
EXACT = Context(prec=120)
ZERO = Decimal(0)


class AbcClass(StrEnum):
    """A customer's class in the ranking."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where classes end, as cumulative shares; a customer that crosses a limit is still in."""

    a: Decimal = Decimal("0.80")
    b: Decimal = Decimal("0.95")

    def __post_init__(self) -> None:
        if not ZERO < self.a <= self.b <= 1:
            raise ValueError("class limits are shares: 0 < a <= b <= 1")


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Ranking:
    """Customers from the largest to the smallest.

    ``order`` are positions in the lists that were ranked; ``values`` and ``running`` (the sum
    up to and including each) follow it. ``not_positive`` are the positions kept out because
    they bought for zero or less, smallest first, and ``unknown`` those without a value. Ranks
    count from 1.
    """

    order: list[int]
    values: list[Decimal]
    running: list[Decimal]
    not_positive: list[int]
    unknown: list[int]
    a_end: int
    b_end: int

    def __len__(self) -> int:
        return len(self.order)

    @property
    def total(self) -> Decimal:
        """What the ranked customers sum to: the base of every share."""
        return self.running[-1] if self.running else ZERO

    def share(self, rank: int) -> Decimal:
        """The customer's part of the total, a fraction."""
        return self.values[rank - 1] / self.total

    def cumulative_share(self, rank: int) -> Decimal:
        """The part of the total made by this customer and all before it."""
        return self.running[rank - 1] / self.total

    def class_of(self, rank: int) -> AbcClass:
        """The class of the customer at ``rank``."""
        if rank <= self.a_end:
            return AbcClass.A
        return AbcClass.B if rank <= self.b_end else AbcClass.C

    def top_share(self, part: Decimal = Decimal("0.20")) -> Decimal | None:
        """First reading of 80/20: what the top ⌈part·N⌉ customers make of the total."""
        if not self.order:
            return None
        return self.cumulative_share(ceil(part * len(self.order)))

    def customers_for(self, part: Decimal = Decimal("0.80")) -> int:
        """Second reading of 80/20: how many of the largest reach ``part`` of the total."""
        if not self.order:
            return 0
        return _first_reaching(self.running, part)


def rank(values: Sequence[Decimal | None], ids: Sequence[str], limits: Limits = LIMITS) -> Ranking:
    """Rank customers by ``values`` (money of one currency), ties by ``ids``.

    The class follows from the cumulative share *before* the customer: A below ``limits.a``, B
    below ``limits.b``, else C. Customers tied with the last of a class join it.

    >>> ranking = rank([Decimal(5), Decimal(90), Decimal(-1), Decimal(5)], ["d", "b", "c", "a"])
    >>> ranking.order, [ranking.class_of(rank).value for rank in (1, 2, 3)]
    ([1, 3, 0], ['A', 'B', 'B'])
    """
    unknown = [at for at, value in enumerate(values) if value is None]
    not_positive = [at for at, value in enumerate(values) if value is not None and value <= 0]
    order = [at for at, value in enumerate(values) if value is not None and value > 0]
    amount = cast("Sequence[Decimal]", values).__getitem__  # those without a value are out
    # Stable sorts: by id, then by value; a reversed sort keeps equal values in id order.
    order.sort(key=ids.__getitem__)
    order.sort(key=amount, reverse=True)
    ordered = [amount(at) for at in order]
    with localcontext(EXACT):
        running = list(accumulate(ordered))
    a_end = _class_end(ordered, running, limits.a)
    return Ranking(
        order=order,
        values=ordered,
        running=running,
        not_positive=sorted(not_positive, key=lambda at: (amount(at), ids[at])),
        unknown=unknown,
        a_end=a_end,
        b_end=max(a_end, _class_end(ordered, running, limits.b)),
    )


def _first_reaching(running: Sequence[Decimal], part: Decimal) -> int:
    with localcontext(EXACT):
        goal = part * running[-1]
    return min(bisect_left(running, goal) + 1, len(running))


def _class_end(values: Sequence[Decimal], running: Sequence[Decimal], limit: Decimal) -> int:
    """The rank of the last customer whose cumulative share before is under ``limit``."""
    if not values:
        return 0
    end = _first_reaching(running, limit)
    while end < len(values) and values[end] == values[end - 1]:
        end += 1
    return end
