"""All portfolio measures of all customers, against the bare DuckDB query and against pandas."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measured import answer, in_its_own_process, seconds_of, start_clavero

ROUNDS = 5


def compare(home: Path) -> dict[str, Any]:
    """Twelve months and the twelve before, from the ledger in ``home``."""
    found = in_its_own_process("measures", "duckdb", home=home)
    pandas = in_its_own_process("measures", "pandas", home=home)
    return {
        **found,
        "pandas": pandas["seconds"],
        "lines_ratio": found["from_lines"] / found["bare"],
        "first_ratio": found["first"] / found["bare"],
        "warm_ratio": found["warm"] / found["bare"],
        "pandas_ratio": pandas["seconds"] / found["from_lines"],
    }


BARE = """
    SELECT customer AS account,
        sum(net_amount) FILTER (now) AS net_sales,
        sum(net_amount - "cost") FILTER (now) AS contribution,
        sum(net_amount) FILTER (now AND "cost" IS NOT NULL) AS net_sales_with_cost,
        sum(abs(net_amount)) FILTER (now) AS gross,
        coalesce(sum(abs(net_amount)) FILTER (now AND "cost" IS NOT NULL), 0) AS gross_with_cost,
        (sum(abs(net_amount)) FILTER (now AND "cost" IS NOT NULL))::DOUBLE
            / (sum(abs(net_amount)) FILTER (now))::DOUBLE AS cost_known_share,
        count(DISTINCT (month, document)) FILTER (now AND sold) AS orders,
        count(DISTINCT month) FILTER (now AND sold) AS active_months,
        min(date) FILTER (now AND sold) AS first_purchase,
        max(date) FILTER (now AND sold) AS last_purchase,
        coalesce(sum(net_amount) FILTER (NOT now), 0) AS net_sales_before,
        count(DISTINCT family) FILTER (now AND sold AND net_amount > 0) AS families,
        coalesce(sum(net_amount) FILTER (now AND NOT sold), 0) AS credit_notes,
        count(*) FILTER (now AND net_amount = 0) AS zero_price_lines,
        count(*) FILTER (now AND sold AND net_amount < 0 AND coalesce(quantity, 1) > 0)
            AS negative_price_lines
    FROM (
        SELECT *, date >= DATE '{start}' AS now, kind = 'invoice' AS sold,
            date_trunc('month', date) AS month
        FROM read_parquet({files}, hive_partitioning = false)
        WHERE date >= DATE '{before}' AND date < DATE '{end}'
    )
    GROUP BY customer HAVING count(*) FILTER (now) > 0
    ORDER BY net_sales DESC, account NULLS LAST
