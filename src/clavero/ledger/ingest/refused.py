"""The rows that were refused: told one by one, and written so that they can be mended."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Sentence
from clavero.ledger.engine.staging import Verdict
from clavero.ledger.engine.staging_sql import BLANK
from clavero.ledger.ingest import refusals
from clavero.ledger.ingest.findings import RefusedRow
from clavero.ledger.ingest.opening import BLOCK
from clavero.ledger.ingest.source import REFUSED_COLUMNS, Batch, BrokenRow, Source, refused_columns
from clavero.ledger.rules import Field, Refused

LABELS: dict[Refused, Sentence] = {
    Refused.NO_DOCUMENT: _("There is no document number"),
    Refused.NO_DATE: _("There is no date"),
    Refused.NOT_A_DATE: _("Not a date"),
    Refused.IMPOSSIBLE_DATE: _("There is no such day"),
    Refused.NO_CENTURY: _("The year is written without its century"),
    Refused.BEFORE_1970: _("The date is before 1970"),
    Refused.IN_THE_FUTURE: _("The date is still to come"),
    Refused.NOT_A_NUMBER: _("Not a number, as its column writes them"),
    Refused.NUMBER_TOO_LARGE: _("The number is too large"),
    Refused.LOST_DECIMALS: _("Without decimals in a column that has them: their sign may be lost"),
    Refused.NEGATIVE_ORDER: _("The ordered quantity is below zero"),
    Refused.NO_AMOUNT: _("There is no amount, and no quantity with a price"),
    Refused.NOT_A_CURRENCY: _("Not the code of a currency"),
    Refused.NO_RATE: _("There is no exchange rate for its currency on that day"),
    Refused.MISSING_FIELDS: _("The row has fewer fields than the file has columns"),
    Refused.EXTRA_FIELDS: _("The row has more fields than the file has columns"),
    Refused.UNREADABLE_TEXT: _("Letters of the text are lost"),
}
"""Each reason in the reader's words."""

_SHOWN = 200  # letters of a value
_LINE_END = r"\r\n|\r|\n"


@dataclass(frozen=True, slots=True)
class Row:
    """A refused row with its cells as the file has them, and the field that is to blame."""

    told: RefusedRow
    cells: Sequence[str]
    field: Field | None


def refused_rows(
    source: Source,
    verdicts: Iterable[Verdict],
    columns: Mapping[Field, int],
    decimal_commas: Collection[int] = (),
    on_progress: Callable[[float], None] | None = None,
) -> Iterator[Row]:
    """Read the file again for the rows that were refused, in their order.

    ``verdicts`` come in the order of their rows; ``on_progress`` is told how much has been read.
    """
    waiting = deque[Verdict]()
    coming = iter(verdicts)
    lines = _Lines(source)
    for batch in source.batches(decimal_commas=decimal_commas):
        last = max((*batch.numbers[-1:].to_pylist(), *(row.number for row in batch.broken)))
        while not waiting or waiting[-1].number <= last:
            if (verdict := next(coming, None)) is None:
                break
            waiting.append(verdict)
        of_batch = []
        while waiting and waiting[0].number <= last:
            of_batch.append(waiting.popleft())
        lines.enter(batch)
        found = [_row(source, columns, *each, lines) for each in _cells(batch, of_batch)]
        found += [_broken(source, row, lines) for row in batch.broken]
        lines.leave(batch)
        yield from sorted((row for row in found if row), key=lambda row: row.told.line)
        if on_progress is not None:
            on_progress(batch.share)


def write_refused(rows: Iterable[Row], source: Source, path: Path) -> Iterator[Row]:
    """Write each row to ``path`` as it passes by: the file's own columns, and what is wrong."""
    own = [at for at, name in enumerate(source.names) if name not in refused_columns()]
    # With a mark, spreadsheets take it for UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=source.delimiter)
        writer.writerow([*(source.names[at] for at in own), *map(gettext, REFUSED_COLUMNS)])
        for row in rows:
            told = row.told
            cells = [row.cells[at] for at in own]
            line = _on_sheet(told.line, told.sheet)
            writer.writerow([*cells, line, told.column, told.value, str(told.label)])
            yield row


def as_downloaded(path: Path) -> Iterator[bytes]:
    """What :func:`write_refused` wrote, with its own headings in the reader's language."""
    with path.open("rb") as file:
        head = file.read(BLOCK)
        for headings in _headings():
            # The first place is the heading: a row's texts come behind it.
            head, is_found = headings.subn(_translated, head, count=1)
            if is_found:
                break
        yield head
        while block := file.read(BLOCK):
            yield block


@cache
def _headings() -> tuple[re.Pattern[bytes], ...]:
    """The headings as they were written, in whichever language."""
    found: list[tuple[str, ...]] = [REFUSED_COLUMNS]
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(tuple(gettext(name) for name in REFUSED_COLUMNS))
    return tuple(
        re.compile(
            rb"%s(?P<by>.{1,4}?)%s(?P=by)%s(?P=by)%s"
            % tuple(re.escape(name.encode()) for name in names)
        )
        for names in found
    )


