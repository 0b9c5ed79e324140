"""Agreed prices and rebates of all contracts held against all lines, from the contracts in the
database to what is told of them, beside the bare DuckDB as-of join of the same tables."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.generate import DAYS, FIRST_DAY
from benchmarks.measured import answer, in_its_own_process, seconds_of, start_clavero

CONTRACTS, PRICES, PERIODS, ROUNDS = 1_000, 200_000, 10, 3
MOST = 100
"""So many findings of a kind the command lists: those that depart most."""

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
    from django.db import transaction

    from clavero.ledger import store as stores
    from clavero.ledger.engine import connection, cube

    store = stores.current()
    seen = cube.published(store)
    files = [str(store.table / path) for month in seen.months.values() for path in month.files]
    duckdb = connection.connect()
    duckdb.execute(_agreed(files))
    with transaction.atomic():  # what is written for this is taken back afterwards
        _write_down(duckdb)
        found = _measured(duckdb, BARE.format(files=files))
        transaction.set_rollback(True)
    answer(**found)


def _measured(duckdb: Any, sql: str) -> dict[str, Any]:
    """What the night and ``clavero compliance`` ask of all contracts, and the bare join."""
    from clavero.contracts.selectors import compliance, kept_by_account
    from clavero.identity.rules import Actor

    day = FIRST_DAY + timedelta(days=DAYS)

    def bare() -> Any:
        return duckdb.execute(sql).to_arrow_table()

    def night() -> Any:
        return kept_by_account(Actor.system(), day)

    def command() -> Any:
        return compliance(Actor.system(), most=MOST)

    told = command()
    compared = sum(told.compared.values())
    if sum(bare()["compared"].to_pylist()) != compared:
        raise SystemExit("the lines differ: this would compare different things")
    if len(told.rebates) != CONTRACTS or len(night()) != CONTRACTS:
        raise SystemExit("some contracts found no lines")
    best = {
        name: min(seconds_of(work) for _round in range(ROUNDS))
        for name, work in (("bare", bare), ("night", night), ("command", command))
    }
    return {**best, "compared": compared, "prices": PRICES, "contracts": CONTRACTS}


def _write_down(duckdb: Any) -> None:
    """The prices as contracts, each with a rebate of three tiers on all that it buys."""
    from clavero.contracts.models import AgreedPrice, Contract, Term
    from clavero.contracts.rules.terms import TermKind
    from clavero.portfolio.models import Customer

    last = FIRST_DAY + timedelta(days=DAYS * 2)
    ids = dict(Customer.objects.values_list("code", "pk"))
    pairs = duckdb.execute("SELECT DISTINCT contract, customer FROM prices ORDER BY 1").fetchall()
    days = {"start": FIRST_DAY, "end": last}
    contracts = Contract.objects.bulk_create(
        Contract(customer_id=ids[code], title=f"Contract {number}", currency="EUR", **days)
        for number, code in pairs
    )
    tiers = [["0", "0.01"], ["50000", "0.02"], ["100000", "0.03"]]
    rebate = {"basis": "turnover", "tiers": tiers, "is_retroactive": True}
    of_days = {"start": FIRST_DAY, "end": FIRST_DAY + timedelta(days=DAYS - 1), "currency": "EUR"}
    Term.objects.bulk_create(
        Term(contract=each, kind=TermKind.REBATE.value, values=rebate, **of_days)
        for each in contracts
    )
    terms = Term.objects.bulk_create(
        Term(contract=each, kind=TermKind.PRICE.value, currency="EUR", **days) for each in contracts
    )
    term_of = {number: term for (number, _code), term in zip(pairs, terms, strict=True)}
    rows = duckdb.execute('SELECT contract, product, price, start, "end" FROM prices').fetchall()
    AgreedPrice.objects.bulk_create(
        (
            AgreedPrice(
                term=term_of[number], product=product, price=price, currency="EUR", start=start,
                end=end - timedelta(days=1),
            )
            for number, product, price, start, end in rows
        ),
        batch_size=5_000,
    )  # fmt: skip


def _agreed(files: list[str]) -> str:
    """Prices of what the largest customers buy most, each product's in as many periods."""
    span = DAYS // PERIODS + 1
    first, far = FIRST_DAY, FIRST_DAY + timedelta(days=DAYS * 2 + 1)
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
