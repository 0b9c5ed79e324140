"""Rows of a text file, in one stream from its bytes to columns: no copy, no more memory than a
block, and the number of every record."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv

from clavero.core.errors import Refusal
from clavero.ledger.ingest import refusals
from clavero.ledger.ingest.dialect import Dialect, sniff
from clavero.ledger.ingest.findings import Finding
from clavero.ledger.ingest.opening import Opened
from clavero.ledger.ingest.source import CODED, Batch, BrokenRow, OnePart, column_name
from clavero.ledger.ingest.text import Survey, Utf8, as_utf8, survey

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BLOCK = 2 << 20
"""Bytes parsed at a time. A record must fit in it."""

_FIRST = 2
"""The number of the first row below the header, which is 1."""

_TOO_LONG = "straddling object"
"""What Arrow says of a record that does not fit in a block."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_HEAD = 512 << 10
_LONG = 128 << 10
"""Letters of a field that only a quote which is never closed reaches."""

_END = "\x1fend of file"
"""Written behind the last row. Where it is not read back as a row of its own, a quote is open."""


@dataclass(slots=True)
class TextSource(OnePart):
    """A text file with its encoding and dialect."""

    opened: Opened
    survey: Survey
    dialect: Dialect
    names: tuple[str, ...] = field(init=False)
    _records: int | None = None

    def __post_init__(self) -> None:
        self.names = self.dialect.names

    @property
    def details(self) -> Mapping[str, Finding]:
        """Encoding, line ends, delimiter, quote and header."""
        return {
            "encoding": self.survey.encoding,
            "line_end": self.survey.line_end,
            **self.dialect.findings,
        }

    @property
    def delimiter(self) -> str:
        """The file's own."""
        return self.dialect.delimiter

    @property
    def is_typed(self) -> bool:
        """Text is never typed."""
        return False

    @property
    def may_be_unreadable(self) -> bool:
        """Whether some bytes were no letters in the file's encoding."""
        return self.survey.broken

    def line_of(self, number: int, line_ends_before: int) -> int:
        """Records follow each other from the line below the header on."""
        return self.dialect.body_line + number - 2 + line_ends_before

    @property
    def has_line_ends_inside(self) -> bool:
        """Known once all rows were read."""
        if not self.survey.has_quotes or self._records is None:
            return self.survey.has_quotes
        if self.survey.lines is None:
            return True
        return self.survey.lines - (self.dialect.body_line - 1) > self._records

    def batches(
        self,
        columns: Collection[int] | None = None,
        *,
        decimal_commas: Collection[int] = (),
        only_written: bool = False,
        nothing: Collection[str] = (),
        coded: Collection[int] = (),
    ) -> Iterator[Batch]:
        """All rows. Raises :class:`Refusal` for a quote that is never closed."""
        with as_utf8(self.opened, self.survey) as text:
            yield from _Reading(self, text, columns, nothing, coded).batches()

    def note_records(self, count: int) -> None:
        """Remember how many records the file has, once that is known."""
        self._records = count


def open_text(opened: Opened, encoding: str | None, delimiter: str | None) -> TextSource:
    """Find out what a text file is written in."""
    surveyed = survey(opened, encoding)
    with as_utf8(opened, surveyed) as text:
        head, is_whole = _head(text)
    return TextSource(opened, surveyed, sniff(head, is_whole=is_whole, delimiter=delimiter))


def _head(text: Utf8) -> tuple[str, bool]:
    parts = []
    size = 0
    for block in text:
        parts.append(block)
        size += len(block)
        if size >= _HEAD:
            return b"".join(parts)[:_HEAD].decode("utf-8", "ignore"), False
    return b"".join(parts).decode("utf-8"), True


