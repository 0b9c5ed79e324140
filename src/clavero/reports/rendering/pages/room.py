"""The measures of a page as the template has them, in points.

Letters are measured by a face that is somewhat wider than the one they are set in: what has room
here has room there. A word that has none is given places to break, and no other word is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from clavero.reports.content.model import Document, Table
from clavero.reports.rendering.columns import columns_of
from clavero.ui.measuring import breakable, width_of, wrapped

_MILLIMETRE = 72 / 25.4
_TEXT, _SMALL, _HEADING, _TITLE, _FIGURE = 9.5, 8.2, 12.9, 25.0, 12.9
_CELL, _SMALLEST, _BESIDE = 9.0, 6.0, 1.6 * _MILLIMETRE
_WIDE, _NARROW, _GUTTER = 170 * _MILLIMETRE, 180 * _MILLIMETRE, 8 * _MILLIMETRE
_INDENT = 14.0  # of a list
_MOST_LARGE, _MOST_SMALL = 3, 2  # facts side by side
_FOUR = 4  # large ones stand in one row
_BETWEEN_LARGE, _BETWEEN_SMALL, _INSET = 2.5 * _MILLIMETRE, 3 * _MILLIMETRE, 3 * _MILLIMETRE

TABLE_LINE, TABLE_AROUND = 12.0, 3 * _MILLIMETRE
"""Points of a line of a table, and above and beneath the text of a row together."""
SHORT_TABLE = 150.0
"""A table that is no higher stays together: about a fifth of a page, as much as the profit and loss
of a plan takes."""


@dataclass(frozen=True, slots=True)
class Room:
    """A place for texts, ``width`` points wide, whose letters are of ``size``."""

    width: float
    size: float = _TEXT

    def text(self, told: str) -> str:
        """A text in its ordinary letters."""
        return breakable(told, self.size, self.width, is_bold=True)

    def small(self, told: str) -> str:
        """A remark."""
        return breakable(told, _SMALL, self.width)

    def heading(self, told: str) -> str:
        """The title of a section."""
        return breakable(told, _HEADING, self.width, is_bold=True)

    def title(self, told: str) -> str:
        """That of the document."""
        return breakable(told, _TITLE, self.width, is_bold=True)

    def figure(self, told: str) -> str:
        """A large figure."""
        return breakable(told, _FIGURE, self.width, is_bold=True)

    def lines(self, told: str) -> int:
        """How many a text of a table has."""
        return len(wrapped(told, self.size, self.width))

    def is_short(self, told: str) -> bool:
        """Whether it has room in a line of large letters."""
        return width_of(told, _FIGURE, is_bold=True) <= self.width

    @property
    def of_a_list(self) -> Room:
        """That of its items."""
        return replace(self, width=self.width - _INDENT)

    @staticmethod
    def across(count: int, *, are_large: bool) -> int:
        """How many facts stand side by side."""
        most = _FOUR if count == _FOUR else _MOST_LARGE
        return max(1, min(count, most if are_large else _MOST_SMALL))

    def of_a_fact(self, across: int, *, are_large: bool) -> Room:
        """That of one of them."""
        between = _BETWEEN_LARGE if are_large else _BETWEEN_SMALL
        inset = 2 * _INSET if are_large else 0.0
        return replace(self, width=(self.width - between * (across - 1)) / across - inset)

    def columns(self, table: Table) -> tuple[float, list[float], list[Room]]:
        """By how much the letters of a table are made smaller, its widths, and the room of a cell
        in each of its columns."""
        size, widths = columns_of(table, self.width, _CELL, smallest=_SMALLEST, margin=_BESIDE)
        cells = [Room(each - 2 * _BESIDE, size) for each in widths]
        return size / _CELL, [round(each, 2) for each in widths], cells


def lead_of(document: Document) -> Room:
    """What is said before the first section: the whole width."""
    return Room(_NARROW if document.is_one_page else _WIDE)


def sections_of(document: Document) -> Room:
    """Sections of one page stand in two columns."""
    return Room((_NARROW - _GUTTER) / 2 if document.is_one_page else _WIDE)
