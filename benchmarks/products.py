"""What customers bought by product, against the bare DuckDB query over the same files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measured import answer, in_its_own_process, seconds_of, start_clavero

ROUNDS = 7
WHOM = {
    "the largest customer": ["C10000"],
    "a group of ten": [f"C{10_000 + 500 * number}" for number in range(10)],
    "a small customer": ["C47000"],
}

BARE = """
    SELECT product,
        coalesce(sum(net_amount) FILTER (now), 0) AS net_sales,
        sum(net_amount - "cost") FILTER (now) AS contribution,
        (sum(abs(net_amount)) FILTER (now AND "cost" IS NOT NULL))::DOUBLE
            / (sum(abs(net_amount)) FILTER (now))::DOUBLE AS cost_known_share,
        CASE WHEN count(quantity) FILTER (now) = count(*) FILTER (now)
                AND min(coalesce(unit, '')) FILTER (now) = max(coalesce(unit, '')) FILTER (now)
            THEN sum(quantity) FILTER (now) END AS quantity,
        count(DISTINCT (customer, month, document)) FILTER (now AND sold) AS orders,
        min(date) FILTER (now AND sold) AS first_purchase,
        max(date) FILTER (now AND sold) AS last_purchase,
        coalesce(sum(net_amount) FILTER (NOT now), 0) AS net_sales_before
    FROM (
        SELECT *, date >= DATE '{start}' AS now, kind = 'invoice' AS sold,
            date_trunc('month', date) AS month
        FROM read_parquet({files}, hive_partitioning = false)
        WHERE date >= DATE '{before}' AND date < DATE '{end}' AND customer IN ({customers})
    )
    GROUP BY product ORDER BY net_sales DESC, product NULLS LAST
"""


def compare(home: Path) -> dict[str, dict[str, Any]]:
    """Twelve months and the twelve before, of some customers, from the ledger in ``home``."""
    found: dict[str, dict[str, Any]] = in_its_own_process("products", home=home)["whom"]
    return found


def _whom() -> None:
    start_clavero()
    answer(whom={name: _compared(customers) for name, customers in WHOM.items()})


def _compared(customers: list[str]) -> dict[str, Any]:
    from clavero.core.scope import Scope
    from clavero.ledger import selectors
    from clavero.ledger import store as stores
    from clavero.ledger.engine import connection, cube

    store = stores.current()
    seen = cube.published(store)
    period = selectors.resolve_period("ttm", Scope(None))
    before = period.calendar_before()
    files = [
        str(store.table / path)
        for month in (*before.months(), *period.months())
        for path in seen.months[f"{month.start:%Y-%m}"].files
    ]
    listed = ", ".join(map(connection.literal, customers))
    sql = BARE.format(
        start=period.start, before=before.start, end=period.end, files=files, customers=listed
    )
    duckdb = connection.connect()
    scope = Scope(frozenset(customers))

    def bare() -> Any:
        return duckdb.execute(sql).to_arrow_table()

    def ours() -> Any:
        return selectors.by_product(scope, period, before=before)

    _assert_same(bare(), ours())
    return {"products": ours().num_rows, "bare": _best(bare), "ours": _best(ours)}


def _assert_same(bare: Any, ours: Any) -> None:
    """What is compared must be the same numbers, but for the last places of a fraction."""
    for name in set(bare.column_names) - {"cost_known_share"}:
        if bare[name].to_pylist() != ours[name].to_pylist():
            raise SystemExit(f"{name} differs: this would compare different things")


def _best(work: Callable[[], object]) -> float:
    return min(seconds_of(work) for _round in range(ROUNDS))


if __name__ == "__main__":
    _whom()
