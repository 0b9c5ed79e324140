"""How much room a text takes, without the font it will be shown in.

Widths are those of Helvetica and Arial, which most faces that companies write in are narrower than;
a letter outside the table is taken for a wide one. What is measured to fit then fits.

>>> wrapped("Ventas netas del año", 12, 72)
['Ventas netas', 'del año']
>>> wrapped("Donaudampfschifffahrt", 12, 60)
['Donaudam', 'pfschifffah', 'rt']
>>> wrapped("", 12, 60)
['']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LINE = 1.22
"""The height of a line against the size of its letters."""

_BY_WIDTH = {  # thousandths of the size
    191: "'",
    222: "ijl‘’",
    260: "|",
    278: " !,./:;I[\\]ft·",
    333: "()-`r“”¡",
    334: "{}",
    355: '"',
    400: "*°",
    469: "^",
    500: "Jckrsvxyz",
    556: "#$0123456789?L_abdeghnopqu–€£¿",
    584: "+<=>~−±",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…",
    1015: "@",
}
_WIDTHS = {letter: width for width, letters in _BY_WIDTH.items() for letter in letters}
_OTHER, _FULL = 700, 1080
_BOLD = 1.08
_SIGNS = re.escape("-‐–/\\.,;:_@?&=#%+|~")
"""Signs after which whoever reads a long word expects it to go on in the next line."""
_JOINER = "\u200d"
_WORDS = re.compile(r"(\s+)")
_SIGNED = re.compile(rf"[^{_SIGNS}]*[{_SIGNS}]+|[^{_SIGNS}]+")
_MARKS = frozenset({"Mn", "Mc", "Me", "Sk"})
MAY_BREAK = "\u200b"
"""No letter at all: where a word may go on in the next line."""


@lru_cache(maxsize=4096)
def _letter(letter: str) -> int:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    bare = unicodedata.normalize("NFD", letter)[0]
    if bare in _WIDTHS:
        return _WIDTHS[bare]
    if unicodedata.combining(letter):
        return 0
    return _FULL if unicodedata.east_asian_width(letter) in "WF" else _OTHER


@lru_cache(maxsize=1 << 15)
def _thousandths(text: str) -> int:
    """The width of a line in letters of one point, a thousand times: whole, so that the widths of
    words add up to that of their line."""
    return sum(map(_letter, text))


def width_of(text: str, size: float, *, is_bold: bool = False) -> float:
    """The width of a line in points."""
    return _in_points(_thousandths(text), size, is_bold=is_bold)


def _in_points(thousandths: int, size: float, *, is_bold: bool) -> float:
    return thousandths * size / 1000 * (_BOLD if is_bold else 1)


def wrapped(text: str, size: float, width: float, *, is_bold: bool = False) -> list[str]:
    """The lines of ``text`` in ``width`` points; a word without room goes over several."""
    return list(_wrapped(text, size, width, is_bold))


@lru_cache(maxsize=1 << 12)  # whoever places a text asks for its height again and again
def _wrapped(text: str, size: float, width: float, is_bold: bool) -> tuple[str, ...]:
    lines: list[str] = []
    space = _letter(" ")
    for paragraph in text.splitlines() or [""]:
        line, used = "", 0
        for word in paragraph.split(" "):
            wide = _thousandths(word)
            longer = used + space + wide if line else wide
            if _in_points(longer, size, is_bold=is_bold) <= width:
                line, used = (f"{line} {word}" if line else word), longer
                continue
            if line:
                lines.append(line)
            *full, line = _broken(word, size, width, is_bold=is_bold)
            lines.extend(full)
            used = _thousandths(line)
        lines.append(line)
    return tuple(lines)


def _broken(word: str, size: float, width: float, *, is_bold: bool) -> list[str]:
    parts, begun, used = [], 0, 0
    for at, letter in enumerate(word):
        wide = _letter(letter)
        if at > begun and _in_points(used + wide, size, is_bold=is_bold) > width:
            parts.append(word[begun:at])
            begun, used = at, 0
        used += wide
    return [*parts, word[begun:]]


def height_of(text: str, size: float, width: float, *, is_bold: bool = False) -> float:
    """The height of a text in points, in lines of ``width``."""
    return len(wrapped(text, size, width, is_bold=is_bold)) * size * LINE


def longest_word(text: str, size: float, *, is_bold: bool = False) -> float:
    """The width that a text needs so that no word of it is broken."""
    return max((width_of(word, size, is_bold=is_bold) for word in text.split()), default=0.0)


def fitting(
    text: str, sizes: Sequence[float], width: float, height: float, *, is_bold: bool = False
) -> float:
    """The first of ``sizes``, the largest first, in which ``text`` has room; else the last.

    >>> fitting("Revisión trimestral", (32, 24, 18), 200, 40)
    18
    """
    for size in sizes:
        if height_of(text, size, width, is_bold=is_bold) <= height:
            return size
    return sizes[-1]


def cut(text: str, size: float, width: float, height: float, *, is_bold: bool = False) -> str:
    """``text``, or as much of it as has room, with an ellipsis.

    >>> cut("Compañía de Astilleros del Cantábrico", 12, 100, 15)
    'Compañía de…'
    """
    lines = wrapped(text, size, width, is_bold=is_bold)
    count = max(1, int(height / (size * LINE)))
    if len(lines) <= count:
        return text
    kept = " ".join(lines[:count])
    while kept and len(wrapped(f"{kept}…", size, width, is_bold=is_bold)) > count:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def breakable(text: str, size: float, width: float, *, is_bold: bool = False) -> str:
    """``text`` in which each word that is wider than ``width`` may break: after its signs where
    what stands between them has room, else between any two letters. Words that have room are left
    as they are.

    >>> breakable("Ana Fernández-Villaverde", 10, 80).split(MAY_BREAK)
    ['Ana Fernández-', 'Villaverde']
    >>> breakable("Ana Fernández-Villaverde", 10, 130)
    'Ana Fernández-Villaverde'
    >>> breakable("año", 10, 10).split(MAY_BREAK)
    ['a', 'ñ', 'o']
    """
    if width_of(text, size, is_bold=is_bold) <= width:
        return text
    return "".join(
        _breakable(each, size, width, is_bold=is_bold)
        if width_of(each, size, is_bold=is_bold) > width
        else each
        for each in _WORDS.split(text)
    )


def _breakable(word: str, size: float, width: float, *, is_bold: bool) -> str:
    parts = []
    for part in _SIGNED.findall(word):
        if width_of(part, size, is_bold=is_bold) > width:
            parts += _letters(part)
        else:
            parts.append(part)
    return MAY_BREAK.join(parts)


def _letters(word: str) -> list[str]:
    """The letters of a word, each with all that belongs to it."""
    letters: list[str] = []
    for letter in word:
        belongs = unicodedata.category(letter) in _MARKS or letter == _JOINER
        if letters and (belongs or letters[-1].endswith(_JOINER)):
            letters[-1] += letter
        else:
            letters.append(letter)
    return letters