"""


def _duckdb() -> None:
    start_clavero()
    from clavero.core.scope import Scope
    from clavero.ledger import selectors
    from clavero.ledger import store as stores
    from clavero.ledger.engine import answers, connection, cube
    from clavero.ledger.engine.facts import Facts
    from clavero.ledger.measures import PORTFOLIO

    everything = Scope(None)
    store = stores.current()
    seen = cube.published(store)
    period = selectors.resolve_period("ttm", everything)
    before = period.calendar_before()
    files = [
        str(store.table / path)
        for month in (*before.months(), *period.months())
        for path in seen.months[f"{month.start:%Y-%m}"].files
    ]
    sql = BARE.format(start=period.start, before=before.start, end=period.end, files=files)
    duckdb = connection.connect()

    def bare() -> Any:
        return duckdb.execute(sql).to_arrow_table()

    def ours() -> Any:
        return selectors.by_account(everything, period)

    def of_lines(table: Facts, days: Any) -> str:
        months = (seen.months[f"{month.start:%Y-%m}"] for month in days.months())
        figures = " UNION ALL ".join(
            f"({cube.segment_sql(store, table, month.files)})" for month in months
        )
        return f"SELECT *, customer AS account FROM ({figures})"

    def from_lines() -> Any:
        parts = [
            f"(WITH facts AS ({of_lines(table, windows[window])}) "
            f"{answers.measure_sql(tuple(group), 'account', table)}) AS {table}_{window}"
            for (table, window), group in answers.grouped(PORTFOLIO).items()
        ]
        return duckdb.execute(
            f"SELECT * FROM {parts[0]} "
            + " ".join(f"LEFT JOIN {part} USING (account)" for part in parts[1:])
            + " ORDER BY net_sales DESC, account NULLS LAST"
        ).to_arrow_table()

    windows = {answers.Window.PERIOD: period, answers.Window.BEFORE: before}
    first = seconds_of(ours)
    _assert_same(bare(), ours(), from_lines())
    answer(
        accounts=ours().num_rows,
        lines=sum(file.rows for file in store.files()),
        first=first,
        bare=_best(bare),
        warm=_best(ours),
        from_lines=_best(from_lines),
    )


def _assert_same(*tables: Any) -> None:
    """What is compared must be the same numbers."""
    exact = ["account", "net_sales", "contribution", "net_sales_with_cost", "gross",
             "gross_with_cost", "orders", "active_months", "families", "credit_notes",
             "zero_price_lines", "negative_price_lines"]  # fmt: skip
    first, *others = ([list(map(str, table[name].to_pylist())) for name in exact]
                      for table in tables)  # fmt: skip
    for other in others:
        for name, mine, theirs in zip(exact, first, other, strict=True):
            if mine != theirs:
                raise SystemExit(f"{name} differs: this would compare different things")


def _pandas() -> None:
    start_clavero()
    import pandas as pd
    import pyarrow.parquet as pq

    from clavero.core.scope import Scope
    from clavero.ledger import selectors
    from clavero.ledger import store as stores
    from clavero.ledger.engine import cube

    store = stores.current()
    seen = cube.published(store)
    period = selectors.resolve_period("ttm", Scope(None))
    before = period.calendar_before()
    files = [
        store.table / path
        for month in (*before.months(), *period.months())
        for path in seen.months[f"{month.start:%Y-%m}"].files
    ]
    wanted = ["customer", "document", "kind", "date", "family", "quantity", "net_amount", "cost"]

    def measured() -> pd.DataFrame:
        lines = pd.concat(
            pq.read_table(path, columns=wanted, partitioning=None).to_pandas(date_as_object=False)
            for path in files
        )
        for column in ("net_amount", "cost", "quantity"):
            lines[column] = lines[column].astype("float64")  # faster than Decimal, and inexact
        is_now = lines["date"] >= pd.Timestamp(period.start)
        now = lines[is_now].copy()
        now["month"] = now["date"].dt.to_period("M")
        now["size"] = now["net_amount"].abs()
        now["known"] = now["size"].where(now["cost"].notna(), 0)
        now["contribution"] = now["net_amount"] - now["cost"]
        now["with_cost"] = now["net_amount"].where(now["cost"].notna())
        sold = now[now["kind"] == "invoice"]
        by, by_sold = now.groupby("customer"), sold.groupby("customer")
        given_back = now[now["kind"] != "invoice"]
        negative = sold[(sold["net_amount"] < 0) & (sold["quantity"].fillna(1) > 0)]
        return pd.DataFrame(
            {
                "net_sales": by["net_amount"].sum(),
                "contribution": by["contribution"].sum(min_count=1),
                "net_sales_with_cost": by["with_cost"].sum(min_count=1),
                "gross": by["size"].sum(),
                "gross_with_cost": by["known"].sum(),
                "cost_known_share": by["known"].sum() / by["size"].sum(),
                "orders": sold.drop_duplicates(["customer", "month", "document"])
                .groupby("customer")
                .size(),
                "active_months": by_sold["month"].nunique(),
                "first_purchase": by_sold["date"].min(),
                "last_purchase": by_sold["date"].max(),
                "net_sales_before": lines[~is_now].groupby("customer")["net_amount"].sum(),
                "families": sold[sold["net_amount"] > 0].groupby("customer")["family"].nunique(),
                "credit_notes": given_back.groupby("customer")["net_amount"].sum(),
                "zero_price_lines": now[now["net_amount"] == 0].groupby("customer").size(),
                "negative_price_lines": negative.groupby("customer").size(),
            }
        ).sort_values("net_sales", ascending=False)

    answer(seconds=min(seconds_of(measured) for _round in range(2)))


def _best(work: Callable[[], object]) -> float:
    return min(seconds_of(work) for _round in range(ROUNDS))


if __name__ == "__main__":
    {"duckdb": _duckdb, "pandas": _pandas}[sys.argv[1]]()
