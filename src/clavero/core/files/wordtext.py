"""What a Word file says: its paragraphs and tables, so that two versions can be compared.

An Office file is an archive of XML, and anybody may bring one: how much comes out of it is limited
before it is read, and what no Office program writes is not read at all.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

MOST_TEXT = 400_000
"""Characters of a text."""
_MAIN = "word/document.xml"
_MOST_BYTES = 16 * 1024 * 1024  # of the XML of the text: a long contract has a tenth of it
_MOST_ELEMENTS = 500_000
_MOST_DEPTH = 200  # tables within tables
_AT_ONCE = 65_536
_AROUND = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})
"""What stands around paragraphs, rows and cells and is none itself."""
# Struck out while changes were tracked, how it looks, and a text box written a second time.
_UNSAID = frozenset({"del", "moveFrom", "pPr", "rPr", "Fallback"})
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class Unread(StrEnum):
    """Why the text of a Word file is not read."""

    DAMAGED = "damaged"
    TOO_LONG = "too_long"


class CannotRead(ValueError):
    """A Word file whose text is not read."""

    def __init__(self, why: Unread) -> None:
        super().__init__(why.value)
        self.why = why


def word_text(content: bytes) -> str:
    """Its paragraphs, one a line, and the rows of its tables with their cells side by side; what
    was struck out while changes were tracked is left out, and so are headers, footers and notes.
    Raises :class:`CannotRead`."""
    body = next(_within(_parsed(_main_part(content)), "body"), None)
    if body is None:
        raise CannotRead(Unread.DAMAGED)
    lines: list[str] = []
    size = 0
    for line in _lines(body):
        size += len(line) + 1
        if size > MOST_TEXT:
            raise CannotRead(Unread.TOO_LONG)
        lines.append(line)
    return "\n".join(lines).strip("\n")


def _main_part(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive, archive.open(_MAIN) as part:
            # What an archive says of its sizes may be wrong: no more than this comes out of it.
            text = part.read(_MOST_BYTES + 1)
    except (
        zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, ValueError,
        OSError, EOFError,
    ) as damage:  # fmt: skip
        raise CannotRead(Unread.DAMAGED) from damage
    if len(text) > _MOST_BYTES:
        raise CannotRead(Unread.TOO_LONG)
    return text


def _parsed(text: bytes) -> Element:
    # Office programs declare nothing, and write one byte a letter: who does else may make much of
    # a short file.
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\x00" in text:
        raise CannotRead(Unread.DAMAGED)
    try:
        parser = XMLParser(target=_Bounded())  # noqa: S314 — what declares anything is refused above
        for start in range(0, len(text), _AT_ONCE):
            parser.feed(text[start : start + _AT_ONCE])
        root: Element = parser.close()
    except ParseError as damage:
        raise CannotRead(Unread.DAMAGED) from damage
    return root


class _Bounded(TreeBuilder):
    """A tree that grows neither too large nor too deep: a few bytes of a file are many of it."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._elements = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > _MOST_DEPTH or self._elements > _MOST_ELEMENTS:
            raise CannotRead(Unread.TOO_LONG)
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag)


def _name(of: Element) -> str:
    """Without the namespace: there are two ways to write one."""
    return of.tag.rpartition("}")[2]


def _within(of: Element, *names: str) -> Iterator[Element]:
    """The parts of those names, also where something stands around them."""
    for each in of:
        name = _name(each)
        if name in names:
            yield each
        elif name in _AROUND:
            yield from _within(each, *names)


def _lines(of: Element) -> Iterator[str]:
    for each in _within(of, "p", "tbl"):
        if _name(each) == "p":
            yield from _said(each).split("\n")
            continue
        for row in _within(each, "tr"):
            cells = list(_within(row, "tc"))
            yield " | ".join(" ".join(_plain(cell)) for cell in cells)
            for cell in cells:
                for table in _within(cell, "tbl"):
                    yield from _lines(_alone(table))


def _alone(table: Element) -> Element:
    around = Element("around")
    around.append(table)
    return around


def _plain(cell: Element) -> Iterator[str]:
    for each in _within(cell, "p"):
        if text := " ".join(_said(each).split()):
            yield text


def _said(of: Element) -> str:
    return "".join(_pieces(of)).rstrip()


def _pieces(of: Element) -> Iterator[str]:
    for each in of:
        name = _name(each)
        if name == "t":
            yield each.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name not in _UNSAID:
            yield from _pieces(each)
