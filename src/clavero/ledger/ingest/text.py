"""A file's bytes as UTF-8 text: which encoding it has, by what evidence, and turning it over.

Between the encodings of one byte a letter nobody can be certain, so the bytes are weighed: what
each encoding makes of them in their words. The evidence is told.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from clavero.ledger.ingest import refusals
from clavero.ledger.ingest.findings import Finding, Told
from clavero.ledger.ingest.opening import BLOCK, Opened, Unwrapped

LONGEST_LINE = 8 << 20
"""Bytes without a line end that are still believed to be one."""

DOS_END = b"\x1a"
"""What old programs write behind the last line."""

_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_ASCII = bytes(range(128))
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTEXTS = 20_000  # bytes above 127 that are weighed
_NO_UTF8 = re.compile("[\udc80-\udcff]")
_COUNTED = 8  # blocks in which line ends are counted in any case
_HTML_WITHIN = 2048
_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|table|script|meta)\b", re.IGNORECASE)
_OTHER_TEXT = {b"<?xml": "XML", b"{\\rtf": "RTF", b"[{": "JSON", b'{"': "JSON"}
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\x0c\x1a\x1b")

_LETTERS = frozenset("áéíóúñüçàèìòùïâêîôûãõëäößåæøÁÉÍÓÚÑÜÇÀÈÌÒÙÏÂÊÎÔÛÃÕËÄÖÅÆØ")
_MARKS = frozenset("ºª€¿¡·«»’‘“”–—´°®²³½\u00a0")


@dataclass(slots=True)
class Survey:
    """What reading all of a file's bytes once brought to light.

    ``broken`` says that some bytes are no UTF-8 although nearly all are: they are read as the
    replacement character. ``lf``, ``cr`` and ``crlf`` count line ends: of the beginning only, in
    a file without quotation marks.
    """

    encoding: Finding
    mark: int = 0
    broken: bool = False
    lf: int = 0
    cr: int = 0
    crlf: int = 0
    has_text: bool = False
    has_quotes: bool = False
    ends_open: bool = False
    all_counted: bool = True

    @property
    def lines(self) -> int | None:
        """How many lines there are, ended by LF, CR, both or the file; ``None`` where not all were
        counted."""
        return self.lf + self.cr - self.crlf + self.ends_open if self.all_counted else None

    @property
    def line_end(self) -> Finding:
        """What most lines end with."""
        counts = {"crlf": self.crlf, "lf": self.lf - self.crlf, "cr": self.cr - self.crlf}
        value = max(counts, key=lambda name: counts[name])
        return Finding(
            value,
            Told(
                _(
                    "Of the lines looked at, %(crlf)s end with CR LF, %(lf)s with LF alone and "
                    "%(cr)s with CR alone."
                ),
                counts,
            ),
        )


def survey(opened: Opened, chosen: str | None = None) -> Survey:
    """Read all bytes once: encoding, line ends, and whether they are text at all.

    ``chosen`` is the encoding that a person says it is in.
    """
    with opened.stream() as stream:
        head = stream.read(BLOCK)
    _refuse_what_is_no_text(head)
    known = _chosen(head, chosen) if chosen else _by_mark(head) or _by_zeros(head)
    if known is None and b"\0" in head:
        raise refusals.binary("0x00")
    result = known or Survey(Finding("utf-8", Told("")))
    scales = _Scales() if result.encoding.value == "utf-8" and not chosen else None
    with opened.stream() as stream:
        blocks = _raw(stream, result.mark) if scales else _transcoded(stream, result)
        _count(blocks, result, scales)
    if not result.has_text:
        raise refusals.empty()
    if scales is not None:
        weighed, result.broken = scales.verdict()
        result.encoding = weighed if known is None else known.encoding
    return result


@contextmanager
def as_utf8(opened: Opened, surveyed: Survey) -> Iterator[Utf8]:
    """The file's text as a stream of UTF-8 bytes without byte order mark."""
    with opened.stream() as stream:
        yield Utf8(stream, surveyed)


