"""Lines from one person to another that run over as few of the others as can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from clavero.relationships.content.model import Link, Node, Point
from clavero.ui.measuring import width_of

_WAYS = (1.0, -1.0, 1.7, -1.7, 2.4, -2.4, 0.5, -0.5, 3.2, -3.2)
_BEND, _LEAST_BEND, _BACK = 0.14, 22.0, 1.35
_APART = 3.0
_HEAD, _OF_HEAD = 8, 3
_STEPS = 10


def arc(start: Node, end: Node, others: Iterable[Node] = ()) -> list[Point]:
    """From the edge of one to the edge of another, bent so that it runs over as few of the others
    as can be: along a row above those between, else beside them. Two that influence each other
    have two arcs, since the way back is bent further."""
    dx, dy = end.x - start.x, end.y - start.y
    long = (dx * dx + dy * dy) ** 0.5 or 1.0
    bend = max(_LEAST_BEND, long * _BEND) * 2
    across = abs(dx) > abs(dy)
    if (dx if across else dy) < 0:
        bend *= _BACK
    between = [
        each
        for each in others
        if each.key not in {start.key, end.key}
        and min(start.x, end.x) - long / 2 < each.x < max(start.x, end.x) + long / 2
        and min(start.y, end.y) - long / 2 < each.y < max(start.y, end.y) + long / 2
    ]

    def bent(by: float) -> list[Point]:
        side = (0.0, -bend * by) if across else (-bend * by, 0.0)
        middle = ((start.x + end.x) / 2 + side[0], (start.y + end.y) / 2 + side[1])
        return [edge_of(start, middle), middle, edge_of(end, middle)]

    tried = [bent(by) for by in _WAYS]
    return min(tried, key=lambda points: _hits(points, between))


def within(link: Link, low: Point, high: Point) -> Link:
    """An arc only so far bent that it stays between two corners, where both of its ends do."""
    start, bend, end = link.points
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    for step in range(_STEPS, -1, -1):
        by = step / _STEPS
        points = [
            start,
            (middle[0] + (bend[0] - middle[0]) * by, middle[1] + (bend[1] - middle[1]) * by),
            end,
        ]
        flat = replace(link, points=points)
        if all(low[0] <= x <= high[0] and low[1] <= y <= high[1] for x, y in flat.drawn()):
            break
    return flat


def _hits(points: list[Point], others: Iterable[Node]) -> int:
    """How often an arc runs over somebody or their name."""
    way = Link("", "", "", points, is_arc=True).drawn(16)
    found = 0
    for node in others:
        half, bottom = max(node.width / 2, _half_name(node)), _beneath(node)
        hit = [
            abs(x - node.x) < half and -node.height / 2 - 4 < y - node.y < bottom for x, y in way
        ]
        # A head on a name hides it; a line across it can still be read.
        found += sum(hit) + _HEAD * any(hit[-_OF_HEAD:])
    return found


def _half_name(node: Node) -> float:
    """Half of the width of what stands under a shape."""
    wide = [width_of(each.text, each.size, is_bold=each.is_bold) for each in node.below]
    return max(wide, default=0.0) / 2


def _beneath(node: Node) -> float:
    """How far below its centre somebody goes, with what stands under the shape."""
    return node.height / 2 + sum(each.height for each in node.below) + (3 if node.below else 0)


def edge_of(node: Node, towards: Point) -> Point:
    """Where a line from outside ends: at the shape, or at what stands under it where it comes from
    there."""
    dx, dy = towards[0] - node.x, towards[1] - node.y
    long = (dx * dx + dy * dy) ** 0.5 or 1.0
    away = node.width / 2 + _APART
    half, bottom = _half_name(node) + _APART, _beneath(node) + _APART
    if dy > 0 and node.below:
        # Out of the box of the name: through its foot, or through its side below the shape.
        by = min(bottom / dy, half / abs(dx) if dx else bottom / dy)
        if by * dy > node.height / 2:
            away = max(away, by * long)
    return node.x + dx / long * away, node.y + dy / long * away
