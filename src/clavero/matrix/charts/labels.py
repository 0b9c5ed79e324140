"""Where the names of bubbles stand, so that none covers another one or a bubble.

The largest bubble chooses first among the places around it; a name that finds none is left to the
tooltip and the table. Lengths are pixels on a picture of a given size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LETTER, LINE = 6.2, 14.0  # of the charts' font, on average
_GAP = 3.0
LONGEST = 26  # letters


@dataclass(frozen=True, slots=True)
class Bubble:
    """A bubble around (``x``, ``y``) and its name; y grows downwards."""

    x: float
    y: float
    radius: float
    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """What is written beside a bubble: from its middle by ``dx`` and ``dy`` to where the text
    begins, is centred or ends, as ``align`` says. ``text`` is empty where there is no room."""

    text: str
    dx: float = 0.0
    dy: float = 0.0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_within(self, width: float, height: float) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height


def placed(bubbles: Sequence[Bubble], *, width: float, height: float) -> list[Label]:
    """A label for each bubble, in their order.

    >>> [label.align for label in placed([Bubble(50, 50, 10, "A"), Bubble(70, 50, 10, "B")],
    ...                                  width=200, height=100)]
    ['right', 'left']
    """
    taken = [_around(bubble) for bubble in bubbles]
    labels = [Label("")] * len(bubbles)
    for index in sorted(range(len(bubbles)), key=lambda each: -bubbles[each].radius):
        for label, box in _places(bubbles[index]):
            if box.is_within(width, height) and not any(box.meets(other) for other in taken):
                labels[index] = label
                taken.append(box)
                break
    return labels


def _around(bubble: Bubble) -> _Box:
    x, y, radius = bubble.x, bubble.y, bubble.radius
    return _Box(x - radius, y - radius, x + radius, y + radius)


def _places(bubble: Bubble) -> Iterator[tuple[Label, _Box]]:
    """The places around a bubble, the easiest to read first."""
    text = _short(bubble.name)
    width, away = LETTER * len(text), bubble.radius + _GAP
    level = bubble.radius / 2 + LINE / 2
    for dy in (0.0, -level, level):
        yield _at(bubble, Label(text, away, dy, "left"), 0, width)
        yield _at(bubble, Label(text, -away, dy, "right"), -width, width)
    for dy in (-away - LINE / 2, away + LINE / 2):
        yield _at(bubble, Label(text, 0, dy, "center"), -width / 2, width)


def _at(bubble: Bubble, label: Label, start: float, width: float) -> tuple[Label, _Box]:
    left, middle = bubble.x + label.dx + start, bubble.y + label.dy
    return label, _Box(left, middle - LINE / 2, left + width, middle + LINE / 2)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