class Utf8:
    """Reads text as UTF-8 in blocks; ``share`` says how much of the file is done."""

    def __init__(self, stream: Unwrapped, surveyed: Survey) -> None:
        self._stream = stream
        plain = surveyed.encoding.value == "utf-8" and not surveyed.broken
        blocks = _raw(stream, surveyed.mark) if plain else _transcoded(stream, surveyed)
        self._blocks = _without_dos_end(blocks)

    def __iter__(self) -> Iterator[bytes]:
        return self._blocks

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self._stream.share


def _raw(stream: Unwrapped, skip: int = 0) -> Iterator[bytes]:
    if skip:
        stream.read(skip)
    while block := stream.read(BLOCK):
        yield block


def _transcoded(stream: Unwrapped, surveyed: Survey) -> Iterator[bytes]:
    name = surveyed.encoding.value
    decoder = codecs.getincrementaldecoder(name)("replace" if surveyed.broken else "strict")
    try:
        for block in _raw(stream, surveyed.mark):
            yield decoder.decode(block).encode("utf-8")
        yield decoder.decode(b"", final=True).encode("utf-8")
    except UnicodeError as error:
        raise refusals.damaged_text(name) from error


def _without_dos_end(blocks: Iterator[bytes]) -> Iterator[bytes]:
    held = b""
    for block in blocks:
        block = held + block
        held = DOS_END if block.endswith(DOS_END) else b""
        yield block[: len(block) - len(held)]


# -- one pass over the bytes -----------------------------------------------------------------------


def _count(blocks: Iterator[bytes], result: Survey, scales: _Scales | None) -> None:
    since_line_end = 0
    last = b""
    for number, block in enumerate(blocks):
        result.has_text = result.has_text or bool(block.strip())
        result.has_quotes = result.has_quotes or b'"' in block or b"'" in block
        # Only within quotes may lines and records differ: then they are counted.
        if result.has_quotes or number < _COUNTED:
            _count_line_ends(block, last, result)
        else:
            result.all_counted = False
        last = block[-1:] or last
        ends = b"\n" in block or b"\r" in block
        since_line_end = 0 if ends else since_line_end + len(block)
        if since_line_end > LONGEST_LINE:
            raise refusals.line_too_long(LONGEST_LINE >> 20)
        if b"\0" in block:
            raise refusals.binary("0x00")
        if scales is not None:
            scales.add(block)
    result.ends_open = last not in {b"", b"\n", b"\r"}


def _count_line_ends(block: bytes, last: bytes, result: Survey) -> None:
    returns = block.count(b"\r")
    result.lf += block.count(b"\n")
    result.cr += returns
    result.crlf += block.count(b"\r\n") if returns else 0
    result.crlf += last == b"\r" and block[:1] == b"\n"


class _Scales:
    """Weighs what the bytes above 127 can be."""

    def __init__(self) -> None:
        self._strict = codecs.getincrementaldecoder("utf-8")("strict")
        self._is_utf8 = True
        self._letters = 0  # beyond ASCII, in UTF-8
        self._broken = 0  # bytes that are no UTF-8
        self._contexts: Counter[tuple[bytes, ...]] = Counter()

    def add(self, block: bytes) -> None:
        """Weigh a block. Blocks of ASCII, most of them, cost nothing."""
        if block.isascii() and not self._strict.getstate()[0]:
            return
        try:
            text = self._strict.decode(block) if self._is_utf8 else self._look_closer(block)
        except UnicodeDecodeError:
            self._is_utf8 = False
            text = self._look_closer(block)
        if text is not None:
            ascii_bytes = len(block) - len(block.translate(None, _ASCII))
            self._letters += len(text) - ascii_bytes

    def _look_closer(self, block: bytes) -> str | None:
        """What is no UTF-8 in a block; ``None`` when enough of them were seen."""
        if self._broken > _CONTEXTS:
            return None
        for match in _HIGH.finditer(block):
            at = match.start()
            self._contexts[(block[at - 1 : at], match[0], block[at + 1 : at + 2])] += 1
        text = block.decode("utf-8", "surrogateescape")
        self._broken += len(_NO_UTF8.findall(text))
        return text

    def verdict(self) -> tuple[Finding, bool]:
        """The encoding, and whether some bytes are broken UTF-8."""
        try:
            self._strict.decode(b"", final=self._is_utf8)
        except UnicodeDecodeError:  # the last letter is cut off
            self._is_utf8, self._broken = False, 1
        if self._is_utf8:
            return self._utf8(), False
        good = self._letters - self._broken
        if good > 20 * self._broken:
            evidence = Told(
                _(
                    "%(good)s letters are UTF-8 and %(broken)s bytes are not: rows with them are "
                    "refused."
                ),
                {"good": good, "broken": self._broken},
            )
            return Finding("utf-8", evidence), True
        best = self._one_byte()
        # Windows-1252 leaves five bytes without meaning: rows with one of them are refused.
        return best, best.value == "cp1252"

    def _utf8(self) -> Finding:
        if not self._letters:
            return Finding("utf-8", Told(_("Every byte is ASCII, which UTF-8 contains.")))
        evidence = Told(
            _("All %(count)s letters beyond ASCII are UTF-8."), {"count": self._letters}
        )
        return Finding("utf-8", evidence)

    def _one_byte(self) -> Finding:
        # Latin-1 is Windows-1252 with control codes where that has € and quotation marks.
        best = max(("cp1252", "latin-1", "cp850"), key=self._points)
        evidence = Told(
            _(
                "It is not UTF-8. Of Windows-1252, Latin-1 and the DOS encoding CP850, "
                "%(encoding)s makes most sense of its words, as in “%(example)s”."
            ),
            {"encoding": best, "example": self._example(best)},
        )
        return Finding(best, evidence)

    def _points(self, encoding: str) -> float:
        return sum(
            times * _plausible(*(_in(encoding, part) for part in context))
            for context, times in self._contexts.items()
        )

    def _example(self, encoding: str) -> str:
        context, _times = self._contexts.most_common(1)[0]
        return "".join(_in(encoding, part) for part in context).strip()


