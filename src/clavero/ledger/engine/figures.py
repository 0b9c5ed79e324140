"""Answers from the cube: measures of accounts, months and families, in tens of milliseconds.

Each process keeps the segments that it was asked for in an in-memory DuckDB, with customers and
families as numbers. When a new version is published only the segments that changed are read.
Whole months come from there; the days of a month that a period cuts come from the lines.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock

import duckdb
import ibis
import pyarrow as pa

from clavero.core.period import Period
from clavero.ledger.engine import connection, cube, lines
from clavero.ledger.engine.cube import Published
from clavero.ledger.engine.facts import COLUMNS, Facts
from clavero.ledger.measures import Grain, Measure, Unit, Window
from clavero.ledger.store import Store

_RESULTS = {
    Unit.MONEY: "DECIMAL(38, 6)",
    Unit.FRACTION: "DECIMAL(10, 9)",
    Unit.COUNT: "BIGINT",
    Unit.DAY: "DATE",
}
_KEPT = {"string": "INTEGER", "date": "DATE", "int64": "BIGINT", "boolean": "BOOLEAN"}
_TABLES = {Grain.ACCOUNT_MONTH: Facts.MONTHLY, Grain.ACCOUNT_FAMILY_MONTH: Facts.FAMILIES}
_TEXTS = {"customer_name", "tax_number", "country"}  # not kept in memory
_NUMBERED = {"customer": "known_customers", "family": "known_families"}


@dataclass(frozen=True, slots=True)
class Members:
    """Whose figures and under which name.

    ``customers`` are ledger codes; ``None`` means everybody, unattributed lines included.
    ``rollup`` gives the account of a customer where it is another one.
    """

    customers: Collection[str] | None = None
    rollup: Mapping[str, str] = field(default_factory=dict)


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
        with self._reading(seen, members, [each for each in windows.values() if each]) as reader:
            joined = " LEFT JOIN ".join(
                f"({reader.grouped('account', group, table, windows[window])}) AS part_{number}"
                + (" USING (account)" if number else "")
                for number, ((table, window), group) in enumerate(grouped(measures).items())
            )
            shown = ", ".join(_or_nothing(each, windows[each.window]) for each in measures)
            return reader.rows(
                f"SELECT names.name AS account, {shown} FROM {joined} "
                "JOIN account_names AS names ON names.code = account "
                "ORDER BY net_sales DESC, names.name NULLS LAST"
            )

    def by_month(
        self, seen: Published, measures: Sequence[Measure], members: Members, period: Period
    ) -> pa.Table:
        """The measures of each month of ``period`` with lines, in order."""
        with self._reading(seen, members, [period]) as reader:
            return reader.rows(
                f"{reader.grouped('month', measures, Facts.MONTHLY, period)} ORDER BY month"
            )

    def by_family(
        self, seen: Published, measures: Sequence[Measure], members: Members, period: Period
    ) -> pa.Table:
        """The measures of each product family with lines in ``period``, largest first."""
        with self._reading(seen, members, [period]) as reader:
            return reader.rows(
                f"SELECT known.name AS family, {', '.join(each.key for each in measures)} "
                f"FROM ({reader.grouped('family', measures, Facts.FAMILIES, period)}) AS found "
                "LEFT JOIN known_families AS known ON known.code = found.family "
                "ORDER BY net_sales DESC, known.name NULLS LAST"
            )

    def order_dates(self, seen: Published, members: Members) -> pa.Table:
        """``customer`` and ``date``: each day on which a customer was invoiced, in order."""
        with self._reading(seen, members, map(Period.parse, seen.months)) as reader:
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
        with self._reading(seen, members, map(Period.parse, months)) as reader:
            found = reader.rows(
                "SELECT min(first_day) AS first, max(last_day) AS last FROM monthly "
                f"WHERE {reader.chosen}"
            ).to_pylist()[0]
        return Period.inclusive(found["first"], found["last"]) if found["first"] else None

    def months_of(self, seen: Published, members: Members, period: Period) -> list[str]:
        """The months of ``period`` in which the members have lines."""
        with self._reading(seen, members, [period]) as reader:
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
        for known in _NUMBERED.values():
            self._db.execute(f"CREATE TABLE {known} (code INTEGER, name VARCHAR)")
            self._db.execute(f"INSERT INTO {known} VALUES (0, NULL)")

    @contextmanager
    def _reading(
        self, seen: Published, members: Members, periods: Iterable[Period]
    ) -> Iterator[_Reader]:
        """A reader of ``seen``, with the months of ``periods`` at hand."""
        touched = {f"{month.start:%Y-%m}" for period in periods for month in period.months()}
        wanted = [
            name
            for month in sorted(touched & seen.months.keys())
            for name in seen.months[month].segments
        ]
        with self._lock:
            self._drop_all_but(seen.segments())
            for table in Facts:
                self._load(table, [name for name in wanted if (table, name) not in self._segments])
            cursor = self._db.cursor()
            cursor.begin()
            # A transaction sees what was there at its first statement, not at its beginning.
            cursor.execute("SELECT 1 FROM known_customers LIMIT 1")
            codes = self._codes
        try:
            yield _Reader(self._store, seen, cursor, codes, members)
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

    def _load(self, table: Facts, names: Sequence[str]) -> None:
        if not names:
            return
        paths = [str(path) for path in cube.paths(self._store, table, names)]
        source = f"read_parquet([{', '.join(map(connection.literal, paths))}], filename=true)"
        for column in _NUMBERED.keys() & COLUMNS[table].keys():
            self._number(column, source)
        numbers = range(self._made, self._made + len(names))
        self._made += len(names)
        connection.put(self._db, "wanted", pa.table({"filename": paths, "segment": list(numbers)}))
        self._db.execute(
            f"INSERT INTO {table} SELECT wanted.segment, numbered.* EXCLUDE (filename) FROM "
            f"({_numbered(table, source, 'filename')}) AS numbered JOIN wanted USING (filename) "
            "ORDER BY month, customer"
        )
        self._segments.update(
            {(table, name): number for name, number in zip(names, numbers, strict=True)}
        )

    def _number(self, column: str, source: str) -> None:
        """Give a number to every customer or family of ``source`` that has none."""
        known = _NUMBERED[column]
        new = self._db.execute(
            f"INSERT INTO {known} SELECT (SELECT count(*) FROM {known}) - 1 + row_number() OVER (),"
            f" {column} FROM (SELECT DISTINCT {column} FROM {source} WHERE {column} IS NOT NULL "
            f"EXCEPT SELECT name FROM {known}) RETURNING name, code"
        ).fetchall()
        if new and column == "customer":
            self._codes = {**self._codes, **dict(new)}  # readers may hold the old one


class _Reader:
    """The figures as they were when the question was asked, for the members asked about."""

    def __init__(
        self,
        store: Store,
        seen: Published,
        cursor: duckdb.DuckDBPyConnection,
        codes: Mapping[str, int],
        members: Members,
    ) -> None:
        self._store = store
        self._seen = seen
        self._cursor = cursor
        self._account = "customer"
        self.chosen = "TRUE"
        if members.customers is not None:
            self._choose([codes[each] for each in members.customers if each in codes])
        self._roll_up(codes, members.rollup)

    def grouped(
        self, by: str, measures: Sequence[Measure], table: Facts, period: Period | None
    ) -> str:
        """SQL for ``measures`` of ``table`` in ``period``, by account, month or family."""
        if period is None:
            missing = ", ".join(f"NULL::{_RESULTS[each.unit]} AS {each.key}" for each in measures)
            return f"SELECT NULL::INTEGER AS {by}, {missing} WHERE FALSE"
        typed = ", ".join(f"{each.key}::{_RESULTS[each.unit]} AS {each.key}" for each in measures)
        return (
            f"WITH facts AS ({self._facts(table, period)}) "
            f"SELECT {by}, {typed} FROM ({measure_sql(tuple(measures), by, table)})"
        )

    def rows(self, sql: str) -> pa.Table:
        """The answer to ``sql``."""
        return self._cursor.execute(sql).to_arrow_table()

    def _choose(self, codes: list[int]) -> None:
        connection.put(self._cursor, "members", pa.table({"customer": pa.array(codes, pa.int32())}))
        self.chosen = "customer IN (SELECT customer FROM members)"

    def _roll_up(self, codes: Mapping[str, int], rollup: Mapping[str, str]) -> None:
        names = "CREATE TEMP VIEW account_names AS SELECT code, name FROM known_customers"
        moved = {
            each: account for each, account in rollup.items() if account != each and each in codes
        }
        if moved:
            # Accounts that are no customers themselves, groups above all, count downwards.
            groups = sorted(set(moved.values()) - codes.keys())
            numbers = {**codes, **{name: -number for number, name in enumerate(groups, start=1)}}
            connection.put(
                self._cursor,
                "rollup",
                pa.table(
                    {
                        "customer": pa.array([codes[each] for each in moved], pa.int32()),
                        "target": pa.array([numbers[to] for to in moved.values()], pa.int32()),
                    }
                ),
            )
            connection.put(
                self._cursor,
                "account_groups",
                pa.table(
                    {
                        "code": pa.array([numbers[name] for name in groups], pa.int32()),
                        "name": pa.array(groups, pa.string()),
                    }
                ),
            )
            names += " UNION ALL SELECT code, name FROM account_groups"
            self._account = "coalesce(target, customer)"
        self._cursor.execute(names)

    def _facts(self, table: Facts, period: Period) -> str:
        """SQL for the members' rows: whole months as they are kept, cut months from the lines."""
        names = ", ".join(columns(table))
        whole, cut = split(period)
        sources = [
            f"SELECT {names} FROM {table} "
            f"WHERE month >= DATE '{months.start}' AND month < DATE '{months.end}'"
            for months in whole
        ]
        sources += [self._from_lines(table, days) for days in cut]
        found = f"SELECT * FROM ({' UNION ALL '.join(sources)}) WHERE {self.chosen}"
        moved = "" if self._account == "customer" else "LEFT JOIN rollup USING (customer)"
        return f"SELECT *, {self._account} AS account FROM ({found}) {moved}"

    def _from_lines(self, table: Facts, days: Period) -> str:
        """SQL for the figures of some days of one month."""
        month = self._seen.months.get(f"{days.start:%Y-%m}")
        if month is None:
            return f"SELECT {', '.join(columns(table))} FROM {table} WHERE FALSE"
        name = f"{table}_{days.start:%Y%m%d}_{days.last:%Y%m%d}"
        connection.put(self._cursor, name, lines.figures(self._store, table, month.files, days))
        return _numbered(table, name)