class _Reading:
    """One pass over the rows."""

    def __init__(
        self,
        source: TextSource,
        text: Utf8,
        columns: Collection[int] | None,
        nothing: Collection[str],
        coded: Collection[int],
    ) -> None:
        self._source = source
        self._nothing = list(nothing)
        self._coded = [column_name(each) for each in coded]
        self._text = text
        positions = range(len(source.names))
        self._all = [column_name(position) for position in positions]
        self._wanted = [column_name(each) for each in (positions if columns is None else columns)]
        self._next = _FIRST  # the number of the next row
        self._skipped: deque[int] = deque()  # numbers of broken rows from there on
        self._broken: list[BrokenRow] = []
        self._ended = False
        self._runs_away = False

    def batches(self) -> Iterator[Batch]:
        """All of it."""
        body = _Body(self._text, self._source.dialect.body, _END)
        reader = self._reader(body)
        try:
            for rows in reader:
                numbers = self._numbers(rows.num_rows)
                yield Batch(numbers, rows, self._broken_before(self._next), self._text.share)
        except pa.ArrowInvalid as error:
            if _TOO_LONG in str(error):
                raise self._unclosed_quote() from error
            raise
        finally:
            # A thread reads ahead, in Python: it must have ended before Python does.
            body.stop()
            del reader
        if not self._ended or self._runs_away:
            raise self._unclosed_quote()
        if self._broken:
            schema = pa.schema([(name, pa.string()) for name in self._wanted])
            none = pa.RecordBatch.from_pylist([], schema)
            yield Batch(pa.array([], pa.int64()), none, tuple(self._broken), 1.0)
        self._source.note_records(self._next - _FIRST + len(self._skipped))

    def _broken_before(self, number: int) -> tuple[BrokenRow, ...]:
        """The broken rows so far; the parser may be ahead of the rows that it gave."""
        found = tuple(row for row in self._broken if row.number < number)
        self._broken = self._broken[len(found) :]
        return found

    def _reader(self, body: _Body) -> pyarrow.csv.CSVStreamingReader:
        dialect = self._source.dialect
        return pyarrow.csv.open_csv(
            pa.PythonFile(io.BufferedReader(body, _BLOCK), mode="r"),
            # Only a parser of one thread knows the numbers of broken rows.
            read_options=pyarrow.csv.ReadOptions(
                block_size=_BLOCK, column_names=self._all, use_threads=False
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=dialect.quote,
                escape_char=dialect.escape or False,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._set_aside,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                check_utf8=False,  # the survey decoded all of it, or it was transcoded
                column_types={
                    **dict.fromkeys(self._all, pa.string()),
                    **dict.fromkeys(self._coded, CODED),
                },
                include_columns=self._wanted,
                null_values=self._nothing,
                strings_can_be_null=bool(self._nothing),
            ),
        )

    def _set_aside(self, row: pyarrow.csv.InvalidRow) -> str:
        if row.text == _END:
            self._ended = True
        else:
            number = row.number + _FIRST - 1
            self._skipped.append(number)
            found = self._broken_row(number, row.text)
            self._broken.append(found)
            is_long = any(len(cell) > _LONG for cell in found.cells)
            self._runs_away |= is_long and self._source.dialect.quote in row.text
        return "skip"

    def _broken_row(self, number: int, text: str) -> BrokenRow:
        lines = _lines(text)
        limit = csv.field_size_limit(len(text) + 1)
        try:
            cells: list[str] = next(self._source.dialect.reader(lines), [])
        finally:
            csv.field_size_limit(limit)
        return BrokenRow(number, tuple(cells), len(lines) - 1)

    def _numbers(self, count: int) -> pa.Array:
        """The numbers of the next ``count`` rows that are not broken."""
        runs = []
        while count:
            until = self._skipped[0] if self._skipped else self._next + count
            run = min(count, until - self._next)
            if run:
                runs.append(pa.arange(self._next, self._next + run))
            else:
                self._skipped.popleft()
                self._next += 1
            self._next += run
            count -= run
        return pa.concat_arrays(runs) if runs else pa.array([], pa.int64())

    def _unclosed_quote(self) -> Refusal:
        """Says where it opens. Slow, and needed only now."""
        source = self._source
        opened = following = 0
        with as_utf8(source.opened, source.survey) as text:
            body = io.BufferedReader(_Body(text, source.dialect.body), _BLOCK)
            reader = source.dialect.reader(io.TextIOWrapper(body, "utf-8", newline=""))
            try:
                for _cells in reader:
                    opened, following = following, reader.line_num
            except csv.Error:  # a field of more than 128 KiB
                opened = following
        return refusals.unclosed_quote(source.dialect.body_line + opened)


class _Body(io.RawIOBase):
    """The text below the header as a file, with ``end`` as a line of its own behind it."""

    def __init__(self, text: Utf8, skip: int, end: str = "") -> None:
        self._blocks = self._parts(text, skip, end.encode())
        self._rest = memoryview(b"")
        self._stopped = False

    def stop(self) -> None:
        """Say that there is nothing more, from now on."""
        self._stopped = True

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill ``buffer`` as far as one block goes."""
        target = memoryview(buffer)
        while not self._rest:
            block = next(self._blocks, None)
            if block is None or self._stopped:
                return 0
            self._rest = memoryview(block)
        count = min(len(target), len(self._rest))
        target[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    @staticmethod
    def _parts(text: Utf8, skip: int, end: bytes) -> Iterator[bytes]:
        last = b""
        for block in text:
            if skip >= len(block):
                skip -= len(block)
                continue
            yield block[skip:] if skip else block
            skip = 0
            last = block[-1:]
        if end:
            yield end + b"\n" if last in {b"\n", b"\r", b""} else b"\n" + end + b"\n"


def _lines(text: str) -> list[str]:
    return [match[0] for match in _LINE.finditer(text) if match[0]]
