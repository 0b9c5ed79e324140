"""Deliveries and payments held against their days, all contracts in one pass.

What is promised or to be paid on a day to come is not told. Of an import in which no line is paid
nobody knows what was paid: its lines are not late.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

import pyarrow as pa
from duckdb import DuckDBPyConnection

from clavero.ledger.engine import connection
from clavero.ledger.engine.agreed import TOLD, WINDOW, lines_of, same_as
from clavero.ledger.engine.cube import Published
from clavero.ledger.store import Store


class Dates(StrEnum):
    """What is held against a window."""

    DELIVERED = "delivered"
    PAID = "paid"


def outside(
    store: Store,
    seen: Published,
    dates: Dates,
    windows: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
    today: date,
    *,
    limit: int | None = None,
    document: str | None = None,
) -> pa.RecordBatchReader:
    """Invoiced lines whose delivery or payment lies outside its window, or those of one
    ``document``, with ``due`` and ``actual``, which is missing while it has not come, and ``days``
    beside the window; where there is a ``limit``, those with the most days first, a piece at a
    time. ``same`` is how many lines before it are the same in all that one is known by: they may
    differ in their days."""
    reader = connection.shared()
    dated = _dated(reader, store, seen, dates, windows, covers, customers, today, document)
    first, most = ("", "") if limit is None else ("abs(days) DESC, ", f" LIMIT {int(limit)}")
    found = reader.execute(
        f"{dated} SELECT contract, term, {', '.join(TOLD)}, due, actual, days, {same_as('due')} "
        "FROM dated WHERE is_known AND days <> 0 "
        f"ORDER BY {first}contract, term, due, document, line_no{most}"
    )
    return connection.pieces(found)


def due_within(
    store: Store,
    seen: Published,
    dates: Dates,
    windows: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
    today: date,
) -> pa.Table:
    """Of each window: ``term``, and how many invoiced ``lines`` were due in it before ``today``; of
    these how many lie ``outside`` it, came ``early`` or are ``missing``; and beside them how many
    are ``unknown``: no line of their import has a day of payment. Of deliveries
    :func:`clavero.ledger.engine.delivered.within` tells more."""
    reader = connection.shared()
    dated = _dated(reader, store, seen, dates, windows, covers, customers, today)
    return reader.execute(
        f"{dated} SELECT term, count(*) FILTER (is_known) AS lines, "
        "count(*) FILTER (is_known AND days <> 0) AS outside, "
        "count(*) FILTER (is_known AND days < 0) AS early, "
        "count(*) FILTER (is_known AND days <> 0 AND actual IS NULL) AS missing, "
        "count(*) FILTER (NOT is_known) AS unknown FROM dated GROUP BY term ORDER BY term"
    ).to_arrow_table()


def amounts_outside(
    store: Store,
    seen: Published,
    dates: Dates,
    windows: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
    today: date,
) -> pa.Table:
    """What waiting costs follows from: of each window, ``currency``, ``amount`` and ``days``, how
    many ``lines`` outside it are alike in them."""
    reader = connection.shared()
    dated = _dated(reader, store, seen, dates, windows, covers, customers, today)
    return reader.execute(
        f"{dated} SELECT term, currency, amount, days, count(*) AS lines FROM dated "
        "WHERE is_known AND days <> 0 GROUP BY ALL ORDER BY ALL"
    ).to_arrow_table()


def _dated(
    reader: DuckDBPyConnection,
    store: Store,
    seen: Published,
    dates: Dates,
    windows: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
    today: date,
    document: str | None = None,
) -> str:
    """The invoiced lines that were due in each window, with how many ``days`` beside it they came,
    as the beginning of a query."""
    connection.put(reader, "windows", windows.cast(WINDOW))
    lines = lines_of(reader, store, seen, covers, customers, windows, document=document)
    due, actual = _DATES[dates]
    early, last = _EDGES[dates]
    known = "TRUE"
    if dates is Dates.PAID:
        files = [store.table / path for month in seen.months.values() for path in month.files]
        source = connection.parquet(files) if files else "nothing"
        known = f"import_id IN (SELECT import_id FROM {source} WHERE paid_date IS NOT NULL)"
    return (
        f"WITH pending AS (SELECT lines.*, contract, term, before, after, {due} AS due, "
        f"{actual} AS actual, {known} AS is_known FROM ({lines}) AS lines "
        "JOIN covers USING (customer) JOIN windows USING (contract) "
        "WHERE kind = 'invoice' AND date >= windows.start AND date < windows.end "
        f"AND {due} < DATE '{today}'), "
        f"dated AS (SELECT *, CASE WHEN {early} THEN actual - (due - before) "
        f"ELSE greatest(coalesce(actual, DATE '{today}') - ({last}), 0) END::INTEGER AS days "
        "FROM pending)"
    )


_DATES: Mapping[Dates, tuple[str, str]] = {
    Dates.DELIVERED: ("promised_date", "delivered_date"),
    Dates.PAID: ("date + windows.after", "paid_date"),
}
_EDGES: Mapping[Dates, tuple[str, str]] = {
    Dates.DELIVERED: ("actual < due - before", "due + after"),
    Dates.PAID: ("FALSE", "due"),
}
"""When a line came too early, and the last day on which it is in time."""