def columns(table: Facts) -> list[str]:
    """The columns of ``table`` that are kept in memory and that measures may use."""
    return [name for name in COLUMNS[table] if name not in _TEXTS]


def measured(facts: ibis.Table, measures: Sequence[Measure], by: str) -> ibis.Table:
    """The measures of ``facts``, grouped by ``by``, as an expression for any engine."""
    return facts.group_by(by).aggregate(**{each.key: each.expression(facts) for each in measures})


@cache
def measure_sql(measures: tuple[Measure, ...], by: str, table: Facts) -> str:
    """DuckDB's SQL of ``measures`` over a table named ``facts``, compiled once a process."""
    kept = {name: COLUMNS[table][name] for name in columns(table)}
    kept |= {name: "int64" for name in _NUMBERED if name in kept}
    facts = ibis.table({"account": "int64", **kept}, name="facts")
    return str(ibis.to_sql(measured(facts, measures, by), dialect="duckdb"))


def split(period: Period) -> tuple[list[Period], list[Period]]:
    """The whole months of ``period`` in one piece, and the days it takes of months it cuts."""
    months = list(period.months())
    inside = [Period(max(each.start, period.start), min(each.end, period.end)) for each in months]
    cut = [taken for taken, month in zip(inside, months, strict=True) if taken != month]
    whole = [month for month in months if month in inside]
    return ([Period(whole[0].start, whole[-1].end)] if whole else []), cut


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


