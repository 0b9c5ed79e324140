"""How a text file separates its columns, and where its column names are."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from clavero.ledger.ingest import refusals
from clavero.ledger.ingest.findings import Finding, Told
from clavero.ledger.ingest.notation.dates import Shape, shape_of
from clavero.ledger.ingest.notation.numbers import Proof, prove
from clavero.ledger.rules.recognition import recognised

if TYPE_CHECKING:
    import _csv

DELIMITERS = (",", ";", "\t", "|", "^", "~")
MOST_COLUMNS = 1000

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_ROWS = 400  # of the beginning that are looked at
_HEADER_WITHIN = 60  # rows above the column names at most


@dataclass(frozen=True, slots=True)
class Dialect:
    """``names`` are the column names as they are written, ``header_line`` the line they are on
    (the first is 1) and ``body`` the bytes of UTF-8 before the first row below them."""

    delimiter: str
    quote: str
    escape: str | None
    names: tuple[str, ...]
    header_line: int
    body: int
    body_line: int
    evidence: Told
    header_evidence: Told

    def reader(self, lines: Iterable[str]) -> _csv.Reader:
        """A reader of this dialect for a few lines; for all of a file it is too slow."""
        return csv.reader(
            lines, delimiter=self.delimiter, quotechar=self.quote, escapechar=self.escape
        )

    @property
    def findings(self) -> dict[str, Finding]:
        """The dialect as things found out."""
        quoting = Told(_("Texts are wrapped in %(quote)s."), {"quote": self.quote})
        return {
            "delimiter": Finding(self.delimiter, self.evidence),
            "quote": Finding(self.quote, quoting),
            "header": Finding(str(self.header_line), self.header_evidence),
        }


@dataclass(frozen=True, slots=True)
class _Row:
    """A record of the beginning: its cells, its first line and the line after its last."""

    cells: list[str]
    line: int
    next_line: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one delimiter makes of the beginning."""

    delimiter: str
    rows: list[_Row]
    width: int
    share: float
    header: int | None

    @property
    def points(self) -> tuple[int, float]:
        """Known column names first; then regularity, wide before narrow."""
        if self.header is None or self.width < 2:
            return (-1, 0.0)
        return (recognised(self.rows[self.header].cells), self.share * (1 - 1 / self.width))


def sniff(head: str, *, is_whole: bool, delimiter: str | None = None) -> Dialect:
    """The dialect of the file that begins with ``head``.

    ``is_whole`` says that nothing follows ``head``. Raises :class:`Refusal` when there is no
    table, no header, or nothing below it.
    """
    lines = [match[0] for match in _LINE.finditer(head) if match[0]]
    if not is_whole and len(lines) > 1:
        lines.pop()  # probably cut
    quote = _quote(lines)
    escape = "\\" if _escapes(lines, quote) else None
    candidates = [delimiter] if delimiter else list(DELIMITERS)
    readings = [_read(lines, candidate, quote, escape) for candidate in candidates]
    best = max(readings, key=lambda reading: reading.points)
    if best.header is None:
        raise refusals.no_header() if best.share > 0.5 else refusals.not_a_table()
    return _dialect(lines, best, quote, escape)


