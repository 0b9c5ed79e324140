"""Work side by side: months, each on a DuckDB of one thread, or whatever comes in pieces.

A month's groups fit the cache of one core and nothing has to be merged: on two cores this is
twice as fast as one DuckDB of two threads over all months, and memory stays bounded by a month.
Months of few lines are asked for several at a time: a question takes longer than its answer there.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from threading import local
from typing import TypeVar

import duckdb

from clavero.ledger.engine import connection

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 3  # items that wait for each worker, so that none waits for an item
_FEW = 20_000  # lines


def each(
    items: Sequence[Item], work: Callable[[duckdb.DuckDBPyConnection, Item], Result]
) -> Iterator[Result]:
    """``work(connection, item)`` for all items, in their order."""
    if len(items) == 1:
        yield work(connection.shared(), items[0])
        return
    workers = max(min(len(items), os.cpu_count() or 1), 1)
    mine = local()
    with ExitStack() as engines:

        def take_one() -> None:
            mine.duckdb = engines.enter_context(connection.lone())

        with ThreadPoolExecutor(workers, initializer=take_one) as pool:
            yield from pool.map(lambda item: work(mine.duckdb, item), items)


def portions(items: Iterable[Item], lines: Callable[[Item], int]) -> list[list[Item]]:
    """The items in their order, several together as long as they have few lines."""
    found: list[list[Item]] = []
    room = 0
    for item in items:
        size = lines(item)
        if size > room:
            found.append([])
            room = _FEW
        found[-1].append(item)
        room -= size
    return found


def in_parallel(
    items: Iterable[Item], work: Callable[[Item], object], *, waits: bool = False
) -> None:
    """``work(item)`` for all items, while the next ones are being made; few are held at once.

    What ``waits`` for the disk most of the time is done by more threads than there are cores.
    """
    workers = (os.cpu_count() or 1) * (_AHEAD if waits else 1)
    with ThreadPoolExecutor(workers) as pool:
        under_way = deque[Future[object]]()
        for item in items:
            under_way.append(pool.submit(work, item))
            if len(under_way) > _AHEAD * workers:
                under_way.popleft().result()
        for each in under_way:
            each.result()
