"""The days on which accounts bought, from the lines themselves: the cube knows on which days of a
month a customer was invoiced, but not for how much, nor what was given back on the same day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

import ibis
import pyarrow as pa

from clavero.ledger.engine import connection
from clavero.ledger.engine.answers import RESULTS
from clavero.ledger.engine.cube import Published
from clavero.ledger.engine.facts import Table
from clavero.ledger.measures.days import BOUGHT
from clavero.ledger.store import LINE, Store


def purchase_days(
    store: Store,
    seen: Published,
    customers: Collection[str] | None,
    rollup: Mapping[str, str],
) -> pa.Table:
    """``account``, ``date`` and ``bought``, in order; lines without a customer are nobody's."""
    reader = connection.shared()
    files = [store.table / path for month in seen.months.values() for path in month.files]
    source = connection.parquet(files) if files else "nothing"
    if not files:
        connection.put(reader, "nothing", LINE.empty_table())
    account, chosen = "customer", "customer IS NOT NULL"
    if customers is not None:
        connection.put(reader, "members", pa.table({"customer": pa.array(customers, pa.string())}))
        chosen = "customer IN (SELECT customer FROM members)"
    if rollup:
        codes = {"customer": list(rollup), "target": list(rollup.values())}
        connection.put(reader, "rollup", pa.table(codes))
        account, source = (
            "coalesce(target, customer)",
            f"{source} LEFT JOIN rollup USING (customer)",
        )
    return reader.execute(
        f"WITH lines AS (SELECT {account} AS account, date, net_amount FROM {source} "
        f"WHERE {chosen}) SELECT account, date, {BOUGHT.key}::{RESULTS[BOUGHT.unit]} AS "
        f"{BOUGHT.key} FROM ({_sql()}) WHERE {BOUGHT.key} IS NOT NULL ORDER BY account, date"
    ).to_arrow_table()


def by_day(lines: Table) -> Table:
    """Account × day."""
    return lines.group_by(["account", "date"]).aggregate(**{BOUGHT.key: BOUGHT.expression(lines)})


@cache
def _sql() -> str:
    known = ibis.Schema.from_pyarrow(LINE)
    columns = {name: known[name] for name in ("date", "net_amount")}
    return str(ibis.to_sql(by_day(ibis.table({"account": "string", **columns}, name="lines")),
                           dialect="duckdb"))  # fmt: skip
