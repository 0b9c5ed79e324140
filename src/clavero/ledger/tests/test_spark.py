"""The ledger on Apache Spark answers as on DuckDB (optional lane, ``requirements/spark.txt``)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clavero.core.period import Period
from clavero.ledger import selectors
from clavero.ledger.testing import EVERYTHING, Row, ledger_of, some_rows

pytestmark = [pytest.mark.django_db, pytest.mark.spark]


def test_the_same_answers(settings: Any, tmp_path: Any) -> None:
    pytest.importorskip("pyspark", reason="pyspark is not installed: requirements/spark.txt")
    answers = []
    for engine in ("duckdb", "spark"):
        settings.LEDGER_ENGINE = engine
        settings.LEDGER_HOME = tmp_path / engine
        rows = some_rows(months=3)
        ledger_of(rows)
        # A file with a column that the first does without.
        more = Row("F00-0", customer="C1", date=rows[0].date, net_amount=Decimal("0.01"),
                   ordered_quantity=Decimal(2))  # fmt: skip
        ledger_of([more, Row("F99", customer=None, date=date(2023, 1, 31), kind="credit_note")])
        cut = Period(date(2023, 1, 10), date(2023, 3, 5))
        answers.append(
            [
                selectors.by_account(EVERYTHING, Period.parse("2023")).to_pylist(),
                selectors.by_account(EVERYTHING, cut, rollup={"C1": "C2"}).to_pylist(),
                selectors.by_family(EVERYTHING, cut, customers=None).to_pylist(),
                selectors.by_month(EVERYTHING, customers=None).to_pylist(),
            ]
        )
    on_duckdb, on_spark = answers
    assert on_duckdb == on_spark
