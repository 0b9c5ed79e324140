"""How wide a text may be in the picture."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

_NARROW_LETTERS = frozenset("fijlrtI.,:;'|!()[] ·-")
_WIDE_LETTERS = frozenset("mwMWQOGÑ@%&—")
# Of the widest fonts that a page may have, at 12 pixels.
_LETTER, _NARROW, _CAPITAL, _WIDE = 7.3, 4.8, 9.0, 11.9
_BOLD_DIGIT = 8.6
_LINKS = 3  # letters of a word such as “de” and “und” at most, with which no beginning ends
_KNOWN = 16_384
"""Texts whose width is kept. A picture asks for each name, whole and cut short, in every band of
widths in turn: with room for fewer than it has, none would be found again."""


@lru_cache(maxsize=_KNOWN)
def width_of(text: str) -> float:
    """How wide a text is at most, in pixels."""
    return sum(map(_width, text))


def width_of_number(text: str) -> float:
    """How wide a number in bold digits is at most, in pixels."""
    return len(text) * _BOLD_DIGIT


@lru_cache(maxsize=64)
def beginnings(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Each name with those of its beginnings that are no beginning of another one, the longest
    first. They end where a word ends.

    >>> beginnings(("Forjas de Turia, S.A.", "Forjas Aralar, S.A."))["Forjas de Turia, S.A."]
    ('Forjas de Turia, S.A.', 'Forjas de Turia…')
    """
    split = {name: name.split() for name in names}
    counts = Counter(
        start for name in names for start in {_plain(split[name], at) for at in _ends(split[name])}
    )
    return {
        name: (name, *(
            f"{' '.join(words[:at]).rstrip(' ,.;-')}…"
            for at in reversed(_ends(words)[:-1])
            if counts[_plain(words, at)] == 1 and not _is_link(words[at - 1])
        ))
        for name, words in split.items()
    }  # fmt: skip


def _ends(words: list[str]) -> range:
    return range(1, len(words) + 1)


def _plain(words: list[str], at: int) -> tuple[str, ...]:
    return tuple(word.casefold().strip(".,;") for word in words[:at])


def _is_link(word: str) -> bool:
    is_short = len(word) <= _LINKS and word.islower()
    return is_short or not any(letter.isalnum() for letter in word)


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
