"""Turning a stream of rows into ledger lines: one pass from Arrow to Parquet by month.

Texts come tidied and dates read (``ledger.ingest.tidy``); ``judging`` reads the numbers and says
of each row whether it is a line, or why not; ``line_files`` writes them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from clavero.ledger.engine.arrow import memory_for_streams
from clavero.ledger.engine.connection import literal, shared
from clavero.ledger.engine.judging import Judges
from clavero.ledger.engine.line_files import line_files
from clavero.ledger.engine.parallel import in_parallel
from clavero.ledger.engine.staging_sql import NumberPattern, Recipe, number_sql, text_of
from clavero.ledger.store.footers import footer_of

VERDICTS = "verdicts.parquet"

_AT_ONCE = 100_000  # rows of a question to the engine


@dataclass(frozen=True, slots=True)
class Verdict:
    """Rows that were not kept: their record number and why."""

    number: int
    reason: str
    field: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What the kept lines are."""

    kept: int
    unattributed: int
    without_cost: int
    net_total: Mapping[str, Decimal]
    zero_price: int
    negative_price: int
    positive_credit_notes: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How amounts compare with quantity times price, in rows.

    ``same`` are within a discount of it, ``above`` and ``below`` exactly a power of ten away,
    ``other`` anything else; ``first`` is the number of the first row that is above or below.
    """

    same: int
    above: int
    below: int
    other: int
    first: int | None


class Piece(NamedTuple):
    """Some rows of a file, and how they become tidy; any thread may ask for that. ``share`` is how
    much of the file has been read with them."""

    rows: int
    tidied: Callable[[], pa.RecordBatch]
    share: float = 0.0


def write_lines(
    pieces: Iterable[Piece],
    recipe: Recipe,
    rates: pa.Table | None,
    folder: Path,
    on_progress: Callable[[float], None] | None = None,
) -> None:
    """Write the lines among the rows to ``folder/kept/month=…/*.parquet``, and what the others
    are to ``folder/verdicts.parquet``, where there are any.

    ``rates`` has ``currency``, ``day`` and ``rate`` (units of the reporting currency for one),
    with a row for each day on which a rate holds. ``folder`` has had no other rows before: the
    engine remembers files by their path and clock, and two within a tick are one to it.
    ``on_progress`` is told what share of the file has been written, not what has only been read:
    reading is soon done, and stands still while the rest of it waits for its turn.
    """
    folder.mkdir(parents=True)
    name = f"{recipe.import_id}-{secrets.token_hex(4)}"
    with (
        memory_for_streams(),
        Judges(recipe, rates) as judges,
        line_files(folder / "kept", name) as lines,
        _Verdicts(folder) as refused,
    ):

        def judge(chunk: Sequence[Piece]) -> None:
            kept, others = judges.judge(pa.Table.from_batches([each.tidied() for each in chunk]))
            lines.add(kept)
            refused.add(others)
            if on_progress is not None:
                on_progress(chunk[-1].share)

        in_parallel(_chunks(pieces), judge)


def _chunks(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The rows in portions that are worth a question to the engine."""
    held: list[Piece] = []
    for piece in pieces:
        held.append(piece)
        if sum(each.rows for each in held) >= _AT_ONCE:
            yield held
            held = []
    if held:
        yield held


class _Verdicts:
    """The rows that are no lines, by number and reason, from any thread."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / VERDICTS
        self._writer: pq.ParquetWriter | None = None
        self._lock = Lock()

    def __enter__(self) -> _Verdicts:
        return self

    def __exit__(self, *_failure: object) -> None:
        if self._writer:
            self._writer.close()

    def add(self, rows: pa.Table) -> None:
        """Write these."""
        if not rows.num_rows:
            return
        with self._lock:
            if self._writer is None:
                self._writer = pq.ParquetWriter(self._path, rows.schema)
            self._writer.write_table(rows)


def has_verdicts(folder: Path) -> bool:
    """Whether some rows were not kept."""
    return (folder / VERDICTS).exists()


def verdicts(folder: Path) -> Iterator[Verdict]:
    """The rows that were not kept, in their order."""
    if not has_verdicts(folder):
        return
    with shared() as connection:
        cursor = connection.execute(
            f"SELECT line_no, verdict FROM read_parquet({literal(folder / VERDICTS)}) "
            "ORDER BY line_no"
        )
        while found := cursor.fetchmany(10_000):
            for number, verdict in found:
                reason, _dot, field = verdict.partition(".")
                yield Verdict(number, reason, field)


def count(kept: Path, *, has_kinds: bool) -> Counts:
    """What the lines under ``kept`` are. ``has_kinds``: the file itself says what is a credit
    note, which then may be written with a negative price."""
    if not any(kept.rglob("*.parquet")):
        return Counts(0, 0, 0, {}, 0, 0, 0, None, None)
    exempt = "AND kind = 'invoice'" if has_kinds else ""
    with shared() as connection:
        found = connection.execute(
            f"""
            SELECT currency, sum(amount),
                count(*) FILTER (amount = 0),
                count(*) FILTER (
                    ((amount < 0 AND quantity > 0) OR (amount > 0 AND quantity < 0)) {exempt}
                ),
                count(*) FILTER (kind = 'credit_note' AND amount > 0)
            FROM {_kept(kept)} GROUP BY currency ORDER BY currency
            """
        ).fetchall()
    columns = list(zip(*found, strict=True))
    footers = [footer_of(file) for file in kept.rglob("*.parquet")]  # they know the rest
    return Counts(
        kept=sum(each.rows for each in footers),
        unattributed=sum(each.nulls["customer"] for each in footers),
        without_cost=sum(each.nulls["cost"] for each in footers),
        net_total=dict(zip(columns[0], columns[1], strict=True)),
        zero_price=sum(columns[2]),
        negative_price=sum(columns[3]),
        positive_credit_notes=sum(columns[4]),
        first=min(each.first for each in footers),
        last=max(each.last for each in footers),
    )


def first_lines(kept: Path, limit: int) -> list[dict[str, object]]:
    """The first lines under ``kept``, in the order of the file."""
    if not any(kept.rglob("*.parquet")):
        return []
    with shared() as connection:
        table: pa.Table = connection.execute(
            f"SELECT * FROM {_kept(kept)} ORDER BY line_no LIMIT {limit:d}"
        ).to_arrow_table()
        lines: list[dict[str, object]] = table.to_pylist()
    return lines


def has_decimals(kept: Path, columns: Collection[str]) -> set[str]:
    """Those of ``columns`` with a code such as ``100.5``."""
    if not columns or not any(kept.rglob("*.parquet")):
        return set()
    names = sorted(columns)
    tests = ", ".join(f"bool_or(regexp_full_match({name}, '\\d+[.,]\\d+'))" for name in names)
    with shared() as connection:
        found = connection.execute(f"SELECT {tests} FROM {_kept(kept)}").fetchone() or ()
    return {name for name, has in zip(names, found, strict=True) if has}


def agreement(rows: pa.RecordBatchReader, numbers: Mapping[str, NumberPattern]) -> Agreement:
    """Compare the amounts of ``rows`` with quantity times price."""
    amount, quantity, price = (
        f"{number_sql(text_of(name), numbers[name])}::DOUBLE"
        for name in ("net_amount", "quantity", "unit_price")
    )
    with shared() as connection:
        connection.register("rows", rows)
        found = connection.execute(
            f"""
            WITH compared AS (
                SELECT line_no, abs({amount}) / nullif(abs({quantity} * {price}), 0) AS ratio
                FROM rows
            ), scaled AS (
                SELECT line_no, ratio, round(log10(ratio)) AS tens FROM compared WHERE ratio > 0
            ), judged AS (
                SELECT line_no,
                    CASE
                        WHEN ratio BETWEEN 0.3 AND 1.5 THEN 'same'
                        WHEN abs(ratio / pow(10, tens) - 1) > 0.005 THEN 'other'
                        WHEN tens > 0 THEN 'above'
                        ELSE 'below'
                    END AS judgement
                FROM scaled
            )
            SELECT count(*) FILTER (judgement = 'same'), count(*) FILTER (judgement = 'above'),
                count(*) FILTER (judgement = 'below'), count(*) FILTER (judgement = 'other'),
                min(line_no) FILTER (judgement IN ('above', 'below'))
            FROM judged
            """
        ).fetchone() or (0, 0, 0, 0, None)
    return Agreement(*found)


def _kept(folder: Path) -> str:
    return f"read_parquet({literal(folder / '*/*.parquet')}, hive_partitioning = false)"
