"""Arrow as this house uses it: without pandas, and with memory that suits a stream of rows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.abc import MetaPathFinder

import pyarrow as pa


class _Hidden(MetaPathFinder):
    """Says of one module that it is not installed."""

    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(self, fullname: str, *_where: object) -> None:
        """Whoever looks for the module stops here; of all others, nothing is said."""
        if fullname == self._name:
            raise ModuleNotFoundError(f"{fullname} is not looked for", name=fullname)


def leave_pandas_alone() -> None:
    """Keep Arrow from loading pandas, which takes a second and serves nobody here.

    With the first of Python's lists that it is given it looks whether pandas is there, in case the
    list is one of pandas' own. It looks once: whoever does ask for a data frame later gets one.
    """
    hidden = _Hidden("pandas")
    sys.meta_path.insert(0, hidden)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(hidden)


@contextmanager
def memory_for_streams() -> Iterator[None]:
    """Take memory from the system's allocator within the block, in every thread.

    Arrow's own takes huge pages, which the kernel clears whole whatever is used of them: for rows
    that come, are written and go, that was a fourteenth of the work.
    """
    usual = _usual()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(usual)


@cache
def _usual() -> pa.MemoryPool:
    # Looked up once, before it is changed: several threads may be within the block.
    return pa.default_memory_pool()
