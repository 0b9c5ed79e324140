"""Agreed prices by how narrowly they say what they are of, as an as-of join reads them."""

from __future__ import annotations

from collections.abc import Sequence

from duckdb import DuckDBPyConnection

LEVELS = (("product", True), ("product", False), ("family", True), ("family", False))
"""By what a price is found, and whether by its unit too, the narrowest first."""


def put_levels(reader: DuckDBPyConnection) -> list[tuple[str, str, bool]]:
    """A table of prices for each level that has any, the narrowest first."""
    found = []
    for subject, has_unit in LEVELS:
        name = f"by_{subject}{'_and_unit' if has_unit else ''}"
        reader.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT customer, prices.* "
            f"FROM prices JOIN covers USING (contract) WHERE {subject} IS NOT NULL "
            f"AND unit IS {'NOT ' if has_unit else ''}NULL"
        )
        count = reader.execute(f"SELECT count(*) FROM {name}").fetchone()
        if count is not None and count[0]:
            _cut_at_overlaps(reader, name, f"customer, {subject}, unit, currency")
            found.append((name, subject, has_unit))
    return found


def _cut_at_overlaps(reader: DuckDBPyConnection, name: str, key: str) -> None:
    """Prices of one thing that overlap, cut so that at any day one stands: the last begun among
    those that hold, of two that begin on a day the one with the higher number. An as-of join sees
    the last begun only, and would find nothing once that has ended."""
    # Sorting by a hash takes a fraction of sorting by the texts; two keys of one hash at most have
    # their prices cut for nothing.
    reader.execute(
        "CREATE OR REPLACE TEMP TABLE hashes AS SELECT DISTINCT hashed FROM "
        '(SELECT hashed, start, max("end") OVER (PARTITION BY hashed ORDER BY start '
        "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until "
        f'FROM (SELECT hash({key}) AS hashed, start, "end" FROM {name})) WHERE start < until'
    )
    count = reader.execute("SELECT count(*) FROM hashes").fetchone()
    if count is None or not count[0]:
        return
    reader.execute(
        f"CREATE OR REPLACE TEMP TABLE overlapping AS SELECT DISTINCT {key} FROM {name} "
        f"WHERE hash({key}) IN (FROM hashes)"
    )
    same = " AND ".join(
        f"told.{each} IS NOT DISTINCT FROM overlapping.{each}" for each in key.split(", ")
    )
    own = ", ".join(f"told.{each}" for each in key.split(", "))
    reader.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS WITH "
        f"told AS (SELECT told.* FROM {name} AS told SEMI JOIN overlapping ON {same}), "
        f'days AS (SELECT DISTINCT {key}, unnest([start, "end"]) AS day FROM told), '
        f"pieces AS (SELECT {key}, day, lead(day) OVER (PARTITION BY {key} ORDER BY day) AS stop "
        "FROM days) "
        f"SELECT * FROM {name} AS told ANTI JOIN overlapping ON {same} UNION ALL "
        'SELECT told.* REPLACE (day AS start, stop AS "end") FROM pieces AS overlapping '
        f'JOIN told ON {same} AND told.start <= day AND told."end" > day '
        f"QUALIFY row_number() OVER (PARTITION BY {own}, day "
        "ORDER BY told.start DESC, told.price_id DESC) = 1"
    )


def chosen_of(names: Sequence[str], column: str) -> str:
    """The column of the narrowest price that holds on the line's day."""
    cases = " ".join(f'WHEN lines.date < {name}."end" THEN {name}.{column}' for name in names)
    return f"CASE {cases} END"