def grouped(measures: Sequence[Measure]) -> dict[tuple[Facts, Window], list[Measure]]:
    """The measures by what one query answers together; the first of them has every account."""
    groups: dict[tuple[Facts, Window], list[Measure]] = {(Facts.MONTHLY, Window.PERIOD): []}
    for measure in measures:
        groups.setdefault((_TABLES[measure.grain], measure.window), []).append(measure)
    return groups


def _or_nothing(measure: Measure, window: Period | None) -> str:
    """SQL for a measure of an account that may have no line in ``window``: then it is that of
    nothing, which is not the same as missing."""
    nothing = measure.reference(())
    if window is None or nothing is None:
        return measure.key
    return f"coalesce({measure.key}, {nothing}::{_RESULTS[measure.unit]}) AS {measure.key}"


def _numbered(table: Facts, source: str, *others: str) -> str:
    """SQL for the rows of ``source`` with customers and families as numbers, and ``others``."""
    numbered = {"customer": "customers.code AS customer", "family": "families.code AS family"}
    figures = [numbered.get(name, f"f.{name}") for name in columns(table)]
    family = (
        "LEFT JOIN known_families AS families ON families.name = f.family"
        if table == Facts.FAMILIES
        else ""
    )
    return (
        f"SELECT {', '.join([*figures, *(f'f.{name}' for name in others)])} FROM {source} AS f "
        "JOIN known_customers AS customers "
        f"ON customers.name IS NOT DISTINCT FROM f.customer {family}"
    )
