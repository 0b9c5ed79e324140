"""DuckDB as this house opens it: offline, bounded, in a folder of its own for what spills."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import duckdb
import pyarrow as pa
from django.conf import settings

from clavero.ledger.store import LATER

MEMORY = "2GB"
_TOGETHER = 2000  # megabytes of those of one thread

_shared: dict[int, duckdb.DuckDBPyConnection] = {}
_idle: dict[int, list[duckdb.DuckDBPyConnection]] = {}
_lock = Lock()

PIECE = 10_000  # rows
_LIGHT = 16 << 20  # bytes that an idle one may keep in memory


def connect(*, threads: int | None = None, memory: str = MEMORY) -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own, in memory; what does not fit spills under the ledger's folder."""
    spills = Path(settings.LEDGER_HOME) / "tmp"
    spills.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | bool | int] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": memory,
        # Two instances that share a folder overwrite each other's spilled blocks.
        "temp_directory": str(spills / f"{os.getpid()}-{secrets.token_hex(4)}"),
    }
    if threads is not None:
        config["threads"] = threads
    return duckdb.connect(":memory:", config=config)


def shared() -> duckdb.DuckDBPyConnection:
    """A connection to this process's common DuckDB, for one thread and one question.

    A forked process gets a DuckDB of its own: its parent's threads did not come along.
    """
    with _lock:
        if os.getpid() not in _shared:
            _shared[os.getpid()] = connect()
        return _shared[os.getpid()].cursor()


@contextmanager
def lone() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of one thread for as long as the block lasts, which leaves nothing behind in it.

    Opening one takes longer than a small question: it may have served before.
    """
    with _lock:
        idle = _idle.setdefault(os.getpid(), [])
        mine = idle.pop() if idle else None
    cores = os.cpu_count() or 1
    if mine is None:
        mine = connect(threads=1, memory=f"{_TOGETHER // cores}MB")
    try:
        yield mine
    except BaseException:
        mine.close()
        raise
    kept = mine.execute("SELECT sum(memory_usage_bytes) FROM duckdb_memory()").fetchone()
    with _lock:
        if kept is not None and kept[0] < _LIGHT and len(idle) < cores:
            idle.append(mine)
            return
    mine.close()


def put(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Make ``rows`` a temporary table ``name``, in place of one of that name.

    Registered Arrow tables are not joined: DuckDB pushes filters into them that they refuse.
    """
    connection.register(f"{name}_arrow", rows)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM {name}_arrow")
    connection.unregister(f"{name}_arrow")


def parquet(files: Iterable[Path | str], *, by_name: bool = False) -> str:
    """``read_parquet`` of exactly these files, as SQL. ``by_name``: with every column that one of
    them has; otherwise with those of the first, which every other one must have if it is read."""
    named = ", ".join(literal(file) for file in files)
    union = ", union_by_name=true" if by_name else ""
    return f"read_parquet([{named}], hive_partitioning=false{union})"


def lines(files: Iterable[Path | str]) -> str:
    """Line files with every column of a line, as SQL: those that a file does without are empty.

    ``read_parquet`` alone takes the columns of the first file for those of all; what every file has
    is read by :func:`parquet`, which need not look into each of them first.
    """
    empty = ", ".join(f"NULL::{kind} AS {name}" for name, kind in LATER.items())
    return f"(SELECT {empty} WHERE FALSE UNION ALL BY NAME FROM {parquet(files, by_name=True)})"


def pieces(found: duckdb.DuckDBPyConnection) -> pa.RecordBatchReader:
    """The answer to a question, a piece at a time: what is not asked for is not in memory, and what
    is sorted and does not fit spills. The connection belongs to it as long as it is read."""
    return found.to_arrow_reader(PIECE)


def literal(value: object) -> str:
    """A text as SQL writes it."""
    return "'" + str(value).replace("'", "''") + "'"
