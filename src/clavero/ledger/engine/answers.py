"""How a question to the figures is put in SQL: members, periods and measures.

A reader stands on a snapshot of the in-memory tables that :mod:`clavero.ledger.engine.memory`
keeps. The measures come from their Ibis expressions, compiled once a process.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import duckdb
import ibis
import pyarrow as pa

from clavero.core.period import Period
from clavero.ledger.engine import connection, lines
from clavero.ledger.engine.cube import Published
from clavero.ledger.engine.facts import COLUMNS, SAID_ON, TEXTS, Facts
from clavero.ledger.measures import Grain, Measure, Unit, Window
from clavero.ledger.store import Store

NUMBERED = {"customer": "known_customers", "family": "known_families"}
"""Columns kept as numbers, and the tables that name them."""

RESULTS = {
    Unit.MONEY: "DECIMAL(38, 6)",
    Unit.FRACTION: "DECIMAL(10, 9)",
    Unit.COUNT: "BIGINT",
    Unit.DAY: "DATE",
    Unit.QUANTITY: "DECIMAL(38, 6)",
    Unit.WORD: "VARCHAR",
}
"""The types in which measures come back, by what they are counted in."""

_TABLES = {Grain.ACCOUNT_MONTH: Facts.MONTHLY, Grain.ACCOUNT_FAMILY_MONTH: Facts.FAMILIES}


@dataclass(frozen=True, slots=True)
class Members:
    """Whose figures and under which name.

    ``customers`` are ledger codes; ``None`` means everybody, unattributed lines included.
    ``rollup`` gives the account of a customer where it is another one.
    """

    customers: Collection[str] | None = None
    rollup: Mapping[str, str] = field(default_factory=dict)


class Reader:
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
            missing = ", ".join(f"NULL::{RESULTS[each.unit]} AS {each.key}" for each in measures)
            return f"SELECT NULL::INTEGER AS {by}, {missing} WHERE FALSE"
        typed = ", ".join(f"{each.key}::{RESULTS[each.unit]} AS {each.key}" for each in measures)
        return (
            f"WITH facts AS ({self.facts(table, period)}) "
            f"SELECT {by}, {typed} FROM ({measure_sql(tuple(measures), by, table)})"
        )

    def bought(self, period: Period, base: Period | None) -> str:
        """SQL for how many families each account bought in ``period``, and how many of them it
        did not buy in ``base``, with what these sold; unknown without ``base``."""
        start = f"DATE '{period.start}'"
        whole = Period(period.start if base is None else base.start, period.end)
        now, before = f"FILTER (month >= {start})", f"FILTER (month < {start})"
        days = "bool_or(purchase_days <> 0)"
        known = "NULL" if base is None else "is_bought AND NOT was_bought"
        return (
            f"WITH facts AS ({self.facts(Facts.FAMILIES, whole)}), by_family AS ("
            f"SELECT account, sum(net_sales) {now} AS sold, "
            f"coalesce({days} {now} AND sum(net_sales) {now} > 0, FALSE) AS is_bought, "
            f"coalesce({days} {before} AND sum(net_sales) {before} > 0, FALSE) "
            "AS was_bought FROM facts WHERE family <> 0 GROUP BY account, family) "
            "SELECT account, count(*) FILTER (is_bought) AS families, "
            f"sum(({known})::BIGINT)::BIGINT AS additional, "
            f"sum(CASE WHEN {known} THEN sold WHEN {known} IS NOT NULL THEN 0 END)"
            "::DECIMAL(38, 6) AS additional_sales FROM by_family GROUP BY account"
        )

    def beside(self, name: str, rows: pa.Table) -> None:
        """Put ``rows`` beside the figures, to be joined with them."""
        connection.put(self._cursor, name, rows)

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

    def facts(self, table: Facts, period: Period) -> str:
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
        return numbered(table, name)


def columns(table: Facts) -> list[str]:
    """The columns of ``table`` that are kept in memory and that measures may use."""
    described = {*TEXTS, *SAID_ON.values()}  # not kept in memory
    return [name for name in COLUMNS[table] if name not in described]


def measured(facts: ibis.Table, measures: Sequence[Measure], by: str) -> ibis.Table:
    """The measures of ``facts``, grouped by ``by``, as an expression for any engine."""
    return facts.group_by(by).aggregate(**{each.key: each.expression(facts) for each in measures})


@cache
def measure_sql(measures: tuple[Measure, ...], by: str, table: Facts) -> str:
    """DuckDB's SQL of ``measures`` over a table named ``facts``, compiled once a process."""
    kept = {name: COLUMNS[table][name] for name in columns(table)}
    kept |= {name: "int64" for name in NUMBERED if name in kept}
    facts = ibis.table({"account": "int64", **kept}, name="facts")
    return str(ibis.to_sql(measured(facts, measures, by), dialect="duckdb"))


def split(period: Period) -> tuple[list[Period], list[Period]]:
    """The whole months of ``period`` in one piece, and the days it takes of months it cuts."""
    months = list(period.months())
    inside = [Period(max(each.start, period.start), min(each.end, period.end)) for each in months]
    cut = [taken for taken, month in zip(inside, months, strict=True) if taken != month]
    whole = [month for month in months if month in inside]
    return ([Period(whole[0].start, whole[-1].end)] if whole else []), cut


def grouped(measures: Sequence[Measure]) -> dict[tuple[Facts, Window], list[Measure]]:
    """The measures by what one query answers together; the first of them has every account."""
    groups: dict[tuple[Facts, Window], list[Measure]] = {(Facts.MONTHLY, Window.PERIOD): []}
    for measure in measures:
        groups.setdefault((_TABLES[measure.grain], measure.window), []).append(measure)
    return groups


def or_nothing(measure: Measure, window: Period | None) -> str:
    """SQL for a measure of an account that may have no line in ``window``: then it is that of
    nothing, which is not the same as missing."""
    nothing = measure.reference(())
    if window is None or nothing is None:
        return measure.key
    return f"coalesce({measure.key}, {nothing}::{RESULTS[measure.unit]}) AS {measure.key}"


def numbered(table: Facts, source: str, *others: str) -> str:
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
