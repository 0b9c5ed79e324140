"""Where the names of bubbles stand, so that none covers another one, a bubble or a corner's name.

The picture stretches sideways with the page, its names do not. So a place is looked for that holds
for a whole :class:`Band` of widths: whatever is apart at both ends of it, and in the same order, is
apart between them. The largest bubble chooses first. A name without room beside its bubble stands
further off, with a line between them; where all is full, those of the largest stand on bubbles, and
the others are left to the tooltip and the table. When each has its place, names that were cut short
grow into what is left free beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, cos, hypot, pi, sin
from typing import NamedTuple

from clavero.matrix.charts.full import LINE, Ends, Full
from clavero.matrix.charts.letters import width_of

_GAP = 3.0


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

LONGEST = 26  # letters that a name has while places are looked for
_SHORTER = (18, 12)  # where the name does not fit, its beginning may

SURELY = 12
"""So many of the largest bubbles have their name, however crowded the plane is: a name takes two
lines' height of it at most, whatever stands where."""
ROOMY = 590  # pixels of the plane; on a narrower one too many lines would lead to names
_NEAR_OFF, _FAR_OFF = (16, 32, 50), (16, 32, 50, 72, 100, 135, 180, 240)  # pixels from the rim
_CLEAR_OFF = (16, 32, 50, 72)  # for a place that crosses nothing
_CROSSED, _HIDDEN = 80.0, 240.0
"""So many pixels longer a line may be that crosses no other bubble, or does not begin in one."""
_WAYS = sorted(
    ((cos(pi * each / 24), sin(pi * each / 24)) for each in range(48)),
    key=lambda way: round(abs(way[1]), 9),
)
_LEVEL = 0.3  # the cosine from which a name begins or ends at its line
_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}
"""The part of a text that stands before its place, as it is aligned."""
_THICK, _STEP = 2.0, 8.0  # of the boxes along a line


@dataclass(frozen=True, slots=True)
class Bubble:
    """A bubble and its name: ``x`` is a part of the width, from the left, ``y`` and ``radius`` are
    pixels; y grows downwards. A name may be cut short, what is written ``after`` it is not. Those
    that are first choose their place before all others."""

    x: float
    y: float
    radius: float
    name: str
    after: str = ""
    is_first: bool = False


class Label(NamedTuple):
    """What is written beside a bubble: from its middle by ``dx`` and ``dy`` to where the text
    begins, is centred or ends, as ``align`` says. ``text`` is empty where there is no room.
    ``line`` leads from the bubble to a name further off: x and y of both ends from the middle.
    ``is_over``: it stands on bubbles, as nothing else is free."""

    text: str
    dx: float = 0.0
    dy: float = 0.0
    align: str = "left"
    line: tuple[float, float, float, float] | None = None
    is_over: bool = False


class Box(NamedTuple):
    """A rectangle that keeps its size while the picture stretches: ``left`` and ``right`` are
    pixels from ``x``, a part of the width."""

    x: float
    left: float
    right: float
    top: float
    bottom: float


def placed(
    bubbles: Sequence[Bubble],
    *,
    band: Band,
    height: float,
    taken: Sequence[Box] = (),
    better_free: Sequence[Box] = (),
    heads: Sequence[Box] = (),
    surely: int = 0,
) -> list[Label]:
    """A label for each bubble, in their order.

    ``taken`` is what they must not cover either; what is ``better_free`` they cover where there is
    no other place, and ``heads`` of arrows, under which no name can be read, only where the
    ``surely`` first ones, at most :data:`SURELY`, must have theirs. Where there are such, names may
    stand further off with a line, on a narrow plane theirs alone.

    >>> two = [Bubble(0.25, 50, 10, "A"), Bubble(0.35, 50, 10, "B")]
    >>> [label.align for label in placed(two, band=Band(200, 210), height=100)]
    ['right', 'left']
    """
    plane = _Plane(bubbles, band, height, taken, better_free, heads)
    labels = [Label("")] * len(bubbles)
    in_turn = sorted(
        range(len(bubbles)), key=lambda at: (not bubbles[at].is_first, -bubbles[at].radius)
    )
    for rank, index in enumerate(in_turn):
        bubble = bubbles[index]
        label = plane.beside(bubble)
        leads = rank < surely or (surely > 0 and band.low >= ROOMY)
        if leads and (label is None or plane.is_crossed(bubble, label)):
            label = plane.further_off(bubble, _CLEAR_OFF, is_clear=True) or label
        if leads and label is None:
            is_sure = rank < surely
            distances = _FAR_OFF if is_sure else _NEAR_OFF
            label = plane.further_off(bubble, distances, may_cross=is_sure)
        if label is None and rank < surely:
            label = plane.over(bubble)
        if label is not None:
            plane.take(bubble, label)
            labels[index] = label
    for index in in_turn:
        labels[index] = plane.grown(bubbles[index], labels[index])
    return labels


