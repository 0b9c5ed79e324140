"""Lines on their way to Parquet: a file a month, in row groups as large as memory allows.

Arrow writes them, not the engine: texts that were read as dictionaries are written as such,
without being looked at again, and that is most of a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from clavero.ledger.engine.parallel import in_parallel
from clavero.ledger.store import LINE, write_through
from clavero.ledger.store.footers import OPTIONAL, RANGES

ROW_GROUP = 245_760
"""Rows of a group: two of the engine's own. The larger, the fewer dictionaries are written."""

_AT_ONCE = 16_384  # rows encoded in one go; a tenth of the time goes with Arrow's thousand
_MOST_HELD = 1_000_000  # rows, some 200 bytes each
_MOST_OPEN = 200  # files


def line_table(columns: dict[str, pa.Array | pa.ChunkedArray]) -> pa.Table:
    """The ledger's columns in their order, texts as dictionaries where they are."""
    return pa.table(
        list(columns.values()),
        schema=pa.schema(
            LINE.field(name).with_type(column.type) for name, column in columns.items()
        ),
    )


def repeated(value: pa.Scalar, times: int) -> pa.Array:
    """A column in which every row says the same; texts as a dictionary of one."""
    return _repeated(value, 1 << max(times - 1, 0).bit_length()).slice(0, times)


@lru_cache(maxsize=64)
def _repeated(value: pa.Scalar, times: int) -> pa.Array:
    # Made once a length: a line has a dozen columns of which a file says nothing.
    if pa.types.is_string(value.type) and value.is_valid:
        zeros = pa.repeat(pa.scalar(0, pa.int32()), times)
        return pa.DictionaryArray.from_arrays(zeros, pa.array([value.as_py()]))
    return pa.repeat(value, times)


@dataclass(slots=True)
class _Month:
    """What waits for the next row group of a month, and the file it will go to."""

    waiting: list[pa.Table] = field(default_factory=list)
    rows: int = 0
    parts: int = 0
    writer: pq.ParquetWriter | None = None
    path: Path = Path()
    lock: Lock = field(default_factory=Lock)


class LineFiles:
    """Takes lines of any months, from any thread, to ``folder/month=…/NAME_….parquet``."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._months: dict[str, _Month] = {}
        self._held = 0
        self._lock = Lock()

    def add(self, lines: pa.Table) -> None:
        """Take these lines, and write whatever has become a row group."""
        for name, part in _by_month(lines):
            with self._lock:
                month = self._months.setdefault(name, _Month())
                month.waiting.append(part)
                month.rows += part.num_rows
                self._held += part.num_rows
                due = month.rows >= ROW_GROUP
            if due:
                self._write(name)
        while name := self._too_much():
            self._write(name)

    def close(self) -> None:
        """Write what waits, and end every file."""
        in_parallel(sorted(self._months), self._finish, waits=True)

    def _finish(self, name: str) -> None:
        self._write(name)
        self._end(self._months[name])

    def _too_much(self) -> str:
        """The month that takes most of a memory that is full; empty while it is not."""
        with self._lock:
            if self._held <= _MOST_HELD:
                return ""
            return max(self._months, key=lambda name: self._months[name].rows)

    def _write(self, name: str) -> None:
        month = self._months[name]
        with month.lock:
            with self._lock:
                waiting, month.waiting = month.waiting, []
                rows, month.rows = month.rows, 0
                self._held -= rows
            if rows:
                lines = pa.concat_tables(waiting).unify_dictionaries()
                self._writer(name, month, lines.schema).write_table(lines, ROW_GROUP)
            if self._is_open_enough():
                self._end(month)

    def _is_open_enough(self) -> bool:
        with self._lock:
            return sum(each.writer is not None for each in self._months.values()) > _MOST_OPEN

    def _writer(self, name: str, month: _Month, schema: pa.Schema) -> pq.ParquetWriter:
        if month.writer is None:
            folder = self._folder / f"month={name}"
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{self._name}_{month.parts}.parquet"
            month.parts += 1
            month.path = path
            month.writer = pq.ParquetWriter(
                path,
                schema,
                # A document stands in a few lines only: as a dictionary it would grow.
                use_dictionary=[each for each in schema.names if each not in _PLAIN],
                column_encoding={
                    each: "DELTA_BINARY_PACKED" for each in _COUNTED if each in schema.names
                },
                write_statistics=[*RANGES, "line", *OPTIONAL],
                store_decimal_as_integer=True,
                write_batch_size=_AT_ONCE,
                store_schema=False,  # readers need not know which texts were dictionaries here
            )
        return month.writer

    @staticmethod
    def _end(month: _Month) -> None:
        if month.writer is not None:
            month.writer.close()
            month.writer = None
            write_through(month.path)  # here it is waited for beside other work


_COUNTED = (
    "line_no", "quantity", "ordered_quantity", "amount", "net_amount", "cost", "list_price",
)  # fmt: skip
"""Whole numbers to Parquet, which takes a third of the room and half the reading when it packs
them: not one bit more than the largest of their neighbours needs."""

_PLAIN = {"document", *_COUNTED}


@contextmanager
def line_files(folder: Path, name: str) -> Iterator[LineFiles]:
    """Files to put lines into, ended at the end; after a failure they have no meaning."""
    files = LineFiles(folder, name)
    try:
        yield files
    finally:
        files.close()


def _by_month(lines: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The lines of each month. Few different days are named, not every line's."""
    days = lines.column("date").combine_chunks().dictionary_encode()
    named = pa.array([f"{day:%Y-%m}" for day in days.dictionary.to_pylist()], pa.string())
    months = named.dictionary_encode()
    if len(months.dictionary) == 1:
        yield months.dictionary[0].as_py(), lines
        return
    of_line = months.indices.take(days.indices)
    order = pc.sort_indices(of_line)
    # Half of a line's columns are such that a file says nothing in them.
    in_order = pa.table(
        [each if each.null_count == len(each) else each.take(order) for each in lines.columns],
        schema=lines.schema,
    )
    at = 0
    counts = pc.value_counts(of_line)
    ends = dict(
        zip(*(counts.field(name).to_pylist() for name in ("values", "counts")), strict=True)
    )
    for code, name in enumerate(months.dictionary.to_pylist()):
        yield name, in_order.slice(at, ends[code])
        at += ends[code]
