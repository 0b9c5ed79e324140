"""Apache Spark, where the lines are too many for one machine: LEDGER_ENGINE=spark.

The same Ibis expressions make the monthly figures there; what is asked of them afterwards is
small and answered in the process as ever. The session comes from Spark's own configuration
(``SPARK_REMOTE``, ``spark-defaults.conf``); the ledger's folder must be where its workers see it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from functools import cache
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from clavero.core.period import Period
from clavero.ledger.engine import cube
from clavero.ledger.engine.facts import BUILD, Facts, Table
from clavero.ledger.store import Store


@cache
def session() -> Any:
    """This process's Spark session."""
    from pyspark.sql import SparkSession

    return (
        SparkSession.builder.appName("clavero")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.parquet.inferTimestampNTZ.enabled", "false")
        .getOrCreate()
    )


def write_segment(store: Store, segment: str, files: Sequence[str], earlier: Sequence[str]) -> None:
    """Compute the figures of the lines in ``files``, beside ``earlier`` ones, and write them."""
    lines = _lines(store, files)
    beside = _lines(store, earlier) if earlier else None
    for table, path in cube.files_of(store, segment).items():
        pq.write_table(_run(BUILD[table](lines, beside)), path)


def figures(store: Store, table: Facts, files: Sequence[str], days: Period) -> pa.Table:
    """The figures of the lines in ``files`` dated within ``days``."""
    lines = _lines(store, files)
    inside = lines.filter(
        (lines.date >= ibis.literal(days.start)) & (lines.date < ibis.literal(days.end))
    )
    return _run(BUILD[table](inside))


def _lines(store: Store, files: Sequence[str]) -> Table:
    # Ibis reads one path alone.
    found = session().read.parquet(*(str(store.table / path) for path in files))
    name = f"lines_{secrets.token_hex(4)}"
    found.createOrReplaceTempView(name)
    return _backend().table(name)


def _run(figures: Table) -> pa.Table:
    # Ibis goes through pandas, in which a missing date or amount is no value of its type.
    found = session().sql(str(ibis.to_sql(figures, dialect="pyspark"))).toArrow()
    return found.cast(figures.schema().to_pyarrow())


@cache
def _backend() -> Any:
    return ibis.pyspark.connect(session())