class _Plane:
    """What stands on the plane already, and where there is still room."""

    def __init__(
        self,
        bubbles: Sequence[Bubble],
        band: Band,
        height: float,
        taken: Sequence[Box],
        better_free: Sequence[Box],
        heads: Sequence[Box],
    ) -> None:
        self._low, self._high, self._height = band.low, band.high, height
        self._bubbles = bubbles
        self._better_free = Full(map(self._ends, better_free))
        self._heads = Full(map(self._ends, heads))
        self._names = Full(map(self._ends, taken))
        self._lines = Full()
        discs = (box_around(bubble) for bubble in bubbles)
        self._everything = Full(self._ends(box) for box in (*discs, *taken, *heads))

    def take(self, bubble: Bubble, label: Label) -> None:
        """Have a name stand there, with its line."""
        name = self._of(bubble, label)
        self._names.add(name)
        self._everything.add(name)
        for box in map(self._ends, along_line(bubble, label)):
            self._lines.add(box)
            self._everything.add(box)

    def grown(self, bubble: Bubble, label: Label) -> Label:
        """The label with as much of the name as there is room for where it stands."""
        shown = len(label.text.removesuffix(bubble.after))
        if not label.text or label.is_over or len(bubble.name) <= shown - 1:
            return label
        best, low, high = label, shown + 1, len(bubble.name)
        longest = high
        while low <= high:
            text = f"{_short(bubble.name, longest)}{bubble.after}"
            longer = label._replace(text=text)
            if self._may_grow(bubble, label, longer):
                best, low = longer, longest + 1
            else:
                high = longest - 1
            longest = (low + high) // 2
        for box in self._beyond(bubble, label, best):
            self._names.add(box)
            self._everything.add(box)
        return best

    def _may_grow(self, bubble: Bubble, label: Label, longer: Label) -> bool:
        return self._is_inside(self._of(bubble, longer)) and all(
            self._everything.leaves(box) and self._better_free.leaves(box)
            for box in self._beyond(bubble, label, longer)
        )

    def _beyond(self, bubble: Bubble, label: Label, longer: Label) -> Iterator[Ends]:
        """What a longer name takes beside the one that stands there."""
        top, bottom, left, right, wide_left, wide_right = self._of(bubble, label)
        _top, _bottom, start, end, wide_start, wide_end = self._of(bubble, longer)
        if start < left:
            yield top, bottom, start, left, wide_start, wide_left
        if right < end:
            yield top, bottom, right, end, wide_right, wide_end

    def beside(self, bubble: Bubble) -> Label | None:
        """The best free place at the bubble itself."""
        possible = None
        for label in _places(bubble):
            box = self._of(bubble, label)
            if self._has_room(box):
                if self._better_free.leaves(box):
                    return label
                possible = possible or label
        return possible

    def is_crossed(self, bubble: Bubble, label: Label) -> bool:
        """Whether a name stands on what had better be free."""
        return not self._better_free.leaves(self._of(bubble, label))

    def further_off(
        self,
        bubble: Bubble,
        distances: Sequence[float],
        *,
        is_clear: bool = False,
        may_cross: bool = False,
    ) -> Label | None:
        """The nearest free place to which a line leads across no other bubble; if it ``may_cross``
        one, a place without that may be that much further. ``is_clear``: of what had better be
        free, too."""
        best, least = None, float("inf")
        for distance, label in _off(bubble, distances):
            if distance >= least:
                break
            box = self._of(bubble, label)
            if not self._has_room(box) or (is_clear and not self._better_free.leaves(box)):
                continue
            line = along_line(bubble, label)
            ends = [self._ends(each) for each in line]
            if all(self._names.leaves(each) and self._lines.leaves(each) for each in ends):
                most = least - distance if may_cross else _CROSSED
                cost = distance + self._crossed(bubble, line, most)
                if cost < least and (may_cross or cost == distance):
                    best, least = label, cost
        return best

    def _crossed(self, bubble: Bubble, line: Sequence[Box], most: float) -> float:
        """What it costs that other bubbles lie on a line, or on its beginning; of what costs
        ``most`` or more, the rest is not counted."""
        cost = 0.0
        for other in self._bubbles:
            if cost >= most:
                break
            if other is bubble:
                continue
            if self._is_on(other, line[0]):
                cost += _HIDDEN
            elif any(self._is_on(other, each) for each in line):
                cost += _CROSSED
        return cost

    def _is_on(self, bubble: Bubble, point: Box) -> bool:
        down = (point.top + point.bottom) / 2 - bubble.y
        if abs(down) >= bubble.radius:
            return False
        aside, apart = (point.left + point.right) / 2, point.x - bubble.x
        near, far = apart * self._low + aside, apart * self._high + aside
        across = 0.0 if near * far < 0 else min(abs(near), abs(far))
        return hypot(across, down) < bubble.radius

    def over(self, bubble: Bubble) -> Label | None:
        """On whatever bubbles, but on no name; on heads of arrows, and then on lines, where there
        is nothing else."""
        best, least = None, 3
        for label in _rows(bubble, self._low, self._height):
            box = self._of(bubble, label)
            if self._is_inside(box) and self._names.leaves(box):
                is_on_line, is_on_head = not self._lines.leaves(box), not self._heads.leaves(box)
                cost = 2 * is_on_line + is_on_head
                if cost < least or best is None:
                    best, least = label, cost
                if not least:
                    break
        return best

    def _has_room(self, box: Ends) -> bool:
        return self._is_inside(box) and self._everything.leaves(box)

    def _is_inside(self, box: Ends) -> bool:
        """Whether it stays on the plane at every width of the band."""
        top, bottom, left, right, wide_left, wide_right = box
        return (
            top >= 0
            and bottom <= self._height
            and left >= 0
            and wide_left >= 0
            and right <= self._low
            and wide_right <= self._high
        )

    def _ends(self, box: Box) -> Ends:
        low, high = box.x * self._low, box.x * self._high
        return (
            box.top, box.bottom,
            low + box.left, low + box.right, high + box.left, high + box.right,
        )  # fmt: skip

    def _of(self, bubble: Bubble, label: Label) -> Ends:
        """The ends of :func:`box_of`, of which a plane asks thousands."""
        start, end, top, bottom = _sides(bubble, label)
        low, high = bubble.x * self._low, bubble.x * self._high
        return top, bottom, low + start, low + end, high + start, high + end


