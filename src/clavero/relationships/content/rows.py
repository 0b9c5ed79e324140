"""Sentences beneath each other on slides: what has no picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clavero.relationships.content.model import Node, Point, Shape, Text
from clavero.ui.measuring import wrapped

LETTERS = 9.0
_WIDE, _APART, _PAD, _BETWEEN = 400.0, 12.0, 6.0, 5.0
_NARROW = 0.84  # faces differ, and a line that wraps pushes the others out of their box


@dataclass(frozen=True, slots=True)
class Row:
    """A line in words, or several that say the same of others; ``count`` is how many."""

    text: str
    colour: str
    count: int = 1
    is_dashed: bool = False
    is_faint: bool = False


def row_pages(rows: Iterable[Row], room: Point) -> list[list[Node]]:
    """Rows one beneath the other, in columns, on as few pages as they take: nothing is cut."""
    across = max(1, int((room[0] + _APART) // (_WIDE + _APART)))
    wide = (room[0] + _APART) / across - _APART
    pages: list[list[Node]] = []
    column, top = across, 0.0
    for number, row in enumerate(rows):
        told = wrapped(row.text, LETTERS, (wide - 2 * _PAD) * _NARROW)
        lines = [Text(line, LETTERS) for line in told]
        high = sum(line.height for line in lines) + _PAD
        if top and top + high > room[1]:
            column, top = column + 1, 0.0
        if column >= across:
            pages.append([])
            column = 0
        pages[-1].append(
            Node(
                f"r{number}", wide / 2 + column * (wide + _APART), top + high / 2, wide, high,
                Shape.BOX, lines, edge=row.colour, is_dashed=row.is_dashed,
                is_faint=row.is_faint, description=row.text,
            )
        )  # fmt: skip
        top += high + _BETWEEN
    return pages
