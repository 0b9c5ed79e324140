"""How far the terms of an account are kept, all together and in both directions.

Source: ``docs/domain/contracts.md``, after §3.9 of the method: the weight of what was kept over the
weight of what was due. Each term weighs the same, however many lines it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

ZERO, ONE = Decimal(0), Decimal(1)


def part_kept(due: int, departing: int) -> Decimal | None:
    """Of the lines a term is about, those that keep it; ``None`` while it is about none.

    >>> part_kept(4, 1), part_kept(0, 0)
    (Decimal('0.75'), None)
    """
    return Decimal(due - departing) / due if due else None


def part_reached(due: Decimal, actual: Decimal) -> Decimal | None:
    """Of an amount that was due, what came: never less than nothing or more than all of it.

    >>> part_reached(Decimal(400), Decimal(100)), part_reached(Decimal(10), Decimal(12))
    (Decimal('0.25'), Decimal('1'))
    """
    if due <= 0:
        return None
    return max(ZERO, min(ONE, actual / due))


def together(parts: Sequence[Decimal]) -> Decimal | None:
    """The mean of the terms, each of the same weight; ``None`` without one that was due.

    >>> together([Decimal(1), Decimal("0.5"), Decimal("0.75")]), together([])
    (Decimal('0.75'), None)
    """
    return sum(parts, ZERO) / len(parts) if parts else None
