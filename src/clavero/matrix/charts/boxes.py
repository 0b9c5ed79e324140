"""Bubbles, their names and the rectangles that these take on a plane that stretches sideways.

The picture stretches with the page, its names do not. So a place is looked for that holds for a
whole :class:`Band` of widths: whatever is apart at both ends of it, and in the same order, is apart
between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, hypot
from typing import NamedTuple

from clavero.matrix.charts.full import LINE
from clavero.matrix.charts.letters import width_of, width_of_number

_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}
"""The part of a text that stands before its place, as it is aligned."""
_THICK, _STEP = 2.0, 8.0  # of the boxes along a line


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


@dataclass(frozen=True, slots=True)
class Bubble:
    """A bubble and its name: ``x`` is a part of the width, from the left, ``y`` and ``radius`` are
    pixels; y grows downwards. A name may be cut short, what is written ``after`` it is not. Those
    that are first choose their place before all others. A bubble without room for its name has its
    ``number``, by which a list beneath the picture tells it; empty where there is no such list.
    ``texts`` are the name and the beginnings of it that tell it from all others, the longest
    first."""

    x: float
    y: float
    radius: float
    name: str
    after: str = ""
    is_first: bool = False
    number: str = ""
    texts: tuple[str, ...] = ()


class Label(NamedTuple):
    """What is written beside a bubble: from its middle by ``dx`` and ``dy`` to where the text
    begins, is centred or ends, as ``align`` says. ``text`` is empty where there is no room.
    ``line`` leads from the bubble to a name further off: x and y of both ends from the middle.
    ``is_over``: it stands on bubbles, as nothing else is free; ``is_crossed``: a line runs through
    it; ``is_number``: the text is the bubble's number."""

    text: str
    dx: float = 0.0
    dy: float = 0.0
    align: str = "left"
    line: tuple[float, float, float, float] | None = None
    is_over: bool = False
    is_crossed: bool = False
    is_number: bool = False

    @property
    def has_paper(self) -> bool:
        """Whether it needs paper around its letters, as something else is drawn beneath them."""
        return self.is_over or self.is_crossed or self.is_number


class Box(NamedTuple):
    """A rectangle that keeps its size while the picture stretches: ``left`` and ``right`` are
    pixels from ``x``, a part of the width."""

    x: float
    left: float
    right: float
    top: float
    bottom: float


def box_around(bubble: Bubble) -> Box:
    """The square in which a bubble stands."""
    radius = bubble.radius
    return Box(bubble.x, -radius, radius, bubble.y - radius, bubble.y + radius)


def box_of(bubble: Bubble, label: Label) -> Box:
    """The rectangle that a name takes."""
    return Box(bubble.x, *sides_of(bubble, label))


def sides_of(bubble: Bubble, label: Label) -> tuple[float, float, float, float]:
    """Left and right of a name from its bubble's middle, and its top and bottom."""
    width = width_of_number(label.text) if label.is_number else width_of(label.text)
    start = label.dx - width * _BEFORE[label.align]
    middle = bubble.y + label.dy
    return start, start + width, middle - LINE / 2, middle + LINE / 2


def along_line(bubble: Bubble, label: Label) -> list[Box]:
    """Small boxes along the line to a name that stands further off."""
    if label.line is None:
        return []
    x, y, end_x, end_y = label.line
    steps = max(ceil(hypot(end_x - x, end_y - y) / _STEP), 1)
    points = [
        (x + (end_x - x) * step / steps, bubble.y + y + (end_y - y) * step / steps)
        for step in range(steps + 1)
    ]
    half = _THICK / 2
    return [
        Box(bubble.x, across - half, across + half, down - half, down + half)
        for across, down in points
    ]
