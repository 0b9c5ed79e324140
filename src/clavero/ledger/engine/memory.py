"""What this process holds of the cube in memory, with customers and families as numbers.

Only the segments that were asked for are there. What a segment holds never changes and its name is
given once, so that a new version, or another ledger, reads only those that it does not share.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock

import duckdb

from clavero.core.period import Period
from clavero.ledger.engine import connection, cube
from clavero.ledger.engine.answers import NUMBERED, columns, numbered
from clavero.ledger.engine.cube import Published
from clavero.ledger.engine.facts import COLUMNS, Facts
from clavero.ledger.store import Store

_KEPT = {"string": "INTEGER", "date": "DATE", "int64": "BIGINT", "boolean": "BOOLEAN"}


class Memory:
    """The segments in an in-memory DuckDB. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._db = connection.connect()
        self._start()

    @contextmanager
    def reading(
        self, store: Store, seen: Published, wanted: Sequence[tuple[Facts, Period]]
    ) -> Iterator[tuple[duckdb.DuckDBPyConnection, Mapping[str, int]]]:
        """The tables with the ``wanted`` months of ``seen``, and each customer's number."""
        with self._lock:
            self._drop_all_but(seen.segments())
            for table in Facts:
                periods = [period for each, period in wanted if each == table]
                self._load(store, table, _segments(seen, periods))
            cursor = self._db.cursor()
            cursor.begin()
            # A transaction sees what was there at its first statement, not at its beginning.
            cursor.execute("SELECT 1 FROM known_customers LIMIT 1")
            codes = self._codes
        try:
            yield cursor, codes
        finally:
            cursor.close()

    def _start(self) -> None:
        """Empty tables. Who reads the old ones goes on reading them."""
        self._segments: dict[tuple[Facts, str], int] = {}
        self._made = 0
        self._codes: Mapping[str, int] = {}
        for table in Facts:
            typed = ", ".join(
                f"{name} {_KEPT.get(COLUMNS[table][name], COLUMNS[table][name])}"
                for name in columns(table)
            )
            self._db.execute(f"CREATE OR REPLACE TABLE {table} (segment INTEGER, {typed})")
        for known in NUMBERED.values():
            self._db.execute(f"CREATE OR REPLACE TABLE {known} (code INTEGER, name VARCHAR)")
            self._db.execute(f"INSERT INTO {known} VALUES (0, NULL)")

    def _drop_all_but(self, in_use: set[str]) -> None:
        gone = [key for key in self._segments if key[1] not in in_use]
        if len(gone) > len(self._segments) - len(gone):
            # In memory, deleted rows stay where they are: more dead than alive is a new start.
            self._start()
            return
        for table, name in gone:
            self._db.execute(
                f"DELETE FROM {table} WHERE segment = ?",
                [self._segments.pop((table, name))],
            )

    def _load(self, store: Store, table: Facts, wanted: Sequence[str]) -> None:
        names = [name for name in wanted if (table, name) not in self._segments]
        if not names:
            return
        paths = [str(path) for path in cube.paths(store, table, names)]
        source = f"read_parquet([{', '.join(map(connection.literal, paths))}], filename=true)"
        for column in NUMBERED.keys() & COLUMNS[table].keys():
            # Both tables of a segment have the customers of the same lines.
            if column != "customer" or not self._has_elsewhere(table, names):
                self._number(column, source)
        numbers = range(self._made, self._made + len(names))
        self._made += len(names)
        wanted = ", ".join(
            f"({connection.literal(path)}, {number})"
            for path, number in zip(paths, numbers, strict=True)
        )
        self._db.execute(
            f"INSERT INTO {table} SELECT wanted.segment, numbered.* EXCLUDE (filename) FROM "
            f"({numbered(table, source, 'filename')}) AS numbered "
            f"JOIN (VALUES {wanted}) AS wanted (filename, segment) USING (filename) "
            "ORDER BY month, customer"
        )
        self._segments.update(
            {(table, name): number for name, number in zip(names, numbers, strict=True)}
        )

    def _has_elsewhere(self, table: Facts, names: Sequence[str]) -> bool:
        return all(
            any((other, name) in self._segments for other in Facts if other is not table)
            for name in names
        )

    def _number(self, column: str, source: str) -> None:
        """Give a number to every customer or family of ``source`` that has none."""
        known = NUMBERED[column]
        new = self._db.execute(
            f"INSERT INTO {known} SELECT (SELECT count(*) FROM {known}) - 1 + row_number() OVER (),"
            f" {column} FROM (SELECT DISTINCT {column} FROM {source} WHERE {column} IS NOT NULL "
            f"EXCEPT SELECT name FROM {known}) RETURNING name, code"
        ).fetchall()
        if new and column == "customer":
            self._codes = {**self._codes, **dict(new)}  # readers may hold the old one


_held: dict[int, Memory] = {}
_held_lock = Lock()


def of_this_process() -> Memory:
    """What this process holds; a forked one starts its own."""
    with _held_lock:
        if os.getpid() not in _held:
            _held.clear()
            _held[os.getpid()] = Memory()
        return _held[os.getpid()]


def _segments(seen: Published, periods: Iterable[Period]) -> list[str]:
    """The segments of every month that one of ``periods`` touches."""
    touched = {f"{month.start:%Y-%m}" for period in periods for month in period.months()}
    months = sorted(touched & seen.months.keys())
    return [name for month in months for name in seen.months[month].segments]
