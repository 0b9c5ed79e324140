"""Deliveries held against their windows and against what was ordered, all contracts in one pass.

Each invoice line is judged by itself: by its promised day, by that of its delivery, and by its
quantity against the ordered one. What is not known of a line is neither kept nor missed. The
plain-Python reference is ``contracts/rules/keeping.py``.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from clavero.ledger.engine import agreed, connection
from clavero.ledger.engine.agreed import TOLD, WINDOW, same_as

if TYPE_CHECKING:
    from collections.abc import Collection

    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from clavero.ledger.engine.cube import Published
    from clavero.ledger.store import Store

_IS_SHORT = "is_due AND is_measured AND NOT is_full AND actual IS NOT NULL"


def within(
    store: Store,
    seen: Published,
    windows: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
    today: date,
) -> pa.Table:
    """Of each window: ``term``, how many invoiced ``lines`` were due in it before ``today``, how
    many of them were ``measured`` (both quantities known), of these ``in_full`` and ``both`` on
    time and in full, and how many of all ``departing`` in one or the other; how many that came
    were ``short``; the units ``ordered``
    and ``brought`` on those measured, ``None`` where they are not all of one unit; and how many
    lines are ``undated``: nobody knows for when they were promised."""
    reader = connection.shared()
    judged = _judged(reader, store, seen, windows, covers, customers, today)
    units = "CASE WHEN count(DISTINCT coalesce(unit, '')) FILTER (is_due AND is_measured) = 1 THEN"
    brought = "CASE WHEN actual IS NULL THEN 0 ELSE greatest(least(quantity, ordered_quantity), 0)"
    return reader.execute(
        f"{judged} SELECT term, count(*) FILTER (is_due) AS lines, "
        "count(*) FILTER (is_due AND is_measured) AS measured, "
        "count(*) FILTER (is_due AND is_measured AND is_full) AS in_full, "
        "count(*) FILTER (is_due AND is_measured AND is_full AND is_on_time) AS both, "
        "count(*) FILTER (is_due AND NOT (is_on_time AND (is_full OR NOT is_measured))) "
        "AS departing, "
        f"{units} sum(ordered_quantity) FILTER (is_due AND is_measured) END::DECIMAL(38, 6) "
        "AS ordered, "
        f"{units} sum({brought} END) FILTER (is_due AND is_measured) END::DECIMAL(38, 6) "
        "AS brought, "
        f"count(*) FILTER ({_IS_SHORT}) AS short, "
        "count(*) FILTER (due IS NULL) AS undated "
        "FROM judged GROUP BY term ORDER BY term"
    ).to_arrow_table()


def short(
    store: Store,
    seen: Published,
    windows: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
    today: date,
    *,
    limit: int | None = None,
    document: str | None = None,
) -> pa.RecordBatchReader:
    """Invoiced lines that were due and came with less than was ordered, as far as their window
    allows, or those of one ``document``: ``ordered_quantity``, and ``difference``, the quantity
    less what was ordered; where there is a ``limit``, those that lack the greatest part first,
    a piece at a time. ``same`` is how many lines before it are the same in all that one is known
    by."""
    reader = connection.shared()
    judged = _judged(reader, store, seen, windows, covers, customers, today, document)
    first, most = "", ""
    if limit is not None:
        first, most = "quantity / ordered_quantity, ", f" LIMIT {int(limit)}"
    same = same_as("ordered_quantity, quantity - ordered_quantity")
    found = reader.execute(
        f"{judged} SELECT contract, term, {', '.join(TOLD)}, ordered_quantity, "
        f"(quantity - ordered_quantity)::DECIMAL(38, 6) AS difference, {same} FROM judged "
        f"WHERE {_IS_SHORT} ORDER BY {first}contract, term, due, document, line_no{most}"
    )
    return connection.pieces(found)


def _judged(
    reader: DuckDBPyConnection,
    store: Store,
    seen: Published,
    windows: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
    today: date,
    document: str | None = None,
) -> str:
    """The invoiced lines of each window's time with what is known of them, as the beginning of a
    query. A line that has not come is not due before the last day of its window is over."""
    connection.put(reader, "windows", windows.cast(WINDOW))
    lines = agreed.lines_of(
        reader, store, seen, covers, customers, windows, with_later=True, document=document
    )
    return (
        f"WITH dated AS (SELECT lines.*, contract, term, promised_date AS due, "
        "delivered_date AS actual, promised_date - before AS earliest, "
        "promised_date + after AS latest, coalesce(in_full, 1) AS least_part "
        f"FROM ({lines}) AS lines JOIN covers USING (customer) JOIN windows USING (contract) "
        "WHERE kind = 'invoice' AND date >= windows.start AND date < windows.end), "
        "judged AS (SELECT *, "
        f"coalesce(due < DATE '{today}' AND (actual IS NOT NULL OR latest < DATE '{today}'), "
        "FALSE) AS is_due, "
        "coalesce(actual BETWEEN earliest AND latest, FALSE) AS is_on_time, "
        "quantity IS NOT NULL AND ordered_quantity IS NOT NULL AS is_measured, "
        "coalesce(actual IS NOT NULL AND quantity >= ordered_quantity * least_part, FALSE) "
        "AS is_full FROM dated)"
    )
