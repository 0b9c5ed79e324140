"""How wide a text may be in the picture."""

from __future__ import annotations

from functools import lru_cache

_NARROW_LETTERS = frozenset("fijlrtI.,:;'|!()[] ·-")
_WIDE_LETTERS = frozenset("mwMWQOGÑ@%&—")
# Of the widest fonts that a page may have, at 12 pixels.
_LETTER, _NARROW, _CAPITAL, _WIDE = 7.3, 4.8, 9.0, 11.9
_KNOWN = 16_384
"""Texts whose width is kept. A picture asks for each name, whole and cut short, in every band of
widths in turn: with room for fewer than it has, none would be found again."""


@lru_cache(maxsize=_KNOWN)
def width_of(text: str) -> float:
    """How wide a text is at most, in pixels."""
    return sum(map(_width, text))


def _width(letter: str) -> float:
    if letter in _WIDE_LETTERS:
        return _WIDE
    if letter in _NARROW_LETTERS:
        return _NARROW
    return _CAPITAL if letter.isupper() else _LETTER


def in_lines(text: str, room: float) -> list[str]:
    """A text in lines of ``room`` pixels at most; a word that is longer has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
