"""Two texts side by side, line by line, and what differs within a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

_AROUND = 2  # lines that stay, shown around what differs
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LONGEST_LINE = 2_000  # characters within which words are looked at


class Change(StrEnum):
    """What became of a line."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"
    SKIPPED = "skipped"  # lines that stay, not shown


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line, and whether it differs from the other text."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of each text with its number, or how many lines are ``skipped``."""

    change: Change
    old_number: int | None = None
    old: tuple[Piece, ...] = ()
    new_number: int | None = None
    new: tuple[Piece, ...] = ()
    skipped: int = 0


def compared(old: str, new: str) -> list[Pair]:
    """Both texts beside each other; of longer parts that stay only the ends are shown.

    >>> [(each.change.value, [piece.text for piece in each.new if piece.differs])
    ...  for each in compared("Days: 30\\nEnd", "Days: 45\\nEnd\\nSigned")]
    [('changed', ['45']), ('same', []), ('added', ['Signed'])]
    """
    before, after = old.splitlines(), new.splitlines()
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    found: list[Pair] = []
    for place, (tag, first, last, start, end) in enumerate(blocks):
        if tag == "equal":
            lines = [
                Pair(Change.SAME, first + at + 1, (Piece(before[first + at]),), start + at + 1,
                     (Piece(after[start + at]),))
                for at in range(last - first)
            ]  # fmt: skip
            found += _folded(lines, at_start=place == 0, at_end=place == len(blocks) - 1)
        else:
            found += _differing(before, first, last, after, start, end)
    return found


def differences(pairs: Sequence[Pair]) -> int:
    """How many lines differ."""
    return sum(each.change not in {Change.SAME, Change.SKIPPED} for each in pairs)


def _folded(lines: list[Pair], *, at_start: bool, at_end: bool) -> list[Pair]:
    head = 0 if at_start else _AROUND
    tail = 0 if at_end else _AROUND
    hidden = len(lines) - head - tail
    if hidden < _AROUND:
        return lines
    skipped = Pair(Change.SKIPPED, skipped=hidden)
    return [*lines[:head], skipped, *lines[len(lines) - tail :]]


def _differing(
    before: list[str], first: int, last: int, after: list[str], start: int, end: int
) -> Iterator[Pair]:
    for old, new in zip_longest(range(first, last), range(start, end)):
        if old is None:
            yield Pair(Change.ADDED, None, (), new + 1, (Piece(after[new], True),))
        elif new is None:
            yield Pair(Change.GONE, old + 1, (Piece(before[old], True),))
        else:
            was, now = _pieces(before[old], after[new])
            yield Pair(Change.CHANGED, old + 1, was, new + 1, now)


def _pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    if max(len(old), len(new)) > _LONGEST_LINE:
        return (Piece(old, True),), (Piece(new, True),)
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    was: list[Piece] = []
    now: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        differs = tag != "equal"
        if first < last:
            was.append(Piece("".join(before[first:last]), differs))
        if start < end:
            now.append(Piece("".join(after[start:end]), differs))
    return tuple(was), tuple(now)
