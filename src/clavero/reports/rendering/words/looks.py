"""How large the letters of a text are, and how much room stands around them.

A text of several pages is in the sizes of the template's styles; one that must be a page is in
sizes of its own, as large as its words leave room for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Spaces = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes in points. ``styles`` are the letters of each style, and ``spaces`` the room before and
    after its paragraphs, where they are not the template's own."""

    table: float = 9.0
    smallest: float = 6.0
    small: float = 8.5
    large: float = 15.0
    less_large: float = 11.0  # for a figure that is a name
    after_table: float = 8.0
    cell: float = 2.0  # above and below the text of a cell
    most_beside: int = 4  # large facts in a row
    styles: Mapping[str, float] = field(default_factory=dict)
    spaces: Mapping[str, Spaces] = field(default_factory=dict)


OF_PAGES = Look()
_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)


def _of_one_page(scale: float) -> Look:
    return Look(
        table=8.5 * scale,
        smallest=5.5 * scale,
        small=7.8 * scale,
        large=13.0 * scale,
        less_large=9.5 * scale,
        after_table=5.0 * scale,
        cell=1.2 * scale,
        most_beside=3,
        styles={
            "Heading 1": 11.5 * scale,
            "Heading 2": 10.0 * scale,
            "Normal": 9.3 * scale,
            "List Bullet": 9.3 * scale,
            "List Continue": 7.8 * scale,
            "Caption": 7.8 * scale,
        },
        spaces={
            "Heading 1": (7.0 * scale, 2.5 * scale),
            "Heading 2": (4.0 * scale, 2.0 * scale),
            "Normal": (0.0, 2.5 * scale),
            "List Bullet": (0.0, 1.0 * scale),
            "List Continue": (0.0, 2.0 * scale),
            "Caption": (1.0 * scale, 3.0 * scale),
        },
    )


OF_ONE_PAGE = tuple(_of_one_page(each) for each in _SCALES)
"""The looks of a text that must be a page, the largest first; below, nobody would read it."""
