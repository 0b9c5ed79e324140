"""Agreed prices and rebates held against all lines, beside the bare DuckDB as-of join."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.generate import DAYS, FIRST_DAY
from benchmarks.measured import answer, in_its_own_process, seconds_of, start_clavero

CONTRACTS, PRICES, PERIODS, ROUNDS = 1_000, 200_000, 10, 3

BARE = """
    SELECT prices.contract, count(*) AS compared, sum(prices.price) AS price
    FROM read_parquet({files}, hive_partitioning = false) AS lines
    ASOF JOIN prices ON lines.customer = prices.customer AND lines.product = prices.product
        AND lines.currency = prices.currency AND lines.date >= prices.start
    WHERE lines.quantity <> 0
    GROUP BY prices.contract ORDER BY prices.contract
"""


def compare(home: Path) -> dict[str, Any]:
    """All contracts of the ledger in ``home``."""
    return in_its_own_process("compliance", home=home)


def _all() -> None:
    start_clavero()
    import pyarrow as pa

    from clavero.contracts.rules.rebates import Sold, accrued, volume_of
    from clavero.core.scope import Scope
    from clavero.ledger import selectors
    from clavero.ledger import store as stores
    from clavero.ledger.engine import connection, cube

    store = stores.current()
    seen = cube.published(store)
    files = [str(store.table / path) for month in seen.months.values() for path in month.files]
    duckdb = connection.connect()
    duckdb.execute(_agreed(files))
    rows = duckdb.execute("SELECT * EXCLUDE customer FROM prices").to_arrow_table()
    prices = pa.table(
        {name: rows[name].cast(selectors.PRICE.field(name).type) for name in selectors.PRICE.names},
        schema=selectors.PRICE,
    )
    pairs = duckdb.execute("SELECT DISTINCT contract, customer FROM prices").to_arrow_table()
    covers = pairs.cast(selectors.COVER)
    sql = BARE.format(files=files)

    def bare() -> Any:
        return duckdb.execute(sql).to_arrow_table()

    rebates = _rebates(duckdb)
    spans = pa.Table.from_pylist(
        [
            {"span": contract, "contract": contract, "product": None, "family": None,
             "start": rule.valid.start, "end": rule.valid.end}
            for contract, rule in rebates.items()
        ],
        schema=selectors.SPAN,
    )  # fmt: skip

    def ours() -> Any:
        found = selectors.agreed_totals(Scope(None), prices, covers)
        bought = selectors.agreed_volumes(Scope(None), spans, covers, by_day=False).to_pylist()
        for row in bought:
            rule = rebates[row["span"]]
            sold = [Sold(row["date"], row["net_amount"], rule.currency)]
            accrued(rule, volume_of(rule, sold))
        if len(bought) != len(rebates):
            raise SystemExit("some rebates found no lines")
        return found

    if sum(bare()["compared"].to_pylist()) != sum(ours()["compared"].to_pylist()):
        raise SystemExit("the lines differ: this would compare different things")
    best = {
        name: min(seconds_of(work) for _round in range(ROUNDS))
        for name, work in (("bare", bare), ("ours", ours))
    }
    answer(
        **best,
        compared=sum(ours()["compared"].to_pylist()),
        prices=prices.num_rows,
        contracts=len(set(covers["contract"].to_pylist())),
    )


def _rebates(duckdb: Any) -> dict[int, Any]:
    """A rebate of three tiers on all that each contract buys, over all days."""
    from clavero.contracts.rules.terms import Basis, Rebate, Tier
    from clavero.core.period import Period

    tiers = tuple(
        Tier(Decimal(start), Decimal(rate))
        for start, rate in ((0, "0.01"), (50_000, "0.02"), (100_000, "0.03"))
    )
    days = Period(FIRST_DAY, FIRST_DAY + timedelta(days=DAYS))
    found = duckdb.execute("SELECT DISTINCT contract FROM prices ORDER BY contract").fetchall()
    return {contract: Rebate(Basis.TURNOVER, tiers, "EUR", days) for (contract,) in found}


def _agreed(files: list[str]) -> str:
    """Prices of what the largest customers buy most, each product's in as many periods."""
    span = DAYS // PERIODS + 1
    first, far = FIRST_DAY, FIRST_DAY + timedelta(days=DAYS * 2)
    pairs = PRICES // PERIODS
    return f"""
        CREATE TABLE prices AS
        WITH bought AS (
            SELECT customer, product, count(*) AS lines
            FROM read_parquet({files}, hive_partitioning = false)
            WHERE customer IS NOT NULL AND product IS NOT NULL GROUP BY ALL
        ), largest AS (
            SELECT customer, row_number() OVER (ORDER BY sum(lines) DESC, customer) AS contract
            FROM bought GROUP BY customer LIMIT {CONTRACTS}
        ), chosen AS (
            SELECT contract, customer, product FROM bought JOIN largest USING (customer)
            ORDER BY row_number() OVER (PARTITION BY customer ORDER BY lines DESC, product),
                contract LIMIT {pairs}
        )
        SELECT row_number() OVER (ORDER BY contract, product, period) AS price_id, contract,
            customer, product, NULL::VARCHAR AS family, NULL::VARCHAR AS unit, 'EUR' AS currency,
            ((hash(product, period) % 100000) / 100.0)::DECIMAL(18, 6) AS price,
            DATE '{first}' + (period * {span})::INTEGER AS start,
            CASE WHEN period = {PERIODS - 1} THEN DATE '{far}'
                ELSE DATE '{first}' + ((period + 1) * {span})::INTEGER END AS "end"
        FROM chosen CROSS JOIN range({PERIODS}) AS periods(period)
    """


if __name__ == "__main__":
    _all()
