"""Answers from the lines themselves: cut months, and the records behind a number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
from django.conf import settings

from clavero.core.period import Period
from clavero.ledger.engine import connection, cube
from clavero.ledger.engine.facts import Facts
from clavero.ledger.store import LINE, Store


def figures(store: Store, table: Facts, files: Sequence[str], days: Period) -> pa.Table:
    """The figures of the lines in ``files`` dated within ``days``."""
    if settings.LEDGER_ENGINE == "spark":
        from clavero.ledger.engine import spark  # an optional dependency

        return spark.figures(store, table, files, days)
    sql = cube.segment_sql(store, table, files, within=days)
    return connection.shared().execute(sql).to_arrow_table()


def records(
    store: Store,
    files: Iterable[str],
    days: Period,
    customers: Collection[str] | None,
    *,
    limit: int,
    offset: int,
) -> pa.Table:
    """Lines dated within ``days``, newest first, with every column; ``limit`` from ``offset``."""
    paths = [store.table / path for path in files]
    if not paths:
        return LINE.empty_table()
    reader = connection.shared()
    chosen = "TRUE"
    if customers is not None:
        reader.register("members", pa.table({"customer": pa.array(customers, pa.string())}))
        chosen = "customer IN (SELECT customer FROM members)"
    return reader.execute(
        f"SELECT * FROM {connection.parquet(paths)} "  # noqa: S608 - dates and quoted paths
        f"WHERE date >= DATE '{days.start}' AND date < DATE '{days.end}' AND {chosen} "
        f"ORDER BY date DESC, document, line_no LIMIT {int(limit)} OFFSET {int(offset)}"
    ).to_arrow_table()


def customer_names(store: Store, segments: Iterable[str]) -> dict[str, str]:
    """Each customer's name in the latest month that gives one."""
    paths = cube.paths(store, Facts.MONTHLY, segments)
    if not paths:
        return {}
    found = connection.shared().execute(
        "SELECT customer, arg_max(customer_name, month) "  # noqa: S608 - quoted paths
        f"FROM {connection.parquet(paths)} "
        "WHERE customer IS NOT NULL AND customer_name IS NOT NULL GROUP BY customer"
    )
    return dict(found.fetchall())


def customers_in(files: Iterable[Path]) -> list[tuple[str, str | None, str | None, str | None]]:
    """Code, name, tax number and country of the customers in line files, by their last lines."""
    return connection.shared().execute(
        "SELECT customer, arg_max(customer_name, line_no), arg_max(tax_number, line_no), "  # noqa: S608
        f"arg_max(country, line_no) FROM {connection.parquet(files)} "
        "WHERE customer IS NOT NULL GROUP BY customer ORDER BY customer"
    ).fetchall()


def products_in(files: Iterable[Path]) -> list[tuple[str, str | None, str | None, date]]:
    """Code, name, family and last day of the products in line files, by their last lines."""
    return connection.shared().execute(
        "SELECT product, arg_max(product_name, line_no), arg_max(family, line_no), max(date) "  # noqa: S608
        f"FROM {connection.parquet(files)} "
        "WHERE product IS NOT NULL GROUP BY product ORDER BY product"
    ).fetchall()
