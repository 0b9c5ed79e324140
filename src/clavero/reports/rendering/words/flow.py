"""How far down its page a text is, reckoned while it is written: only the program that shows it
knows, and a picture has to have its size before.

Lengths are points. What is reckoned with are the template's own sizes and spaces; letters are
taken for those of Arial, which is the house's face. Templates in other faces are reckoned less
well, which makes a picture somewhat smaller or larger than it need be, and loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clavero.ui.measuring import wrapped

LINE = 1.15
"""The height of a line of Arial against its letters."""
USUAL = 11.0
"""The size of letters where no style says anything."""
_INDENT = 18.0  # of a list, which its numbering says and not its style
_FEWEST = 2  # lines of a paragraph that stand alone above or beneath the end of a page


@dataclass(frozen=True, slots=True)
class Letters:
    """What a style says of its paragraphs: the size and the height of a line, the spaces around
    them, and whether they stay with what follows."""

    size: float
    line: float
    before: float
    after: float
    indent: float
    is_bold: bool
    keeps: bool

    def lines(self, text: str, width: float) -> int:
        """How many a text has."""
        return len(wrapped(text, self.size, width - self.indent, is_bold=self.is_bold))


def letters_of(style: Any) -> Letters:
    """Its own, or those of the styles that it is based on."""
    from docx.shared import Length

    size = said(style, lambda each: each.font.size)
    spacing = said(style, lambda each: each.paragraph_format.line_spacing)
    before, after, indent = (
        said(style, lambda each, name=name: getattr(each.paragraph_format, name))
        for name in ("space_before", "space_after", "left_indent")
    )
    points = USUAL if size is None else float(size.pt)
    line = points * LINE * (spacing or 1.0)
    if isinstance(spacing, Length):
        line = float(spacing.pt)
    is_list = style.name.startswith("List")
    return Letters(
        size=points,
        line=line,
        before=0.0 if before is None else float(before.pt),
        after=0.0 if after is None else float(after.pt),
        indent=_INDENT if is_list else 0.0 if indent is None else float(indent.pt),
        is_bold=bool(said(style, lambda each: each.font.bold)),
        keeps=bool(said(style, lambda each: each.paragraph_format.keep_with_next)),
    )


def said(style: Any, ask: Any) -> Any:
    """What a style says, or the first of those it is based on that says something."""
    while style is not None:
        if (found := ask(style)) is not None:
            return found
        style = style.base_style
    return None


def row_height(cells: Sequence[tuple[Sequence[tuple[str, float]], float]], around: float) -> float:
    """Of a row of a table: each of its ``cells`` has texts with the size of their letters, one
    beneath the other, and its width; ``around`` is above and beneath them together.

    >>> round(row_height([([("Ventas", 10.0)], 100.0)], 4.0), 1)
    15.5
    """
    return around + max(
        (
            sum(len(wrapped(text, size, width)) * size * LINE for text, size in texts)
            for texts, width in cells
        ),
        default=0.0,
    )


class Flow:
    """How much of a page of ``height`` is used, and what is held until it is known what follows
    it: that goes to the next page with what it stays with.

    >>> flow = Flow(100.0)
    >>> flow.whole(70.0)
    >>> flow.whole(20.0, keeps=True)
    >>> flow.room
    10.0
    >>> flow.whole(30.0)
    >>> flow.room
    50.0
    """

    def __init__(self, height: float, used: float = 0.0) -> None:
        self._height, self._used, self._held = height, used % height, 0.0

    @property
    def room(self) -> float:
        """What is left of the page beneath what is there and what is held."""
        return max(0.0, self._height - self._used - self._held)

    def turn(self) -> None:
        """What follows begins on a new page."""
        self._used = self._held = 0.0

    def whole(self, height: float, *, keeps: bool = False, again: float = 0.0) -> None:
        """Something that is not parted, and with ``keeps`` stays with what follows; ``again`` is
        what stands above it where it begins a page, such as the head of its table."""
        self._held += height
        if keeps:
            return
        if self._used + self._held > self._height:
            self._used = again
        self._used = min(self._used + self._held, self._height)
        self._held = 0.0

    def lines(
        self, count: int, line: float, *, before: float, after: float, keeps: bool = False
    ) -> None:
        """A paragraph of so many lines, which goes on on the next page where it has no room."""
        fits = int((self.room - before) / line)
        if keeps or fits >= count or count < 2 * _FEWEST or fits < _FEWEST:
            self.whole(before + count * line, keeps=keeps)
        else:
            self._used = (count - min(fits, count - _FEWEST)) * line
            self._held = 0.0
        self.space(after)

    def space(self, height: float) -> None:
        """Room beneath what is there, which is not missed at the end of a page."""
        if self._held:
            self._held += height
        else:
            self._used = min(self._used + height, self._height)
