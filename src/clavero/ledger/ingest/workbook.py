"""How much memory reading a workbook would take, found out before it is read.

What reads workbooks believes them: a count that a file declares, a cell in the last corner, a
text that a million cells refer to, each lets a few kilobytes fill the memory or end the process.
So every part is unpacked as a stream and walked by a strict parser first, whatever its name: no
part is believed about its size, and there are no entities.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from xml.parsers import expat

from clavero.core.errors import Refusal
from clavero.ledger.ingest import refusals
from clavero.ledger.ingest.opening import Parts, parts_of

_ROWS, _COLUMNS = 1_048_576, 16_384  # of a sheet, in the format itself
_MOST_BYTES = 3 << 30  # of all parts, unpacked
_MOST_MEMORY = 9 << 28
_MOST_TEXTS = 3 << 28  # bytes of the texts that a sheet's cells refer to
_DEEPEST = 1_000  # elements within each other
_MOST_NAMES = 20_000  # different ones, of elements and attributes
_LONGEST = 32 << 20  # bytes of the beginning of one element

# What the reader keeps of each, in bytes, as measured.
_CELL, _PLACE, _TEXT = 48, 24, 64
_KEPT = {"numFmt": 256, "definedName": 256, "Relationship": 256, "sheet": 512, "mergeCell": 64,
         "xf": 8}  # fmt: skip
_IN_PLACE = {None, "n", "b", "e", "s"}  # kinds of cells whose value is no text of their own
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_TEXTS = "sharedstrings.xml"  # beside the workbook, wherever that is
_NO_UTF8 = (b"\xfe", b"\xff")
_PASSED_OVER = {"f", "t"}
_SHEET = b"sheetData"  # without it, nothing is taken for a sheet


def cells_of(path: Path, most_cells: int) -> int:
    """How many cells the rectangles of all sheets have, each up to ``most_cells``.

    Raises :class:`Refusal` for one that memory should not hold, or that is damaged.
    """
    found = path.stat()
    return _cells_of(path, most_cells, (found.st_ino, found.st_size, found.st_mtime_ns))


@lru_cache(maxsize=8)  # a file is looked at several times on its way
def _cells_of(path: Path, most_cells: int, _which: tuple[int, ...]) -> int:
    try:
        with parts_of(path, _MOST_BYTES) as parts:
            return _cells(parts, most_cells)
    except Refusal as refusal:
        if refusal.code == "damaged_archive":
            raise refusals.damaged_workbook() from refusal
        raise
    except (expat.ExpatError, ValueError) as error:  # a number that is none
        raise refusals.damaged_workbook() from error


def _cells(parts: Parts, most_cells: int) -> int:
    names = [name.replace("\\", "/").casefold() for name in parts.names]
    texts_parts = [at for at, name in enumerate(names) if name.rpartition("/")[2] == _TEXTS]
    if len({*names}) < len(names) or len(texts_parts) > 1:
        raise refusals.damaged_workbook()  # which of the two is read is anybody's guess
    texts = _Texts(most_cells)
    for at in texts_parts:
        _walk(parts.blocks(at), texts)
    kept, all_cells = texts.memory, 0
    for at, name in enumerate(names):
        if at in texts_parts:
            continue
        if not (name.endswith((".xml", ".rels")) or _has_sheet(parts, at)):
            continue
        part = _Part(most_cells, already=kept)
        _walk(parts.blocks(at), part)
        if part.references * texts.longest > _MOST_TEXTS:
            _walk(parts.blocks(at), _References(texts))
        kept += part.kept
        all_cells += part.rectangle
    return all_cells


def _has_sheet(parts: Parts, at: int) -> bool:
    """Pictures and the like are never read, unless they could be taken for a sheet."""
    rest = b""
    for block in parts.blocks(at):
        if _SHEET in (rest := rest + block):
            return True
        rest = rest[-len(_SHEET) :]
    return False


# -- one part --------------------------------------------------------------------------------------


class _Handler(Protocol):
    begun: int
    """Elements that began since this was set to 0."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def check(self, fed: int) -> None:
        """Refuse what has become too much; ``fed`` bytes have been read."""


def _walk(blocks: Iterable[bytes], handler: _Handler) -> None:
    """Parse a part as strict XML, and tell ``handler`` what is in it.

    What the parser itself keeps is bounded too: open elements, names, and the bytes of an element
    that does not end.
    """
    names: dict[str, str] = {}
    ended: list[str] = []
    depth = fed = 0
    # The reader takes everything for UTF-8. So does this, unless the first bytes say UTF-16.
    parser = expat.ParserCreate("utf-8", None, names)
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = ended.append  # cheaper than a function, of which there are millions
    parser.StartDoctypeDeclHandler = _no_doctype
    if isinstance(handler, _Texts | _References):
        parser.CharacterDataHandler = handler.text
    if isinstance(handler, _References):
        parser.StartCdataSectionHandler = _no_cdata  # the reader passes over it
    for block in blocks:
        if not fed and (block[:1] in _NO_UTF8 or b"\0" in block[:4]):
            raise refusals.damaged_workbook()
        parser.Parse(block)
        fed += len(block)
        depth += handler.begun - len(ended)
        handler.begun = 0
        ended.clear()
        if depth > _DEEPEST or len(names) > _MOST_NAMES or fed - _place(parser) > _LONGEST:
            raise refusals.damaged_workbook()
        handler.check(fed)
    parser.Parse(b"", True)
    handler.check(fed)