def _in(encoding: str, part: bytes) -> str:
    return part.decode(encoding, "replace")


def _plausible(before: str, letter: str, after: str) -> float:
    """How much sense a letter makes between its neighbours, from -3 to 1."""
    if letter == "\ufffd" or unicodedata.category(letter) == "Cc":
        return -3.0
    if letter in _MARKS:
        return 0.6
    if letter not in _LETTERS or (before.isdigit() and after.isdigit()):
        return -1.0
    if (letter.isupper() and before.islower()) or (
        letter.islower() and before.isupper() and after.isupper()
    ):
        return -0.5
    return 1.0 if before.isalpha() or after.isalpha() else 0.1


# -- what is told without weighing -----------------------------------------------------------------


def _refuse_what_is_no_text(head: bytes) -> None:
    if not head.strip():
        raise refusals.empty()
    start = head[:_HTML_WITHIN].replace(b"\0", b"")
    for mark in _BOMS:
        start = start.removeprefix(mark)
    if _HTML.match(start):
        raise refusals.html_page()
    for beginning, kind in _OTHER_TEXT.items():
        if start.lstrip().startswith(beginning):
            raise refusals.binary(kind)
    controls = len(head) - len(head.translate(None, _CONTROLS))
    # In UTF-16, half the bytes of many letters look like control codes.
    if controls > len(head) / 100 and b"\0" not in head:
        raise refusals.binary(f"0x{next(byte for byte in head if byte in _CONTROLS):02x}")


def _chosen(head: bytes, name: str) -> Survey:
    try:
        known = codecs.lookup(name).name
        "a;1".encode(known)
    except (LookupError, UnicodeError) as error:
        raise refusals.unknown_encoding(name) from error
    marked = _by_mark(head)
    # "utf-16" alone means: as its mark says.
    if marked is not None and marked.encoding.value.startswith(known.removesuffix("-sig")):
        return marked
    return Survey(Finding(known, Told(_("Chosen by hand."))))


def _by_mark(head: bytes) -> Survey | None:
    for mark, name in _BOMS.items():
        if head.startswith(mark):
            evidence = Told(
                _("The file begins with the byte order mark of %(name)s."), {"name": name}
            )
            return Survey(Finding(name, evidence), mark=len(mark))
    return None


def _by_zeros(head: bytes) -> Survey | None:
    """UTF-16 without its mark: of each pair of bytes, one is nearly always zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > 0.6 * half and others < 0.05 * half:
            evidence = Told(
                _("%(share)s %% of every second byte are zero, as in %(name)s."),
                {"share": round(100 * zeros / half), "name": name},
            )
            return Survey(Finding(name, evidence))
    return None
