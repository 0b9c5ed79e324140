"""Answers by product, from the lines themselves: the cube adds up families and knows no product.

Only the files of months in which the customers bought are read. Lines of merged products count
for the one that stays, before anything is counted: an invoice with both is one order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

import duckdb
import ibis
import pyarrow as pa

from clavero.core.period import Period
from clavero.ledger import store as stores
from clavero.ledger.engine import connection
from clavero.ledger.engine.answers import RESULTS, measured, or_nothing
from clavero.ledger.engine.facts import Table, money
from clavero.ledger.measures import Measure, Window
from clavero.ledger.store import Store

# A few customers are named in the query: by their names DuckDB leaves out the parts of files in
# which none of them stands, which it does not do for a table of them.
MOST_NAMED = 200

_NEEDED = ("customer", "date", "document", "kind", "net_amount", "cost", "quantity", "unit")


def by_product(
    store: Store,
    files: Iterable[str],
    measures: Sequence[Measure],
    customers: Collection[str] | None,
    merged: Mapping[str, str],
    windows: Mapping[Window, Period | None],
) -> pa.Table:
    """``product`` and ``measures``, of each product with lines in one of ``windows``, largest net
    sales first; ``None`` are the lines without product.

    ``files`` hold every line of ``customers`` (``None``: of everybody) in the windows; ``merged``
    gives the product that another one counts for.
    """
    reader = connection.shared()
    product, source = "product", _lines(reader, store, files)
    if merged:
        codes = {"product": list(merged), "target": list(merged.values())}
        connection.put(reader, "merged", pa.table(codes))
        product, source = "coalesce(target, product)", f"{source} LEFT JOIN merged USING (product)"
    chosen = " OR ".join(_within(period) for period in windows.values() if period)
    if customers is not None:
        chosen = f"({chosen}) AND customer IN ({_members(reader, customers)})"
    now, before = (
        _of_window([each for each in measures if each.window == window], windows[window])
        for window in (Window.PERIOD, Window.BEFORE)
    )
    shown = ", ".join(or_nothing(each, windows[each.window]) for each in measures)
    return reader.execute(
        f"WITH chosen AS MATERIALIZED (SELECT {product} AS product, {', '.join(_NEEDED)} "
        f"FROM {source} WHERE {chosen}) "
        f"SELECT coalesce(now.product, earlier.product) AS product, {shown} "
        f"FROM ({now}) AS now FULL JOIN ({before}) AS earlier "
        "ON now.product IS NOT DISTINCT FROM earlier.product "
        "ORDER BY net_sales DESC, 1 NULLS LAST"
    ).to_arrow_table()


def figures(lines: Table) -> Table:
    """Product × customer × month; ``lines`` name the product for which they count."""
    invoiced = lines.kind == "invoice"
    return lines.group_by([lines.product, lines.customer, lines.date.truncate("M")]).aggregate(
        **money(lines),
        lines=lines.count(),
        orders=lines.document.nunique(where=invoiced),
        first_purchase=lines.date.min(where=invoiced),
        last_purchase=lines.date.max(where=invoiced),
        quantity=lines.quantity.sum(),
        lines_with_quantity=lines.quantity.count(),
        lines_with_unit=lines.unit.count(),
        first_unit=lines.unit.min(),
        last_unit=lines.unit.max(),
    )


@cache
def _measure_sql(measures: tuple[Measure, ...]) -> str:
    """DuckDB's SQL of ``measures`` over a table named ``lines``, compiled once a process."""
    known = ibis.Schema.from_pyarrow(stores.LINE)
    lines = ibis.table({name: known[name] for name in ("product", *_NEEDED)}, name="lines")
    return str(ibis.to_sql(measured(figures(lines), measures, "product"), dialect="duckdb"))


def _of_window(measures: Sequence[Measure], period: Period | None) -> str:
    typed = [f"{each.key}::{RESULTS[each.unit]} AS {each.key}" for each in measures]
    if period is None:
        missing = [f"NULL::{RESULTS[each.unit]} AS {each.key}" for each in measures]
        return f"SELECT NULL::VARCHAR AS product, {', '.join(missing)} WHERE FALSE"
    return (
        f"WITH lines AS (FROM chosen WHERE {_within(period)}) "
        f"SELECT product, {', '.join(typed)} FROM ({_measure_sql(tuple(measures))})"
    )


def _within(period: Period) -> str:
    return f"(date >= DATE '{period.start}' AND date < DATE '{period.end}')"


def _members(reader: duckdb.DuckDBPyConnection, customers: Collection[str]) -> str:
    if 0 < len(customers) <= MOST_NAMED:
        return ", ".join(map(connection.literal, sorted(customers)))
    connection.put(reader, "members", pa.table({"customer": pa.array(customers, pa.string())}))
    return "FROM members"


def _lines(reader: duckdb.DuckDBPyConnection, store: Store, files: Iterable[str]) -> str:
    paths = [store.table / path for path in files]
    if paths:
        return connection.parquet(paths)
    connection.put(reader, "nothing", stores.LINE.empty_table())
    return "nothing"
