"""Where the names of bubbles stand, so that none covers another one, a bubble or a corner's name.

The picture stretches sideways with the page, its names do not. So a place is looked for that holds
for a whole :class:`Band` of widths: whatever is apart at both ends of it, and in the same order, is
apart between them. The largest bubble chooses first; a name that finds no place is left to the
tooltip and the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

LINE = 14.0  # pixels
_GAP = 3.0
_NARROW_LETTERS = frozenset("fijlrtI.,:;'|!()[] ·-")
_WIDE_LETTERS = frozenset("mwMWQOGÑ@%&—")
# Of the widest fonts that a page may have, at 12 pixels.
_LETTER, _NARROW, _CAPITAL, _WIDE = 7.3, 4.8, 9.0, 11.9


@dataclass(frozen=True, slots=True)
class Band:
    """Widths of the plane, in pixels, for which places are the same."""

    low: float
    high: float


_ENDS = (
    180, 220, 255, 295, 340, 390, 450, 515, 590, 680, 780,
    900, 1030, 1190, 1370, 1570, 1800, 2100, 2600,
)  # fmt: skip
BANDS = tuple(Band(low, high) for low, high in pairwise(_ENDS))
"""Every width that a page has. The narrower a band, the more names find a place that holds."""

LONGEST = 26  # letters
_SHORTER = (18, 12)  # where the name does not fit, its beginning may


@dataclass(frozen=True, slots=True)
class Bubble:
    """A bubble and its name: ``x`` is a part of the width, from the left, ``y`` and ``radius`` are
    pixels; y grows downwards. A name may be cut short, what is written ``after`` it is not."""

    x: float
    y: float
    radius: float
    name: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What is written beside a bubble: from its middle by ``dx`` and ``dy`` to where the text
    begins, is centred or ends, as ``align`` says. ``text`` is empty where there is no room."""

    text: str
    dx: float = 0.0
    dy: float = 0.0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that keeps its size while the picture stretches: ``left`` and ``right`` are
    pixels from ``x``, a part of the width."""

    x: float
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: Box, band: Band) -> bool:
        """Whether the two may touch at some width of the band."""
        if self.bottom <= other.top or other.bottom <= self.top:
            return False
        apart, mine, theirs = self.x - other.x, self.right - other.left, other.right - self.left
        is_left = apart * band.low + mine <= 0 and apart * band.high + mine <= 0
        return not (is_left or (theirs <= apart * band.low and theirs <= apart * band.high))

    def is_within(self, band: Band, height: float) -> bool:
        """Whether it stays inside the plane at every width of the band."""
        if self.top < 0 or self.bottom > height:
            return False
        return all(
            self.x * width + self.left >= 0 and self.x * width + self.right <= width
            for width in (band.low, band.high)
        )


def width_of(text: str) -> float:
    """How wide a text is at most, in pixels."""
    return sum(map(_width, text))


def _width(letter: str) -> float:
    if letter in _WIDE_LETTERS:
        return _WIDE
    if letter in _NARROW_LETTERS:
        return _NARROW
    return _CAPITAL if letter.isupper() else _LETTER


def placed(
    bubbles: Sequence[Bubble],
    *,
    band: Band,
    height: float,
    taken: Sequence[Box] = (),
    better_free: Sequence[Box] = (),
) -> list[Label]:
    """A label for each bubble, in their order.

    ``taken`` is what they must not cover either; what is ``better_free`` they cover where there is
    no other place.

    >>> two = [Bubble(0.25, 50, 10, "A"), Bubble(0.35, 50, 10, "B")]
    >>> [label.align for label in placed(two, band=Band(200, 210), height=100)]
    ['right', 'left']
    """
    full = [*taken, *(box_around(bubble) for bubble in bubbles)]
    labels = [Label("")] * len(bubbles)
    for index in sorted(range(len(bubbles)), key=lambda each: -bubbles[each].radius):
        bubble = bubbles[index]
        possible = [
            (label, box)
            for label in _places(bubble)
            if (box := box_of(bubble, label)).is_within(band, height) and _is_free(box, full, band)
        ]
        if possible:
            best = (each for each in possible if _is_free(each[1], better_free, band))
            labels[index], box = next(best, possible[0])
            full.append(box)
    return labels


def _is_free(box: Box, full: Sequence[Box], band: Band) -> bool:
    return not any(box.meets(other, band) for other in full)


def box_around(bubble: Bubble) -> Box:
    """The square in which a bubble stands."""
    radius = bubble.radius
    return Box(bubble.x, -radius, radius, bubble.y - radius, bubble.y + radius)


def box_of(bubble: Bubble, label: Label) -> Box:
    """The rectangle that a name takes."""
    width = width_of(label.text)
    start = label.dx - {"left": 0.0, "right": width, "center": width / 2}[label.align]
    middle = bubble.y + label.dy
    return Box(bubble.x, start, start + width, middle - LINE / 2, middle + LINE / 2)


def _places(bubble: Bubble) -> Iterator[Label]:
    """The places around a bubble, the easiest to read first."""
    away, slant = bubble.radius + _GAP, bubble.radius * 0.72 + _GAP
    level = bubble.radius * 0.72 + LINE / 2
    for short in dict.fromkeys(_short(bubble.name, longest) for longest in (LONGEST, *_SHORTER)):
        text = f"{short}{bubble.after}"
        yield Label(text, away, 0, "left")
        yield Label(text, -away, 0, "right")
        yield Label(text, 0, -away - LINE / 2, "center")
        yield Label(text, 0, away + LINE / 2, "center")
        for dy in (-level, level):
            yield Label(text, slant, dy, "left")
            yield Label(text, -slant, dy, "right")


def _short(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip(' ,.')}…"
