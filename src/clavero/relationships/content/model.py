"""A drawing of people and the lines between them: where everything stands and what it says.

Lengths are those of a screen at its usual size; a colour is a name of :mod:`clavero.ui.palette`.
Every format draws these values as they are, so that the picture is the same in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import ceil

from clavero.ui.measuring import LINE, cut, wrapped

Point = tuple[float, float]


class Shape(StrEnum):
    """What a person is drawn as."""

    BOX = "box"
    CIRCLE = "circle"
    SQUARE = "square"
    DIAMOND = "diamond"
    TAG = "tag"  # one of ours


class Dash(StrEnum):
    """How a line is drawn."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text, which has room where it stands."""

    text: str
    size: float
    is_bold: bool = False
    is_italic: bool = False
    colour: str = "ink"

    @property
    def height(self) -> float:
        """How high it stands."""
        return self.size * LINE


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody. ``within`` stands in the shape, ``below`` under it; ``sign`` is the one letter of a
    shape that has no other text. ``description`` says it all in a sentence."""

    key: str
    x: float
    y: float
    width: float
    height: float
    shape: Shape = Shape.BOX
    within: Sequence[Text] = ()
    below: Sequence[Text] = ()
    sign: str = ""
    fill: str = "paper"
    edge: str = "data-rest"
    is_dashed: bool = False
    is_faint: bool = False
    border: float = 1.6
    description: str = ""
    url: str = ""

    def texts(self) -> Iterator[tuple[Text, float]]:
        """Each line with the height of its middle."""
        top = self.y - sum(each.height for each in self.within) / 2
        for each in self.within:
            yield each, top + each.height / 2
            top += each.height
        top = self.y + self.height / 2 + 3
        for each in self.below:
            yield each, top + each.height / 2
            top += each.height


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two, through ``points``; with a ``bend`` it is an arc through the middle one.
    ``label`` stands at its middle."""

    key: str
    source: str
    target: str
    points: Sequence[Point]
    is_arc: bool = False
    colour: str = "data-rest"
    width: float = 1.4
    dash: Dash = Dash.SOLID
    has_arrow: bool = False
    is_faint: bool = False
    label: str = ""
    description: str = ""

    def drawn(self, steps: int = 12) -> list[Point]:
        """The points that a pen goes through: of an arc, as many as look round."""
        if not self.is_arc:
            return list(self.points)
        (ax, ay), (bx, by), (cx, cy) = self.points
        found = []
        for step in range(steps + 1):
            t = step / steps
            one, two, three = (1 - t) ** 2, 2 * t * (1 - t), t * t
            found.append((one * ax + two * bx + three * cx, one * ay + two * by + three * cy))
        return found


@dataclass(frozen=True, slots=True)
class Sample:
    """A line of the legend: a shape with its sign, or a line, and what it stands for."""

    says: str
    node: Node | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it. ``title`` and ``note`` stand around it in a file; ``description`` says in a
    sentence what is to be seen."""

    title: str
    description: str
    note: str
    width: float
    height: float
    nodes: Sequence[Node]
    links: Sequence[Link]
    legend: Sequence[Sample] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        """Whether there is anybody."""
        return not self.nodes


def moved(drawing: Drawing, across: float, down: float) -> Drawing:
    """The same somewhere else."""
    return replace(
        drawing,
        nodes=[replace(each, x=each.x + across, y=each.y + down) for each in drawing.nodes],
        links=[
            replace(each, points=[(x + across, y + down) for x, y in each.points])
            for each in drawing.links
        ],
    )


def framed(drawing: Drawing) -> Drawing:
    """The same with room for the arcs that swing out of it, and for what stands under a shape."""
    points = [point for link in drawing.links for point in link.drawn()]
    points += [
        (node.x, node.y + node.height / 2 + 4 + sum(each.height for each in node.below))
        for node in drawing.nodes
        if node.below
    ]
    left = min([0.0, *(x for x, _y in points)])
    top = min([0.0, *(y for _x, y in points)])
    right = max([drawing.width, *(x for x, _y in points)])
    bottom = max([drawing.height, *(y for _x, y in points)])
    return replace(moved(drawing, -left, -top), width=right - left, height=bottom - top)


def fitted(
    text: str,
    size: float,
    width: float,
    lines: int,
    *,
    is_bold: bool = False,
    colour: str = "ink",
    is_italic: bool = False,
) -> list[Text]:
    """A text in as many lines as it needs and may have, the last one cut."""
    if not text:
        return []
    short = cut(text, size, width, ceil(lines * size * LINE * 1.001), is_bold=is_bold)
    return [
        Text(line, size, is_bold, is_italic, colour)
        for line in wrapped(short, size, width, is_bold=is_bold)[:lines]
    ]
