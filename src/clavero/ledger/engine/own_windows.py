"""Deliveries of customers who agreed days of their own, and what came of what was ordered.

What serving took is kept by month and counts everybody's lines alike. What differs where a customer
agreed something else is read from that customer's lines alone, all customers in one pass, and added
to it. The plain-Python reference is ``contracts/rules/keeping.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import pyarrow as pa

from clavero.core.period import Period
from clavero.ledger.engine import connection
from clavero.ledger.engine.cube import Published
from clavero.ledger.engine.serving import COLUMNS, IS_ON_TIME, SCHEMA, line_files
from clavero.ledger.engine.windows import HOLDS, IN_TIME, IS_MEASURED, OWN_WINDOW, is_over
from clavero.ledger.store import LINE, Store


def differences(
    store: Store, seen: Published, windows: pa.Table, period: Period, due_before: date
) -> pa.Table:
    """What is to be added to the figures of serving in ``period`` so that the lines of customers
    with ``windows`` of their own are counted by these, as far as they were due before a day."""
    files = line_files(seen, period)
    if not files or not windows.num_rows:
        return SCHEMA.empty_table()
    reader = connection.shared()
    connection.put(reader, "own_windows", windows.cast(OWN_WINDOW))
    was_due, due = f"promised_date < DATE '{due_before}'", is_over(f"DATE '{due_before}'")
    full, came = "quantity >= ordered_quantity", "delivered_date IS NOT NULL"
    # The product of two of 18 digits would have 18 again, and so no room for a hundred.
    full_in_part = "quantity >= ordered_quantity * in_full::DECIMAL(38, 10)"
    told = {
        "promised": (was_due, due),
        "on_time": (f"{was_due} AND {IS_ON_TIME}", f"{due} AND {IN_TIME}"),
        "in_full": (full, full_in_part),
        "short": (f"NOT ({full})", f"NOT ({full_in_part})"),
        "otif_lines": (f"{was_due} AND {IS_MEASURED}", f"{due} AND {IS_MEASURED}"),
        "full_lines": (
            f"{was_due} AND {came} AND {full}", f"{due} AND {came} AND {full_in_part}",
        ),
        "otif": (
            f"{was_due} AND {IS_ON_TIME} AND {full}", f"{due} AND {IN_TIME} AND {full_in_part}",
        ),
    }  # fmt: skip
    counted = {
        name: f"count(*) FILTER ({now}) - count(*) FILTER ({before})"
        for name, (before, now) in told.items()
    }
    shown = ", ".join(
        f"{counted.get(name, 'NULL')} AS {name}" for name in COLUMNS if name != "customer"
    )
    source = connection.lines(store.table / path for path in files)
    return (
        reader.execute(
            f"SELECT lines.customer, {shown} FROM {source} AS lines JOIN own_windows ON {HOLDS} "
            f"WHERE kind = 'invoice' AND date >= DATE '{period.start}' "
            f"AND date < DATE '{period.end}' GROUP BY lines.customer"
        )
        .to_arrow_table()
        .cast(SCHEMA)
    )


def filled(
    store: Store,
    seen: Published,
    windows: pa.Table,
    customers: Collection[str] | None,
    rollup: Mapping[str, str],
    period: Period,
    due_before: date,
) -> pa.Table:
    """``account``, ``unit``, and of the lines invoiced in ``period`` that were due before a day and
    say both quantities: how many ``lines``, the units ``ordered`` and those ``brought``, of no line
    more than were ordered. ``windows`` say until when a line may come."""
    reader = connection.shared()
    connection.put(reader, "own_windows", windows.cast(OWN_WINDOW))
    connection.put(
        reader, "rollup",
        pa.table({"code": pa.array(rollup.keys(), pa.string()),
                  "target": pa.array(rollup.values(), pa.string())}),
    )  # fmt: skip
    files, chosen, source = line_files(seen, period), "TRUE", "nothing"
    if files:
        source = connection.lines(store.table / path for path in files)
    else:
        connection.put(reader, "nothing", LINE.empty_table())
    if customers is not None:
        connection.put(reader, "members", pa.table({"code": pa.array(customers, pa.string())}))
        chosen = "lines.customer IN (SELECT code FROM members)"
    brought = "greatest(least(quantity, ordered_quantity), 0)"
    came = f"CASE WHEN delivered_date IS NULL THEN 0 ELSE {brought} END"
    due = is_over(f"DATE '{due_before}'")
    return reader.execute(
        "SELECT coalesce(target, lines.customer) AS account, coalesce(unit, '') AS unit, "
        "count(*) AS lines, sum(ordered_quantity)::DECIMAL(38, 6) AS ordered, "
        f"sum({came})::DECIMAL(38, 6) AS brought "
        f"FROM {source} AS lines LEFT JOIN own_windows ON {HOLDS} "
        "LEFT JOIN rollup ON lines.customer = rollup.code "
        f"WHERE kind = 'invoice' AND date >= DATE '{period.start}' AND date < DATE '{period.end}' "
        f"AND {IS_MEASURED} AND {due} AND {chosen} "
        "GROUP BY ALL ORDER BY ALL"
    ).to_arrow_table()