def box_around(bubble: Bubble) -> Box:
    """The square in which a bubble stands."""
    radius = bubble.radius
    return Box(bubble.x, -radius, radius, bubble.y - radius, bubble.y + radius)


def box_of(bubble: Bubble, label: Label) -> Box:
    """The rectangle that a name takes."""
    return Box(bubble.x, *_sides(bubble, label))


def _sides(bubble: Bubble, label: Label) -> tuple[float, float, float, float]:
    """Left and right of a name from its bubble's middle, and its top and bottom."""
    width = width_of(label.text)
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


def _texts(bubble: Bubble) -> list[str]:
    """The name, whole and cut short."""
    return list(dict.fromkeys(_short(bubble.name, longest) for longest in (LONGEST, *_SHORTER)))


def _places(bubble: Bubble) -> Iterator[Label]:
    """The places around a bubble, the easiest to read first."""
    away, slant = bubble.radius + _GAP, bubble.radius * 0.72 + _GAP
    level = bubble.radius * 0.72 + LINE / 2
    for short in _texts(bubble):
        text = f"{short}{bubble.after}"
        yield Label(text, away, 0, "left")
        yield Label(text, -away, 0, "right")
        yield Label(text, 0, -away - LINE / 2, "center")
        yield Label(text, 0, away + LINE / 2, "center")
        for dy in (-level, level):
            yield Label(text, slant, dy, "left")
            yield Label(text, -slant, dy, "right")


def _off(bubble: Bubble, distances: Sequence[float]) -> Iterator[tuple[float, Label]]:
    """The places further off, the nearest first and of those the level ones, with the line that
    leads to them."""
    texts = _texts(bubble)
    for distance in distances:
        for short in dict.fromkeys((texts[0], texts[-1])):
            for across, down in _WAYS:
                far = bubble.radius + distance
                line = (
                    across * bubble.radius, down * bubble.radius, across * far, down * far,
                )  # fmt: skip
                text = f"{short}{bubble.after}"
                if abs(across) > _LEVEL:
                    side = 1 if across > 0 else -1
                    align = "left" if side > 0 else "right"
                    yield distance, Label(text, line[2] + side * _GAP, line[3], align, line)
                else:
                    side = 1 if down > 0 else -1
                    lower = line[3] + side * (LINE / 2 + _GAP / 2)
                    yield distance, Label(text, line[2], lower, "center", line)


def _rows(bubble: Bubble, narrow: float, height: float) -> Iterator[Label]:
    """A place in each line of the plane, the nearest first; where even a short name has no room
    for what stands after it, without that."""
    for text in (f"{_texts(bubble)[-1]}{bubble.after}", _texts(bubble)[-1]):
        wide = width_of(text)
        if wide > narrow:
            continue
        # As far from the left as the bubble itself: inside at every width.
        left = -bubble.x * wide
        lines = range(ceil(height / LINE) * 2)
        middles = sorted((LINE / 2 * (each + 1) for each in lines), key=lambda y: abs(y - bubble.y))
        for middle in middles:
            down = middle - bubble.y
            line = None
            if abs(down) > bubble.radius + LINE:
                side = 1 if down > 0 else -1
                line = (0.0, side * bubble.radius, 0.0, down - side * LINE / 2)
            yield Label(text, left, down, "left", line, is_over=True)


def _short(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip(' ,.')}…"
