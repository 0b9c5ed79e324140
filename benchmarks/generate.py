"""A made-up distributor's sales, as large as wanted and always the same.

Invoices of five lines over four years up to the middle of a month; a few customers buy most; each
buys from thirty of 4,000 products; one document in forty is a credit note; one line in twenty has
no cost.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb

FIRST_DAY = date(2021, 1, 1)
DAYS = 1446  # to 16 December 2024
CUSTOMERS = 50_000
LINES_A_DOCUMENT = 5
A_DAY = 30_000  # lines of a daily file


def sales_sql(lines: int, first_day: date = FIRST_DAY, days: int = DAYS, start: int = 0) -> str:
    """SQL for ``lines`` sales lines with the columns of the CSV; documents count from ``start``."""
    first, last = start * LINES_A_DOCUMENT, start * LINES_A_DOCUMENT + lines
    return f"""
        WITH numbered AS (
            SELECT i // {LINES_A_DOCUMENT} AS d, i % {LINES_A_DOCUMENT} + 1 AS l,
                DATE '{first_day}' + (((i - {first}) * {days}) // {lines})::INTEGER AS day
            FROM range({first}, {last}) AS numbers(i)
        ), bought AS (
            SELECT *, CASE WHEN hash(d, 'kind') % 40 = 0 THEN -1 ELSE 1 END AS sign,
                least({CUSTOMERS - 1},
                      floor({CUSTOMERS} * pow((hash(d) % 1000003) / 1000003.0, 4)))::INTEGER AS c,
                (hash(d, l, 'amount') % 100000) / 100.0 AS size
            FROM numbered
        ), sold AS (
            SELECT *, hash(c, hash(d, l) % 30) % 4000 AS p FROM bought
        )
        SELECT 'F' || (1000000 + d) AS document, l::VARCHAR AS line,
            CASE WHEN sign < 0 THEN 'credit note' ELSE 'invoice' END AS kind, day AS date,
            'C' || (10000 + c) AS customer, 'Customer number ' || c || ' S.A.' AS customer_name,
            'P' || p AS product, 'Product number ' || p AS product_name,
            'Family ' || (p % 40) AS family, (hash(d, l, 'quantity') % 100 + 1) * sign AS quantity,
            (size * sign)::DECIMAL(12, 2) AS net_amount, 'EUR' AS currency,
            CASE WHEN hash(d, l, 'cost') % 20 > 0 THEN (size * 0.7 * sign)::DECIMAL(12, 2) END
                AS "cost"
        FROM sold
    """


def write_csv(path: Path, sql: str) -> Path:
    """The rows as a CSV file with a header; kept when it is there already."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        duckdb.execute(f"COPY ({sql}) TO '{beside}' (FORMAT csv, HEADER)")
        beside.rename(path)
    return path


def sales_file(folder: Path, lines: int) -> Path:
    """The CSV of the whole four years."""
    return write_csv(folder / f"sales-{lines}.csv", sales_sql(lines))


def daily_file(folder: Path, number: int) -> Path:
    """The CSV of one day after the four years."""
    day = FIRST_DAY + timedelta(days=DAYS + number)
    sql = sales_sql(A_DAY, day, 1, start=1_000_000_000 + number * A_DAY)
    return write_csv(folder / f"day-{number}.csv", sql)


def late_file(folder: Path, lines: int = 300) -> Path:
    """The CSV of lines of a month long over, that came late."""
    sql = sales_sql(lines, FIRST_DAY + timedelta(days=DAYS - 200), 1, start=2_000_000_000)
    return write_csv(folder / f"late-{lines}.csv", sql)
