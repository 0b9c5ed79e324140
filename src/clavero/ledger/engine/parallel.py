"""Months side by side, each on a DuckDB of one thread.

A month's groups fit the cache of one core and nothing has to be merged: on two cores this is
twice as fast as one DuckDB of two threads over all months, and memory stays bounded by a month.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import local
from typing import TypeVar

import duckdb

from clavero.ledger.engine import connection

Item = TypeVar("Item")
Result = TypeVar("Result")

_MEGABYTES = 2000


def each(
    items: Sequence[Item], work: Callable[[duckdb.DuckDBPyConnection, Item], Result]
) -> Iterator[Result]:
    """``work(connection, item)`` for all items, in their order."""
    if len(items) == 1:
        yield work(connection.shared(), items[0])
        return
    cores = os.cpu_count() or 1
    workers = max(min(len(items), cores), 1)
    mine = local()

    def open_one() -> None:
        mine.duckdb = connection.connect(
            threads=max(cores // workers, 1), memory=f"{_MEGABYTES // workers}MB"
        )

    with ThreadPoolExecutor(workers, initializer=open_one) as pool:
        yield from pool.map(lambda item: work(mine.duckdb, item), items)
