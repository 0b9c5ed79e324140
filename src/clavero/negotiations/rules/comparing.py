"""Two texts side by side, line by line, and what differs within a line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

_AROUND = 2  # lines that stay, shown around what differs
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LONGEST_LINE = 2_000  # characters within which words are looked at
_MOST_COMPARED = 1_000_000  # lines of one text times lines of the other
_MOST_LOOKED_INTO = 1_000  # changed lines whose words are looked at
_MOST_ALIKE, _MOST_OF_ALL = 120_000, 1_000_000  # pairs of equal words: of a line, of a text


class Change(StrEnum):
    """What became of a line."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"
    SKIPPED = "skipped"  # lines that stay, not shown


@dataclass(slots=True)
class _Effort:
    """How many pairs of equal words may still be looked at: of a word that comes again and again
    there are many, and each costs as much as any."""

    left: int

    def allows(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether the words of a line may be compared; what that takes is gone."""
        there = Counter(after)
        pairs = sum(count * there[word] for word, count in Counter(before).items())
        if pairs > min(_MOST_ALIKE, self.left):
            return False
        self.left -= pairs
        return True


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
    blocks = _blocks(before, after)
    found: list[Pair] = []
    effort = _Effort(_MOST_OF_ALL)
    for place, (tag, first, last, start, end) in enumerate(blocks):
        if tag == "equal":
            lines = [
                Pair(Change.SAME, first + at + 1, (Piece(before[first + at]),), start + at + 1,
                     (Piece(after[start + at]),))
                for at in range(last - first)
            ]  # fmt: skip
            found += _folded(lines, at_start=place == 0, at_end=place == len(blocks) - 1)
        else:
            found += _differing(before, (first, last), after, (start, end), effort)
    return found


Block = tuple[str, int, int, int, int]


def _blocks(before: Sequence[str], after: Sequence[str]) -> list[Block]:
    """What became of which lines, as ``SequenceMatcher`` tells it. Looking for the best match of
    many lines with as many takes hours: equal beginnings and ends are cut off, long texts are cut
    at the lines that each has once, and what is long still counts as replaced."""
    kept = [(at, at) for at in range(_alike(before, after))]
    head = len(kept)
    tail = min(
        _alike(before[::-1], after[::-1]), len(before) - head, len(after) - head
    )  # fmt: skip
    last, end = len(before) - tail, len(after) - tail
    kept += _matches(before, after, (head, last, head, end))
    kept += [(last + at, end + at) for at in range(tail)]
    return _told(kept, len(before), len(after))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _matches(
    before: Sequence[str], after: Sequence[str], within: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    first, last, start, end = within
    if (last - first) * (end - start) <= _MOST_COMPARED:
        return _best(before, after, within)
    found: list[tuple[int, int]] = []
    anchors = _anchors(before[first:last], after[start:end])
    for old, new in [*anchors, (last - first, end - start)]:
        stop, until = first + old, start + new
        here = (found[-1][0] + 1 if found else first), (found[-1][1] + 1 if found else start)
        if (stop - here[0]) * (until - here[1]) <= _MOST_COMPARED:
            found += _best(before, after, (here[0], stop, here[1], until))
        if stop < last:
            found.append((stop, until))
    return found


def _best(
    before: Sequence[str], after: Sequence[str], within: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    first, last, start, end = within
    matcher = SequenceMatcher(None, before[first:last], after[start:end], autojunk=False)
    return [
        (first + block.a + at, start + block.b + at)
        for block in matcher.get_matching_blocks()
        for at in range(block.size)
    ]


def _anchors(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The lines that each text has once, as many of them as stand in one order in both."""
    once = _once(after)
    pairs = [(at, once[line]) for line, at in _once(before).items() if line in once]
    ends: list[int] = []
    chosen: list[int] = []
    back: list[int] = []
    for place, (_old, new) in enumerate(pairs):
        at = bisect_left(ends, new)
        back.append(chosen[at - 1] if at else -1)
        ends[at : at + 1], chosen[at : at + 1] = [new], [place]
    found = []
    place = chosen[-1] if chosen else -1
    while place >= 0:
        found.append(pairs[place])
        place = back[place]
    return found[::-1]


def _once(lines: Sequence[str]) -> dict[str, int]:
    counts = Counter(lines)
    return {line: at for at, line in enumerate(lines) if counts[line] == 1}


def _told(kept: Sequence[tuple[int, int]], last: int, end: int) -> list[Block]:
    """The blocks between and of the lines that stay."""
    found: list[Block] = []
    first = start = 0
    for old, new in [*kept, (last, end)]:
        if old > first or new > start:
            tag = "insert" if old == first else "delete" if new == start else "replace"
            found.append((tag, first, old, start, new))
        if old < last and found and found[-1][0] == "equal" and found[-1][2] == old:
            found[-1] = ("equal", found[-1][1], old + 1, found[-1][3], new + 1)
        elif (old, new) != (last, end):
            found.append(("equal", old, old + 1, new, new + 1))
        first, start = old + 1, new + 1
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
    before: list[str],
    gone: tuple[int, int],
    after: list[str],
    come: tuple[int, int],
    effort: _Effort,
) -> Iterator[Pair]:
    for old, new in zip_longest(range(*gone), range(*come)):
        if old is None:
            yield Pair(Change.ADDED, None, (), new + 1, (Piece(after[new], True),))
        elif new is None:
            yield Pair(Change.GONE, old + 1, (Piece(before[old], True),))
        else:
            if old - gone[0] < _MOST_LOOKED_INTO:
                was, now = _pieces(before[old], after[new], effort)
            else:
                was, now = (Piece(before[old], True),), (Piece(after[new], True),)
            yield Pair(Change.CHANGED, old + 1, was, new + 1, now)


def _pieces(old: str, new: str, effort: _Effort) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    if max(len(old), len(new)) > _LONGEST_LINE:
        return (Piece(old, True),), (Piece(new, True),)
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if not effort.allows(before, after):
        return (Piece(old, True),), (Piece(new, True),)
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
