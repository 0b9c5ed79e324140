"""Answers from the cube: measures of accounts, months and families, in tens of milliseconds.

Each process keeps the segments that it was asked for in an in-memory DuckDB, with customers and
families as numbers. When a new version is published only the segments that changed are read.
Whole months come from there; the days of a month that a period cuts come from the lines.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import pyarrow as pa

from clavero.core.period import Period
from clavero.ledger.engine import connection, cube
from clavero.ledger.engine.answers import (
    NUMBERED,
    Members,
    Reader,
    columns,
    grouped,
    numbered,
    or_nothing,
)
from clavero.ledger.engine.cube import Published
from clavero.ledger.engine.facts import COLUMNS, Facts
from clavero.ledger.measures import Measure, Window
from clavero.ledger.store import Store

_KEPT = {"string": "INTEGER", "date": "DATE", "int64": "BIGINT", "boolean": "BOOLEAN"}


class Figures:
    """One process's copy of the figures of one ledger. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._start()

    # -- questions ----------------------------------------------------------------------------

    def by_account(
        self,
        seen: Published,
        measures: Sequence[Measure],
        members: Members,
        period: Period,
        before: Period | None,
    ) -> pa.Table:
        """The measures of each account with lines in ``period``, largest net sales first.

        ``before`` is what measures over the period before look at; without it they are missing.
        """
        windows = {Window.PERIOD: period, Window.BEFORE: before}
        groups = grouped(measures)
        wanted = [(table, days) for table, window in groups if (days := windows[window])]
        with self._reading(seen, members, wanted) as reader:
            joined = " LEFT JOIN ".join(
                f"({reader.grouped('account', group, table, windows[window])}) AS part_{number}"
                + (" USING (account)" if number else "")
                for number, ((table, window), group) in enumerate(groups.items())
            )
            shown = ", ".join(or_nothing(each, windows[each.window]) for each in measures)
            return reader.rows(
                f"SELECT names.name AS account, {shown} FROM {joined} "
                "JOIN account_names AS names ON names.code = account "
                "ORDER BY net_sales DESC, names.name NULLS LAST"
            )

    def by_month(
        self, seen: Published, measures: Sequence[Measure], members: Members, period: Period
    ) -> pa.Table:
        """The measures of each month of ``period`` with lines, in order."""
        with self._reading(seen, members, [(Facts.MONTHLY, period)]) as reader:
            return reader.rows(
                f"{reader.grouped('month', measures, Facts.MONTHLY, period)} ORDER BY month"
            )

    def by_family(
        self, seen: Published, measures: Sequence[Measure], members: Members, period: Period
    ) -> pa.Table:
        """The measures of each product family with lines in ``period``, largest first."""
        with self._reading(seen, members, [(Facts.FAMILIES, period)]) as reader:
            return reader.rows(
                f"SELECT known.name AS family, {', '.join(each.key for each in measures)} "
                f"FROM ({reader.grouped('family', measures, Facts.FAMILIES, period)}) AS found "
                "LEFT JOIN known_families AS known ON known.code = found.family "
                "ORDER BY net_sales DESC, known.name NULLS LAST"
            )

    def order_dates(self, seen: Published, members: Members) -> pa.Table:
        """``customer`` and ``date``: each day on which a customer was invoiced, in order."""
        wanted = [(Facts.MONTHLY, Period.parse(month)) for month in seen.months]
        with self._reading(seen, members, wanted) as reader:
            return reader.rows(
                "SELECT DISTINCT known.name AS customer, month + day::INTEGER AS date "
                "FROM monthly JOIN known_customers AS known ON known.code = customer, "
                f"range(31) AS days(day) WHERE (purchase_days >> day) & 1 = 1 AND {reader.chosen} "
                "ORDER BY customer, date"
            )

    def span(self, seen: Published, members: Members) -> Period | None:
        """From the day of the first line to that of the last; ``None`` without lines."""
        months = sorted(seen.months)
        if members.customers is None:
            months = sorted({*months[:1], *months[-1:]})
        wanted = [(Facts.MONTHLY, Period.parse(month)) for month in months]
        with self._reading(seen, members, wanted) as reader:
            found = reader.rows(
                "SELECT min(first_day) AS first, max(last_day) AS last FROM monthly "
                f"WHERE {reader.chosen}"
            ).to_pylist()[0]
        return Period.inclusive(found["first"], found["last"]) if found["first"] else None

    def months_of(self, seen: Published, members: Members, period: Period) -> list[str]:
        """The months of ``period`` in which the members have lines."""
        with self._reading(seen, members, [(Facts.MONTHLY, period)]) as reader:
            found = reader.rows(f"SELECT DISTINCT month FROM monthly WHERE {reader.chosen}")
        touched = {f"{month.start:%Y-%m}" for month in period.months()}
        return sorted(touched & {f"{month:%Y-%m}" for month in found["month"].to_pylist()})

    # -- keeping up ---------------------------------------------------------------------------

    def _start(self) -> None:
        self._db = connection.connect()
        self._segments: dict[tuple[Facts, str], int] = {}
        self._made = 0
        self._codes: Mapping[str, int] = {}
        for table in Facts:
            typed = ", ".join(
                f"{name} {_KEPT.get(COLUMNS[table][name], COLUMNS[table][name])}"
                for name in columns(table)
            )
            self._db.execute(f"CREATE TABLE {table} (segment INTEGER, {typed})")
        for known in NUMBERED.values():
            self._db.execute(f"CREATE TABLE {known} (code INTEGER, name VARCHAR)")
            self._db.execute(f"INSERT INTO {known} VALUES (0, NULL)")

    @contextmanager
    def _reading(
        self, seen: Published, members: Members, wanted: Sequence[tuple[Facts, Period]]
    ) -> Iterator[Reader]:
        """A reader of ``seen``, with the tables' months that are ``wanted`` at hand."""
        with self._lock:
            self._drop_all_but(seen.segments())
            for table in Facts:
                periods = [period for each, period in wanted if each == table]
                self._load(table, _segments(seen, periods))
            cursor = self._db.cursor()
            cursor.begin()
            # A transaction sees what was there at its first statement, not at its beginning.
            cursor.execute("SELECT 1 FROM known_customers LIMIT 1")
            codes = self._codes
        try:
            yield Reader(self._store, seen, cursor, codes, members)
        finally:
            cursor.close()

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

    def _load(self, table: Facts, wanted: Sequence[str]) -> None:
        names = [name for name in wanted if (table, name) not in self._segments]
        if not names:
            return
        paths = [str(path) for path in cube.paths(self._store, table, names)]
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


_kept: dict[tuple[Path, int], Figures] = {}
_kept_lock = Lock()


def of(store: Store) -> Figures:
    """This process's figures of ``store``; a forked process starts its own."""
    key = (store.home, os.getpid())
    with _kept_lock:
        if key not in _kept:
            _kept.clear()  # a process serves one ledger
            _kept[key] = Figures(store)
        return _kept[key]


def _segments(seen: Published, periods: Iterable[Period]) -> list[str]:
    """The segments of every month that one of ``periods`` touches."""
    touched = {f"{month.start:%Y-%m}" for period in periods for month in period.months()}
    months = sorted(touched & seen.months.keys())
    return [name for month in months for name in seen.months[month].segments]
