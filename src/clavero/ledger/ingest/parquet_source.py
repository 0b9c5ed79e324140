"""Rows of a Parquet file, as text: its types say how they are written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.utils.translation import gettext_lazy as _

from clavero.ledger.ingest import refusals
from clavero.ledger.ingest.dialect import MOST_COLUMNS, unique
from clavero.ledger.ingest.findings import Finding, Told
from clavero.ledger.ingest.opening import Opened
from clavero.ledger.ingest.source import Batch, OnePart, TypedSource, column_name

_ROWS = 20_000  # in a batch
_FAULTS = (pa.ArrowException, OSError, ValueError)


@dataclass(slots=True)
class ParquetSource(OnePart, TypedSource):
    """A Parquet file's columns of one value each; nested ones are left out."""

    path: Path
    schema: pa.Schema
    positions: tuple[int, ...]
    rows: int
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.names = unique([self.schema.field(each).name for each in self.positions])

    @property
    def details(self) -> Mapping[str, Finding]:
        """Only its size: the rest is in its types."""
        count = Told(_("Rows, by the file's own account: %(rows)s."), {"rows": self.rows})
        return {"header": Finding("1", count)}

    def line_of(self, number: int, line_ends_before: int) -> int:
        """The row's number, the first being 1."""
        return number - 1

    def batches(
        self,
        columns: Collection[int] | None = None,
        *,
        decimal_commas: Collection[int] = (),
        only_written: bool = False,
        nothing: Collection[str] = (),
        coded: Collection[int] = (),
    ) -> Iterator[Batch]:
        """All rows: numbers plainly, dates as 2024-03-25."""
        wanted = list(range(len(self.names)) if columns is None else columns)
        fields = {each: self.schema.field(self.positions[each]).name for each in wanted}
        empty = pa.array(list(nothing), pa.string())
        number = 2
        try:
            with pq.ParquetFile(self.path) as file:
                for rows in file.iter_batches(_ROWS, columns=list(fields.values())):
                    texts = [
                        _text(
                            rows.column(fields[each]),
                            comma=each in decimal_commas,
                            only_written=only_written,
                        )
                        for each in wanted
                    ]
                    texts = [
                        pc.if_else(pc.is_in(text, value_set=empty), None, text) for text in texts
                    ]
                    batch = pa.RecordBatch.from_arrays(
                        texts, [column_name(each) for each in wanted]
                    )
                    numbers = pa.arange(number, number + rows.num_rows)
                    number += rows.num_rows
                    yield Batch(numbers, batch, (), min(number / max(self.rows, 1), 1.0))
        except _FAULTS as error:
            raise refusals.damaged_parquet() from error


def open_parquet(opened: Opened) -> ParquetSource:
    """The columns of a Parquet file. Raises :class:`Refusal` for a damaged or empty one."""
    try:
        with pq.ParquetFile(opened.path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
    except _FAULTS as error:
        raise refusals.damaged_parquet() from error
    if len(schema) > MOST_COLUMNS:
        raise refusals.too_many_columns(MOST_COLUMNS)
    # Of several columns of one name, none can be asked for.
    flat = tuple(
        each
        for each, field in enumerate(schema)
        if not pa.types.is_nested(field.type) and schema.names.count(field.name) == 1
    )
    if len(flat) < 2:
        raise refusals.not_a_table()
    if not rows:
        raise refusals.no_lines()
    return ParquetSource(opened.path, schema, flat, rows)


def _text(column: pa.Array, *, comma: bool, only_written: bool) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(column.dictionary_decode(), comma=comma, only_written=only_written)
    if _is_written(kind):
        return pc.cast(column, pa.string())
    if only_written:
        return pa.nulls(len(column), pa.string())
    if pa.types.is_timestamp(kind):
        return pc.strftime(column, format="%Y-%m-%d %H:%M:%S")
    text = pc.cast(column, pa.string())
    return pc.replace_substring(text, ".", ",") if comma else text


def _is_written(kind: pa.DataType) -> bool:
    return any(
        is_kind(kind)
        for is_kind in (
            pa.types.is_string,
            pa.types.is_large_string,
            pa.types.is_string_view,
            pa.types.is_binary,
            pa.types.is_large_binary,
        )
    )
