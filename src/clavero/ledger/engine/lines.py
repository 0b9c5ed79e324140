"""Answers from the lines themselves: cut months, and the records behind a number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
from django.conf import settings

from clavero.core.period import Period
from clavero.ledger.engine import connection, cube
from clavero.ledger.engine.facts import SAID_ON, TEXTS, Facts
from clavero.ledger.engine.windows import HOLDS, IN_TIME, OWN_WINDOW, is_over
from clavero.ledger.hooks import CustomerSeen
from clavero.ledger.store import LINE, Store


class Which(StrEnum):
    """The lines behind a number: all of them, or those that make it what it is."""

    ALL = "all"
    LATE = "late"  # due by the last day, but not delivered in the window that holds for them
    AWAITED = "awaited"  # those whose money was waited for longest, by amount and days


_CHOSEN = {
    Which.ALL: "TRUE",
    Which.LATE: f"kind = 'invoice' AND {is_over('$end')} AND NOT {IN_TIME}",
    Which.AWAITED: "kind = 'invoice' AND coalesce(paid_date, due_date) IS NOT NULL",
}
_LATEST_FIRST = "date DESC, document, line_no"
_ORDER = {
    Which.AWAITED: "net_amount::DECIMAL(38, 6) * (coalesce(paid_date, due_date) - date) "
    f"DESC, {_LATEST_FIRST}"
}


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
    family: str | None = None,
    limit: int,
    offset: int,
    which: Which = Which.ALL,
    windows: pa.Table | None = None,
) -> pa.Table:
    """Lines dated within ``days``, newest first, with every column; ``limit`` from ``offset``.
    With ``family``, those of one product family; ``windows`` are those that customers agreed for
    their deliveries."""
    paths = [store.table / path for path in files]
    if not paths:
        return LINE.empty_table()
    reader = connection.shared()
    chosen = _CHOSEN[which]
    if customers is not None:
        connection.put(reader, "members", pa.table({"customer": pa.array(customers, pa.string())}))
        chosen += " AND lines.customer IN (SELECT customer FROM members)"
    if family is not None:
        chosen += " AND family = $family"
    source = f"{connection.lines(paths)} AS lines"
    if which is Which.LATE:
        own = OWN_WINDOW.empty_table() if windows is None else windows.cast(OWN_WINDOW)
        connection.put(reader, "own_windows", own)
        source += f" LEFT JOIN own_windows ON {HOLDS}"
    given: dict[str, Any] = {"start": days.start, "end": days.end}
    return reader.execute(
        f"SELECT {', '.join(f'lines.{name}' for name in LINE.names)} FROM {source} "
        f"WHERE date >= $start AND date < $end AND {chosen} "
        f"ORDER BY {_ORDER.get(which, _LATEST_FIRST)} LIMIT {int(limit)} OFFSET {int(offset)}",
        given if family is None else {**given, "family": family},
    ).to_arrow_table()


def customer_names(store: Store, segments: Iterable[str]) -> dict[str, str]:
    """Each customer's name as the latest of ``segments`` give it."""
    paths = cube.paths(store, Facts.MONTHLY, segments)
    if not paths:
        return {}
    found = connection.shared().execute(
        f"SELECT customer, {_latest('customer_name')} "
        f"FROM {connection.parquet(paths)} "
        "WHERE customer IS NOT NULL AND customer_name IS NOT NULL GROUP BY customer"
    )
    return dict(found.fetchall())


class ProductFound(NamedTuple):
    """A product as line files describe it, the first and last day on which they sell it, and the
    last on which they say its name and its family."""

    code: str
    name: str | None
    family: str | None
    first_sold: date
    last_sold: date
    name_on: date | None
    family_on: date | None


def customers_in(
    store: Store, segments: Iterable[str], files: Iterable[Path] | None
) -> list[CustomerSeen]:
    """The customers in line files, by code; ``None`` for all in ``segments``.

    What is said of them is what the latest of ``segments`` says: the lines themselves would be
    ten times as many to read.
    """
    seen = connection.parquet(cube.paths(store, Facts.MONTHLY, segments))
    chosen = "customer IS NOT NULL"
    if files is not None:
        chosen = f"customer IN (SELECT customer FROM {connection.parquet(files)})"
    found = connection.shared().execute(
        f"SELECT customer, {', '.join(_latest(text) for text in TEXTS)} "
        f"FROM {seen} WHERE {chosen} GROUP BY customer ORDER BY customer"
    )
    return list(map(CustomerSeen._make, found.fetchall()))


def customer_codes(files: Iterable[Path]) -> list[str]:
    """The codes of the customers in line files, in order."""
    found = connection.shared().execute(
        f"SELECT DISTINCT customer FROM {connection.parquet(files)} "
        "WHERE customer IS NOT NULL ORDER BY customer"
    )
    return [code for (code,) in found.fetchall()]


def customers_of(store: Store, files: Iterable[str]) -> frozenset[str | None] | None:
    """The codes of the customers in files of the table, and ``None`` for lines without one.

    ``None`` for all where a file is gone: those that the table no longer names are kept a while.
    """
    paths = [store.table / path for path in files]
    if not paths:
        return frozenset()
    if not all(path.exists() for path in paths):
        return None
    found = connection.shared().execute(
        f"SELECT DISTINCT customer FROM {connection.parquet(paths)}"
    )
    return frozenset(code for (code,) in found.fetchall())


def products_in(files: Iterable[Path], *, only: Sequence[str] | None = None) -> list[ProductFound]:
    """The products in line files, by code; lines of the last day that do name them."""
    reader = connection.shared()
    chosen = "product IS NOT NULL"
    if only is not None:
        connection.put(reader, "wanted", pa.table({"product": pa.array(only, pa.string())}))
        chosen = "product IN (SELECT product FROM wanted)"
    # What is said of a product is nearly always the same: the few ways first, then the latest.
    found = reader.execute(
        f"""
        WITH ways AS (
            SELECT product, product_name, family, min(date) AS first, max(date) AS last
            FROM {connection.parquet(files)} WHERE {chosen} GROUP BY ALL
        )
        SELECT product,
            arg_max(product_name, last) FILTER (product_name IS NOT NULL),
            arg_max(family, last) FILTER (family IS NOT NULL), min(first), max(last),
            max(last) FILTER (product_name IS NOT NULL), max(last) FILTER (family IS NOT NULL)
        FROM ways GROUP BY product ORDER BY product
        """
    )
    return list(map(ProductFound._make, found.fetchall()))


def _latest(text: str) -> str:
    return f"arg_max({text}, {SAID_ON[text]})"
