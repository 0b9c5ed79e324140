"""Where the names of bubbles stand, so that none covers another one, a bubble or a corner's name.

The largest bubble chooses first. A name without room beside its bubble stands further off, with a
line between them. Where there is no room for that either, a bubble that has a number shows it, in
itself if it can, and a list beneath the picture says whose it is: so nobody is nameless, no arrow
runs through a name, and no name stands on bubbles. On a plane too narrow for such a list those of
the largest stand on bubbles, and the others are left to the tooltip and the table. When each has
its place, names that were cut short grow into what is left free beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import hypot

from clavero.matrix.charts.boxes import (
    Band,
    Box,
    Bubble,
    Label,
    along_line,
    box_around,
    sides_of,
)
from clavero.matrix.charts.full import Ends, Full
from clavero.matrix.charts.letters import beginnings
from clavero.matrix.charts.places import (
    numbers_within,
    places,
    places_off,
    rows,
    with_number,
)

SURELY = 12
"""So many of the largest bubbles have their name, however crowded the plane is: a name takes two
lines' height of it at most, whatever stands where."""
ROOMY = 590  # pixels of the plane; on a narrower one too many lines would lead to names
_NEAR_OFF, _FAR_OFF = (16, 32, 50), (16, 32, 50, 72, 100, 135, 180, 240)  # pixels from the rim
_CLEAR_OFF = (16, 32, 50, 72)  # for a place that crosses nothing
_LARGE = 14.0  # radius from which a bubble is still seen with another one's number on it
_CROSSED, _HIDDEN = 80.0, 240.0
"""So many pixels longer a line may be that crosses no other bubble, or does not begin in one."""


def placed(
    bubbles: Sequence[Bubble],
    *,
    band: Band,
    height: float,
    taken: Sequence[Box] = (),
    blocked: Sequence[Box] = (),
    better_free: Sequence[Box] = (),
    heads: Sequence[Box] = (),
    surely: int = 0,
) -> list[Label]:
    """A label for each bubble, in their order, which is that of drawing.

    ``taken`` is what they must not cover either, ``blocked`` what names must not, though a line to
    one may cross it; what is ``better_free`` they cover where there is no other place, and
    ``heads`` of arrows, under which no name can be read, only where the ``surely`` first ones, at
    most :data:`SURELY`, must have theirs. Where there are such, names may stand further off with a
    line, on a narrow plane theirs alone.

    >>> two = [Bubble(0.25, 50, 10, "A"), Bubble(0.35, 50, 10, "B")]
    >>> [label.align for label in placed(two, band=Band(200, 210), height=100)]
    ['right', 'left']
    """
    known = beginnings(tuple(bubble.name for bubble in bubbles))
    bubbles = [replace(bubble, texts=known[bubble.name]) for bubble in bubbles]
    plane = _Plane(bubbles, band, height, taken, blocked, better_free, heads)
    labels = [Label("")] * len(bubbles)
    in_turn = sorted(
        range(len(bubbles)), key=lambda at: (not bubbles[at].is_first, -bubbles[at].radius)
    )
    for rank, index in enumerate(in_turn):
        bubble = bubbles[index]
        leads = rank < surely or (surely > 0 and band.low >= ROOMY)
        label = _named(plane, bubble, leads=leads, is_sure=rank < surely)
        if label is None and bubble.number:
            label = plane.numbered(bubble, bubbles[index + 1 :])
        if label is not None:
            plane.take(bubble, label)
            labels[index] = label
    for index in in_turn:
        labels[index] = plane.grown(bubbles[index], labels[index])
    return [
        label._replace(is_crossed=bool(label.text) and plane.is_crossed(bubble, label))
        for bubble, label in zip(bubbles, labels, strict=True)
    ]


def _named(plane: _Plane, bubble: Bubble, *, leads: bool, is_sure: bool) -> Label | None:
    """The best place for its name. What has a number does without the worst."""
    label = plane.beside(bubble)
    if leads and (label is None or plane.is_crossed(bubble, label)):
        clear: Sequence[float] = _NEAR_OFF if bubble.number else _CLEAR_OFF
        label = plane.further_off(bubble, clear, is_clear=True) or label
    if leads and label is None:
        may_cross = is_sure and not bubble.number
        distances: Sequence[float] = _FAR_OFF if may_cross else _NEAR_OFF
        label = plane.further_off(bubble, distances, may_cross=may_cross)
    if label is None and is_sure and not bubble.number:
        label = plane.over(bubble)
    return label


