"""Which lines are the same line. Identity is compared, never stored.

Two lines are the same when they agree in every column of :data:`IDENTITY`; identical lines of
one document are told apart by counting them. ``docs/domain/sales-ledger.md`` says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from clavero.ledger.engine import parallel
from clavero.ledger.engine.connection import literal, parquet, put
from clavero.ledger.store.footers import footer_of, row_count

IDENTITY = (
    "document",
    "line",
    "kind",
    "date",
    "customer",
    "product",
    "quantity",
    "amount",
    "currency",
)

_COLUMNS = ", ".join(IDENTITY)
# A hash only sorts out what cannot be the same; what remains is compared column by column.
_HASH = f"hash({_COLUMNS})"
# Within one file these say nearly as much, for a fraction of the reading.
_FEW = "hash(document, line, amount)"
_FEWER = "hash(document, line)"  # where every line has its number
_SAME = " AND ".join(f"file.{name} IS NOT DISTINCT FROM there.{name}" for name in IDENTITY)


def count_repeated(months: Sequence[Sequence[Path]]) -> int:
    """How many lines are identical to another one before them in the same document.

    ``months`` are the files of each month: identical lines have the same day.
    """
    portions = parallel.portions(months, row_count)
    together = [[file for files in portion for file in files] for portion in portions]
    return sum(parallel.each(together, _count_repeated))


def _count_repeated(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> int:
    lines = parquet(files)
    few = _FEWER if all(footer_of(file).nulls.get("line") == 0 for file in files) else _FEW
    # Sorted, equal ones are neighbours: half of what grouping them costs, and mostly the end of it.
    hashes = connection.execute(f"SELECT {few} AS hash FROM {lines}").fetchnumpy()["hash"]
    hashes.sort()
    suspects = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
    if not len(suspects):
        return 0
    put(connection, "suspects", pa.table({"hash": suspects}))
    found = connection.execute(
        f"""
        SELECT coalesce(sum(times - 1), 0)::BIGINT FROM (
            SELECT count(*) AS times FROM {lines} WHERE {few} IN (FROM suspects)
            GROUP BY {_COLUMNS} HAVING count(*) > 1
        )
        """
    ).fetchone()
    return int(found[0]) if found else 0


def any_there(
    connection: duckdb.DuckDBPyConnection, staged: Sequence[Path], there: Sequence[Path]
) -> bool:
    """Whether some line of ``staged`` may be among ``there``; a sure no needs no comparison."""
    found = connection.execute(
        f"""
        SELECT count(*) FROM (
            SELECT 1 FROM {parquet(there)} WHERE {_HASH} IN (SELECT {_HASH} FROM {parquet(staged)})
            LIMIT 1
        )
        """
    ).fetchone()
    return bool(found and found[0])


def write_missing(
    connection: duckdb.DuckDBPyConnection,
    staged: Sequence[Path],
    there: Sequence[Path],
    target: Path,
    import_id: str,
) -> int:
    """Write to ``target``, as lines of ``import_id``, those of ``staged`` that ``there`` lacks;
    how many.

    Of a line that ``staged`` holds three times and ``there`` twice, the third is missing.
    """
    written = connection.execute(
        f"""
        COPY (
            WITH there AS (
                SELECT {_COLUMNS}, count(*) AS times FROM {parquet(there)}
                WHERE {_HASH} IN (SELECT {_HASH} FROM {parquet(staged)})
                GROUP BY ALL
            ), file AS (
                SELECT *, row_number() OVER (PARTITION BY {_COLUMNS} ORDER BY line_no) AS occurrence
                FROM {parquet(staged)}
            )
            SELECT file.* EXCLUDE (occurrence) REPLACE ({literal(import_id)} AS import_id)
            FROM file LEFT JOIN there ON {_SAME}
            WHERE occurrence > coalesce(times, 0)
        ) TO {literal(target)} (FORMAT parquet)
        """
    ).fetchone()
    return int(written[0]) if written else 0


def count_of(connection: duckdb.DuckDBPyConnection, file: Path, import_id: str) -> int:
    """How many lines of ``file`` are of an import."""
    found = connection.execute(
        f"SELECT count(*) FROM {parquet([file])} WHERE import_id = {literal(import_id)}"
    ).fetchone()
    return int(found[0]) if found else 0


def write_others(
    connection: duckdb.DuckDBPyConnection, file: Path, target: Path, import_id: str
) -> None:
    """Write to ``target`` the lines of ``file`` that are not of an import."""
    connection.execute(
        f"COPY (SELECT * FROM {parquet([file])} WHERE import_id <> {literal(import_id)}) "
        f"TO {literal(target)} (FORMAT parquet)"
    )


def write_joined(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Path], target: Path
) -> None:
    """Write every line of ``files`` to ``target``, by day."""
    connection.execute(
        # Some may have a column that others do without.
        f"COPY (SELECT * FROM {parquet(files, by_name=True)} ORDER BY date, import_id, line_no) "
        f"TO {literal(target)} (FORMAT parquet)"
    )


def write_as(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Path], target: Path, import_id: str
) -> int:
    """Write every line of ``files`` to ``target`` as one of ``import_id``; how many."""
    written = connection.execute(
        f"""
        COPY (
            SELECT * REPLACE ({literal(import_id)} AS import_id) FROM {parquet(files)}
        ) TO {literal(target)} (FORMAT parquet)
        """
    ).fetchone()
    return int(written[0]) if written else 0