def _dialect(lines: list[str], reading: _Reading, quote: str, escape: str | None) -> Dialect:
    header = reading.rows[reading.header or 0]
    below = reading.rows[(reading.header or 0) + 1 :]
    if not any(any(cell.strip() for cell in row.cells) for row in below):
        raise refusals.no_lines()
    # Where only the header, or only the rows, end with a delimiter, that makes no column.
    names = [*header.cells, ""][: reading.width]
    if len(names) > MOST_COLUMNS:
        raise refusals.too_many_columns(MOST_COLUMNS)
    evidence = Told(
        _("%(share)s%% of the first %(rows)s rows have %(columns)s columns with it."),
        {"share": round(100 * reading.share), "rows": len(reading.rows), "columns": reading.width},
    )
    return Dialect(
        delimiter=reading.delimiter,
        quote=quote,
        escape=escape,
        names=unique(names),
        header_line=header.line,
        body=sum(len(line.encode("utf-8")) for line in lines[: header.next_line - 1]),
        body_line=header.next_line,
        evidence=evidence,
        header_evidence=Told(
            _("Line %(line)s is the first with a text in each column, and rows follow it."),
            {"line": header.line},
        ),
    )


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Column names without blanks around, none empty, none twice.

    >>> unique(["Amount", "", "amount ", "Amount"])
    ('Amount', 'Column 2', 'amount', 'Amount (2)')
    >>> unique(["Amount", "Amount (2)", "Amount", ""]), unique(["Column 2", ""])
    (('Amount', 'Amount (2)', 'Amount (3)', 'Column 4'), ('Column 2', 'Column 2 (2)'))
    """
    written = [" ".join(name.split()) or f"Column {at}" for at, name in enumerate(names, start=1)]
    taken: set[str] = set()
    result = []
    for name in written:
        others = (f"{name} ({number})" for number in count(2))
        free = (each for each in others if each not in taken and each not in written)
        result.append(next(free) if name in taken else name)
        taken.add(result[-1])
    return tuple(result)


def _read(lines: list[str], delimiter: str, quote: str, escape: str | None) -> _Reading:
    rows = list(_rows(lines, delimiter, quote, escape))
    widths = Counter(len(row.cells) for row in rows if any(cell.strip() for cell in row.cells))
    # Lines of title above the names are one cell wide, and may be more than the rows.
    several = [(times, width) for width, times in widths.items() if width > 1]
    times, width = max(several, default=(0, 0))
    share = times / max(widths.total(), 1)
    return _Reading(delimiter, rows, width, share, find_header([row.cells for row in rows], width))


def _rows(lines: list[str], delimiter: str, quote: str, escape: str | None) -> Iterator[_Row]:
    reader = csv.reader(
        iter(lines), delimiter=delimiter, quotechar=quote, escapechar=escape, strict=False
    )
    line = 1
    try:
        for cells in reader:
            yield _Row(cells, line, reader.line_num + 1)
            line = reader.line_num + 1
            if line > _ROWS:
                return
    except csv.Error:  # a field of more than 128 KiB: the rest of the beginning says nothing
        return


def find_header(rows: Sequence[Sequence[str]], width: int) -> int | None:
    """The position of the row with the column names: texts in (nearly) every column.

    Among several that could be it, the one with most names that are known; else the first.
    """
    best: tuple[int, int] | None = None
    for position, cells in enumerate(rows[:_HEADER_WITHIN]):
        if not _has_width(cells, width, rows[position + 1 :]) or not _could_be_names(cells):
            continue
        points = recognised(cells)
        if best is None or points > best[1]:
            best = (position, points)
    return best[0] if best else None


def _could_be_names(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < 2 or len(filled) < len(cells) / 2:
        return False
    return not any(_is_value(cell) for cell in filled)


def _is_value(cell: str) -> bool:
    return prove(cell) is not Proof.NOT_A_NUMBER or shape_of(cell) is not Shape.NOT_A_DATE


def _has_width(cells: Sequence[str], width: int, below: Sequence[Sequence[str]]) -> bool:
    """Whether a row is as wide as those below, but for a delimiter at the end of one or others."""
    if len(cells) == width + 1:
        return not cells[-1].strip()
    if len(cells) == width - 1:
        return all(not row[-1].strip() for row in below if len(row) == width)
    return len(cells) == width


def _quote(lines: list[str]) -> str:
    """Nearly always the double one; the single one where fields begin and end with it."""
    text = "".join(lines[:_ROWS])
    single = len(re.findall(r"(?:^|[,;\t|])'[^'\r\n]*'(?=[,;\t|\r\n]|$)", text, re.MULTILINE))
    return "'" if single > 2 and single > text.count('"') and 4 * single > len(lines) else '"'


def _escapes(lines: list[str], quote: str) -> bool:
    """Whether a quote inside a text is written with a backslash instead of twice."""
    text = "".join(lines[:_ROWS])
    return f"\\{quote}" in text and not re.search(rf"[^{quote}\\]{quote}{quote}[^{quote}]", text)