def _place(parser: Any) -> int:
    return int(parser.CurrentByteIndex)


def _no_doctype(*_declared: object) -> None:
    raise refusals.damaged_workbook()


def _no_cdata() -> None:
    raise refusals.damaged_workbook()


@dataclass(slots=True)
class _Part:
    """A sheet, most of the time: where its cells are, and how many have a value.

    Cells say where they are, or stand beside the one before. Those without a value take no room,
    wherever they are.
    """

    most_cells: int
    already: int
    begun: int = 0
    kept: int = 0
    values: int = 0
    references: int = 0
    last_row: int = 0
    last_column: int = 0
    _has_texts: bool = False
    _row: int = 0
    _row_text: str = "0"
    _cell_row: int = 0
    _column: int = 0
    _kind: str | None = None
    _columns: dict[str, int] = field(default_factory=dict)

    @property
    def rectangle(self) -> int:
        """Places from the first cell of the sheet to the last one with a value."""
        return self.last_row * self.last_column

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Follow rows and cells; of other elements, what is kept of them."""
        self.begun += 1
        if name == "c":
            self._kind = attributes.get("t")
            reference = attributes.get("r")
            if reference is None:
                self._cell_row, self._column = self._row, self._column + 1
                return
            cut = len(reference) - len(self._row_text)
            column = self._columns.get(reference[:cut])
            if column is None or reference[cut:] != self._row_text:
                self._find(reference)
            else:
                self._cell_row, self._column = self._row, column
        elif name == "v" or name == "is":
            self._value()
        elif name == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._row_text = str(self._row)
            self._column = 0
        elif ":" in name:
            self.begun -= 1
            self.start(name.rpartition(":")[2], attributes)
        elif name not in _PASSED_OVER:
            self.kept += _KEPT.get(name, 0)
            _must_be_modest(attributes, self.most_cells)

    def check(self, fed: int) -> None:
        """Refuse too many cells, or too much altogether."""
        if max(self.rectangle, self.values) > self.most_cells:
            raise refusals.workbook_too_large(self.most_cells // 1_000_000)
        texts = fed if self._has_texts or self.kept else 0
        cells = self.values * _CELL + self.rectangle * _PLACE
        if self.already + self.kept + texts + cells > _MOST_MEMORY:
            raise refusals.workbook_takes_too_much()

    def _find(self, reference: str) -> None:
        parsed = _REFERENCE.fullmatch(reference)
        if parsed is None:
            raise refusals.damaged_workbook()
        letters, digits = parsed.groups()
        self._cell_row = int(digits)
        self._column = self._columns[letters] = _column_number(letters)

    def _value(self) -> None:
        self.values += 1
        if self._cell_row >= self.last_row:
            self.last_row = self._cell_row or 1
        if self._column > self.last_column:
            self.last_column = self._column
        if self._cell_row > _ROWS or self._column > _COLUMNS:
            raise refusals.damaged_workbook()
        if self._kind == "s":
            self.references += 1
        elif self._kind not in _IN_PLACE:
            self._has_texts = True


@dataclass(slots=True)
class _Texts:
    """The texts that cells refer to: how long each is."""

    most_cells: int
    begun: int = 0
    lengths: array[int] = field(default_factory=lambda: array("Q"))
    longest: int = 0
    _memory: int = 0

    @property
    def memory(self) -> int:
        """What all texts take."""
        return self._memory

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Count texts, and believe no count."""
        self.begun += 1
        name = name.rpartition(":")[2]
        if name == "si":
            self.lengths.append(0)
        elif name == "sst":
            _must_be_modest(attributes, self.most_cells)

    def text(self, text: str) -> None:
        """Measure one, or a part of it."""
        if self.lengths:
            length = self.lengths[-1] + len(text if text.isascii() else text.encode())
            self.lengths[-1] = length
            self.longest = max(self.longest, length)

    def check(self, fed: int) -> None:
        """Refuse more than memory should hold."""
        self._memory = len(self.lengths) * _TEXT + fed
        if self._memory > _MOST_MEMORY:
            raise refusals.workbook_takes_too_much()


@dataclass(slots=True)
class _References:
    """A sheet whose cells may refer to long texts: each gets a copy of its own."""

    texts: _Texts
    begun: int = 0
    _taken: int = 0
    _is_reference: bool = False
    _index: str | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Look for the cells that refer to a text."""
        self.begun += 1
        name = name.rpartition(":")[2]
        if name in {"c", "row", "v"}:
            self._take()
        if name == "c":
            self._is_reference = attributes.get("t") == "s"
        elif name == "v" and self._is_reference:
            self._index = ""

    def text(self, text: str) -> None:
        """Part of the number of a text."""
        if self._index is not None and len(self._index) < 20:
            self._index += text

    def check(self, fed: int) -> None:
        """Refuse more than memory should hold."""
        if self._taken > _MOST_TEXTS:
            raise refusals.workbook_takes_too_much()

    def _take(self) -> None:
        if self._index is None:
            return
        index, lengths = self._index.strip(), self.texts.lengths
        at = int(index) if index.isdecimal() else len(lengths)
        self._taken += lengths[at] if at < len(lengths) else self.texts.longest
        self._index = None


def _must_be_modest(attributes: Mapping[str, str], most: int) -> None:
    """A reader may make room for as many as are declared."""
    for name in ("count", "uniqueCount"):
        if (declared := attributes.get(name)) and (len(declared) > 9 or int(declared) > most):
            raise refusals.damaged_workbook()


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