def _translated(headings: re.Match[bytes]) -> bytes:
    return headings["by"].join(gettext(name).encode() for name in REFUSED_COLUMNS)


def _row(
    source: Source,
    columns: Mapping[Field, int],
    verdict: Verdict,
    cells: list[str],
    lines: _Lines,
) -> Row | None:
    """``None`` for a row with nothing in it at all."""
    reason, field = verdict.reason, Field(verdict.field) if verdict.field else None
    if reason == BLANK:
        if not any(cell.strip() for cell in cells):
            return None
        reason, field = Refused.NO_DOCUMENT, Field.DOCUMENT
    at = columns.get(field) if field else None
    column, value = ("", "") if at is None else (source.names[at], cells[at])
    told = _told(lines, verdict.number, column, value, Refused(reason))
    return Row(told, cells, field)


def _broken(source: Source, row: BrokenRow, lines: _Lines) -> Row:
    width = len(source.names)
    cells, surplus = list(row.cells[:width]), row.cells[width:]
    value = source.delimiter.join(surplus)
    if surplus:
        cells[-1] = source.delimiter.join([cells[-1], value])
    cells += [""] * (width - len(cells))
    reason = Refused.EXTRA_FIELDS if surplus else Refused.MISSING_FIELDS
    return Row(_told(lines, row.number, "", value, reason), cells, None)


def _told(lines: _Lines, number: int, column: str, value: str, reason: Refused) -> RefusedRow:
    line, sheet = lines.line_of(number), lines.sheet_of(number)
    return RefusedRow(line, column, value[:_SHOWN], reason.value, LABELS[reason], sheet)


def _cells(batch: Batch, verdicts: list[Verdict]) -> Iterator[tuple[Verdict, list[str]]]:
    """The verdicts of a batch with the cells of their rows."""
    numbers = pa.array([verdict.number for verdict in verdicts], pa.int64())
    rows = batch.rows.take(pc.index_in(numbers, value_set=batch.numbers))
    columns = [[text or "" for text in column.to_pylist()] for column in rows.columns]
    for verdict, cells in zip(verdicts, zip(*columns, strict=True), strict=True):
        yield verdict, list(cells)


class _Lines:
    """Finds the line of a record, where fields may hold line ends."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._counts = source.has_line_ends_inside
        self._before = 0  # line ends inside fields, before the batch
        self._inside: list[tuple[int, int]] = []  # record number, line ends inside its fields

    def enter(self, batch: Batch) -> None:
        """Look at a batch."""
        if not self._counts:
            return
        found = [(row.number, row.line_ends) for row in batch.broken]
        found += zip(batch.numbers.to_pylist(), _line_ends(batch.rows), strict=True)
        self._inside = sorted(each for each in found if each[1])

    def leave(self, batch: Batch) -> None:
        """Go on to the next batch."""
        self._before += sum(count for _number, count in self._inside)

    def line_of(self, number: int) -> int:
        """The line that the record begins on."""
        inside = sum(count for other, count in self._inside if other < number)
        return self._source.line_of(number, self._before + inside)

    def sheet_of(self, number: int) -> str:
        """The sheet that the record stands on, where several are read."""
        return self._source.sheet_of(number)


def _line_ends(rows: pa.RecordBatch) -> list[int]:
    counts = [pc.count_substring_regex(column, _LINE_END) for column in rows.columns]
    return [sum(filter(None, each)) for each in zip(*(c.to_pylist() for c in counts), strict=True)]


def place_of(source: Source, number: int) -> int | str:
    """Where a record stands, for the one who is told of it: its row, and of which sheet."""
    sheet = source.sheet_of(number)
    return _on_sheet(source.line_of(number, 0), sheet) if sheet else number


def _on_sheet(line: int, sheet: str) -> str:
    """The line first: the name of a sheet could be taken for a formula."""
    return f"{line} ({sheet})" if sheet else str(line)


def must_not_swallow(source: Source) -> None:
    """Refuse a file in which a lone quotation mark made several rows one field.

    Such a field has line ends, and between two of them as many delimiters as a row has.
    """
    if not source.has_line_ends_inside:
        return
    fewest = len(source.names) - 1
    lines = _Lines(source)
    for batch in source.batches():
        lines.enter(batch)
        for column in batch.rows.columns:
            found = pc.indices_nonzero(pc.match_substring_regex(column, r"[\r\n]"))
            for index in found.to_pylist():
                inner = column[index].as_py().splitlines()[1:]
                if any(line.count(source.delimiter) >= fewest for line in inner):
                    number = batch.numbers[index].as_py()
                    raise refusals.unclosed_quote(lines.line_of(number))
        lines.leave(batch)
