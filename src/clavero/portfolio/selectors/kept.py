"""Computed pictures, kept in the process.

A picture of 50,000 customers takes a moment to compute and nothing to show again. Its key names
everything it was computed from (the ledger's version, the structure's, the scope…), so that it
needs no invalidation: with new data nobody asks for the old key, and it falls out in time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

T = TypeVar("T")
EVERYTHING_KEPT: WeakSet[Kept[Any]] = WeakSet()


class Kept(Generic[T]):
    """The latest results, as many as weigh ``limit`` together, by ``weigh``."""

    def __init__(self, *, limit: int, weigh: Callable[[T], int]) -> None:
        self._limit = limit
        self._weigh = weigh
        self._results: OrderedDict[Hashable, T] = OrderedDict()
        self._weight = 0
        self._lock = Lock()
        EVERYTHING_KEPT.add(self)

    def forget(self) -> None:
        """Keep nothing: what comes next is computed anew."""
        with self._lock:
            self._results.clear()
            self._weight = 0

    def __contains__(self, key: Hashable) -> bool:
        """Whether something is kept under ``key`` just now."""
        with self._lock:
            return key in self._results

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The result kept under ``key``, or computed now.

        Two threads may compute the same result at once; neither waits for the other.
        """
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        result = compute()
        with self._lock:
            if key not in self._results:
                self._results[key] = result
                self._weight += self._weigh(result)
            while self._weight > self._limit and len(self._results) > 1:
                _key, oldest = self._results.popitem(last=False)
                self._weight -= self._weigh(oldest)
        return result
