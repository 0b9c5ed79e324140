"""Many rows written a few at a time, so that nobody else waits until all of them are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import sleep
from typing import TypeVar

AT_ONCE = 25
_BREATH = 0.02  # seconds: who waits for the database asks for it every now and then alone

Row = TypeVar("Row")
Part = TypeVar("Part")


def parts_of(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """As many rows at a time as one transaction writes.

    >>> [len(each) for each in parts_of(range(60))]
    [25, 25, 10]
    """
    for first in range(0, len(rows), AT_ONCE):
        yield rows[first : first + AT_ONCE]


def with_pauses(parts: Iterable[Part], write: Callable[[Part], int]) -> int:
    """Write one part after the other, each in a transaction of its own, with a pause between them;
    how many rows were written."""
    kept = 0
    for part in parts:
        if kept:
            sleep(_BREATH)
        kept += write(part)
    return kept