class _Plane:
    """What stands on the plane already, and where there is still room."""

    def __init__(
        self,
        bubbles: Sequence[Bubble],
        band: Band,
        height: float,
        taken: Sequence[Box],
        blocked: Sequence[Box],
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
        self._everything = Full(self._ends(box) for box in (*discs, *taken, *blocked, *heads))

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
        if not label.text or label.is_over or label.is_number:
            return label
        best, shown = label, label.text.removesuffix(bubble.after)
        longer_ones = bubble.texts[: bubble.texts.index(shown)] if shown in bubble.texts else ()
        for text in longer_ones:
            longer = label._replace(text=f"{text}{bubble.after}")
            if self._may_grow(bubble, label, longer):
                best = longer
                break
        for box in self._beyond(bubble, label, best):
            self._names.add(box)
            self._everything.add(box)
        return best

    def _may_grow(self, bubble: Bubble, label: Label, longer: Label) -> bool:
        # Where names are blocked by what must not cross them, only the cuts had better be free: a
        # whole name across one is easier to read than a part of it.
        minds_lines = not bubble.number
        return self._is_inside(self._of(bubble, longer)) and all(
            self._everything.leaves(box) and (not minds_lines or self._better_free.leaves(box))
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
        for label in places(bubble):
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
        for distance, label in places_off(bubble, distances):
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
            # A line begins at the rim of its own bubble, and so of whoever is its very like.
            if (other.name, *_disc(other)) == (bubble.name, *_disc(bubble)):
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

    def numbered(self, bubble: Bubble, in_front: Sequence[Bubble]) -> Label:
        """Its number: within itself where nothing ``in_front`` hides it, beside it, further off, on
        a large bubble behind it, further off across others, or at last on whatever is there."""
        for label in numbers_within(bubble):
            if self._is_seen(self._of(bubble, label), in_front):
                return label
        small = replace(bubble, texts=(bubble.number,), after="")
        for each in places(small):
            label = with_number(bubble, each)
            if self._has_room(self._of(bubble, label)):
                return label
        if off := self.further_off(small, _NEAR_OFF):
            label = with_number(bubble, off)
            if self._has_room(self._of(bubble, label)):
                return label
        seen = [
            label
            for label in (with_number(bubble, each) for each in places(small))
            if self._is_seen(self._of(bubble, label), in_front)
        ]
        for label in seen:
            if not self._hides(self._of(bubble, label), bubble):
                return label
        if off := self.further_off(small, _NEAR_OFF, may_cross=True):
            return with_number(bubble, off)
        if seen:
            return seen[0]
        return Label(bubble.number, 0, 0, "center", is_number=True)

    def _hides(self, box: Ends, own: Bubble) -> bool:
        """Whether hardly anything would be seen of another bubble with a number on it."""
        return any(
            self._is_hidden(box, other)
            for other in self._bubbles
            if other.radius < _LARGE and (other.x, other.y) != (own.x, own.y)
        )

    def _is_seen(self, box: Ends, in_front: Sequence[Bubble]) -> bool:
        """Whether neither a name nor a bubble in front is there."""
        return (
            self._is_inside(box)
            and self._names.leaves(box)
            and self._heads.leaves(box)
            and not any(self._is_hidden(box, other) for other in in_front)
        )

    def _is_hidden(self, box: Ends, other: Bubble) -> bool:
        """Whether a bubble may lie on a box, at some width of the band."""
        top, bottom, left, right, wide_left, wide_right = box
        down = max(top - other.y, other.y - bottom, 0.0)
        if down >= other.radius:
            return False
        near, far = other.x * self._low, other.x * self._high
        before, behind = min(near - right, far - wide_right), min(left - near, wide_left - far)
        return hypot(down, max(before, behind, 0.0)) < other.radius

    def over(self, bubble: Bubble) -> Label | None:
        """On whatever bubbles, but on no name; on heads of arrows, and then on lines, where there
        is nothing else."""
        best, least = None, 3
        for label in rows(bubble, self._low, self._height):
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
        start, end, top, bottom = sides_of(bubble, label)
        low, high = bubble.x * self._low, bubble.x * self._high
        return top, bottom, low + start, low + end, high + start, high + end


def _disc(bubble: Bubble) -> tuple[float, float, float]:
    return bubble.x, bubble.y, bubble.radius
