"""What stands on a slide, measured: each piece knows its height and where it can be parted.

Lengths are points. A piece never loses anything by being parted: what has no room goes on in the
rest, down to a single line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clavero.reports.content.model import Calendar, Cell, Fact, Picture, Tone
from clavero.ui.measuring import LINE, cut, height_of, width_of, wrapped

GAP = 10.0
BETWEEN = 4.0  # a picture and its words
INDENT = 14.0
CELL_ACROSS, CELL_DOWN = 5.0, 3.5  # around the text of a cell
_FEWEST_LINES, _FEWEST_ROWS = 3, 3  # less is not left alone at the foot of a slide
_TILE_GAP = 14.0
_HIGHEST, _LOWEST = 0.62, 0.25  # of its width, what is drawn for the room it has
_MOST_BESIDE = 3  # lines above a picture, and beneath it
_TILE_SIZES = (24, 20, 17, 14, 12)
CALENDAR_HEAD, CALENDAR_FOOT, CALENDAR_ROW = 34.0, 36.0, 32.0


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: of a list where ``is_item``, beneath its item where ``is_note``, and with what
    follows where ``keeps``."""

    text: str
    size: float
    tone: Tone = Tone.PLAIN
    is_bold: bool = False
    is_item: bool = False
    is_note: bool = False
    keeps: bool = False
    mark: str = ""
    before: float = 0.0

    @property
    def whole(self) -> str:
        """The text after its mark."""
        return f"{self.mark}: {self.text}" if self.mark and self.text else self.mark or self.text

    def lines(self, width: float) -> list[str]:
        """Its lines; with a mark they are taken for bold, which is wider."""
        room = width - (INDENT if self.is_item or self.is_note else 0)
        return wrapped(self.whole, self.size, room, is_bold=self.is_bold or bool(self.mark))

    def height(self, width: float) -> float:
        """With the space before it."""
        return self.before + len(self.lines(width)) * self.size * LINE

    def parted(self, width: float, count: int) -> tuple[Para, Para]:
        """Its first ``count`` lines, and the rest of them."""
        lines = self.lines(width)
        first, rest = " ".join(lines[:count]), " ".join(lines[count:])
        bare = replace(self, mark="", is_item=False, is_note=self.is_item or self.is_note)
        head = f"{self.mark}: "
        if self.mark and first.startswith(head):
            return replace(self, text=first[len(head) :]), replace(bare, text=rest, before=0)
        is_bold = self.is_bold or bool(self.mark)
        start = replace(self, mark="", text=first, is_bold=is_bold)
        return start, replace(bare, text=rest, before=0)


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs in one box."""

    paras: tuple[Para, ...]

    def height(self, width: float) -> float:
        """Of all of them; the first needs no space before it."""
        return sum(each.height(width) for each in self.paras) - self.paras[0].before

    def parted(self, width: float, room: float, *, is_alone: bool) -> tuple[Text | None, Text]:
        """What has room and what has not; ``is_alone`` on its slide, something must have."""
        used, kept = -self.paras[0].before, 0
        while used + self.paras[kept].height(width) <= room:
            used += self.paras[kept].height(width)
            kept += 1
        first, rest = list(self.paras[:kept]), list(self.paras[kept:])
        left = int((room - used - rest[0].before) / (rest[0].size * LINE))
        fewest = 1 if is_alone and not first else _FEWEST_LINES
        if left >= fewest and len(rest[0].lines(width)) - left >= min(fewest, _FEWEST_LINES - 1):
            start, rest[0] = rest[0].parted(width, left)
            first.append(start)
        elif is_alone and not first:
            start, rest[0] = rest[0].parted(width, 1)
            first.append(start)
        while first and first[-1].keeps and not (is_alone and len(first) == 1):
            rest.insert(0, first.pop())
        return (Text(tuple(first)) if first else None), Text(tuple(rest))


@dataclass(frozen=True, slots=True)
class Width:
    """Of a column of a table; figures stand on the right, and labels are said quietly."""

    points: float
    is_figure: bool = False
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: ``head`` is empty where it has none, the last of ``rows`` is the total where it
    ``has_total``."""

    name: str
    widths: tuple[Width, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    size: float
    has_total: bool = False

    def is_bold(self, at: int) -> bool:
        """Whether a row is the total."""
        return self.has_total and at == len(self.rows) - 1

    def row_height(self, at: int) -> float:
        """The height of a row."""
        return self._high([each.text for each in self.rows[at]], is_bold=self.is_bold(at))

    @property
    def head_height(self) -> float:
        """The height of the head, if there is one."""
        return self._high(self.head, is_bold=True) if self.head else 0.0

    def _high(self, texts: Sequence[str], *, is_bold: bool) -> float:
        return 2 * CELL_DOWN + max(
            height_of(text, self.size, width.points - 2 * CELL_ACROSS, is_bold=is_bold)
            for text, width in zip(texts, self.widths, strict=True)
        )

    def height(self, width: float) -> float:
        """Of head and rows."""
        return self.head_height + sum(map(self.row_height, range(len(self.rows))))

    def parted(self, width: float, room: float, *, is_alone: bool) -> tuple[Grid | None, Grid]:
        """The rows that have room under the head, and the rest under theirs; a row that has no room
        on a whole slide goes on in the next one."""
        used, kept = self.head_height, 0
        while used + self.row_height(kept) <= room:
            used += self.row_height(kept)
            kept += 1
        if kept and self.has_total and kept == len(self.rows) - 1 and kept > 1:
            kept -= 1  # a total does not stand alone
        if kept >= (1 if is_alone else _FEWEST_ROWS):
            return (
                replace(self, rows=self.rows[:kept], has_total=False),
                replace(self, rows=self.rows[kept:]),
            )
        if not is_alone:
            return None, self
        start, rest = self._row_parted(0, room - used)
        return (
            replace(self, rows=(start,), has_total=False),
            replace(self, rows=(rest, *self.rows[1:])),
        )

    def _row_parted(self, at: int, room: float) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
        count = max(1, int((room - 2 * CELL_DOWN) / (self.size * LINE)))
        starts, rests = [], []
        for cell, width in zip(self.rows[at], self.widths, strict=True):
            across = width.points - 2 * CELL_ACROSS
            lines = wrapped(cell.text, self.size, across, is_bold=self.is_bold(at))
            starts.append(replace(cell, text=" ".join(lines[:count])))
            rests.append(replace(cell, text=" ".join(lines[count:])))
        return tuple(starts), tuple(rests)


@dataclass(frozen=True, slots=True)
class Tiles:
    """Large figures side by side, each with its name above and what is to be known of it below."""

    facts: tuple[Fact, ...]
    count: int  # of a full row

    def across(self, width: float) -> float:
        """The width of one."""
        return (width - _TILE_GAP * (self.count - 1)) / self.count

    def left(self, width: float, at: int) -> float:
        """Where one begins."""
        return at * (self.across(width) + _TILE_GAP)

    def paras(self, fact: Fact, width: float) -> tuple[Para, ...]:
        """Name, figure and remark of one, the figure as large as it has room in a line."""
        across = self.across(width)
        size = next(
            (each for each in _TILE_SIZES if width_of(fact.text, each, is_bold=True) <= across),
            _TILE_SIZES[-1],
        )
        every = [
            Para(fact.label, 11, Tone.QUIET),
            Para(fact.text, size, fact.tone, is_bold=True, before=1),
            Para(fact.note, 10, Tone.QUIET, before=1),
        ]
        return tuple(each for each in every if each.text)

    def height(self, width: float) -> float:
        """Of the highest one."""
        across = self.across(width)
        return max(
            sum(para.height(across) for para in self.paras(fact, width)) for fact in self.facts
        )


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, chart or calendar, with its title above and its caption below, in the height it
    was given; a chart fills all of it, a calendar takes as much as its bars need, what can be drawn
    anew fills what suits it, any other picture keeps its proportion."""

    picture: Picture
    room: float
    size: float

    def title(self, width: float) -> str:
        """The line or lines above it."""
        return _cut(self.picture.title, self.size, width, is_bold=True)

    def caption(self, width: float) -> str:
        """The lines beneath it; a longer one is told to the speaker whole."""
        return _cut(self.picture.caption, self.size - 2, width)

    def title_height(self, width: float) -> float:
        """The room of the lines above it."""
        return _text_height(self.title(width), self.size, width, is_bold=True)

    def caption_height(self, width: float) -> float:
        """The room of the lines beneath it."""
        return _text_height(self.caption(width), self.size - 2, width)

    def box(self, width: float) -> tuple[float, float]:
        """Width and height of the drawing alone."""
        left = self.room - self.title_height(width) - self.caption_height(width)
        if self.picture.chart is not None:
            return width, left
        if self.picture.calendar is not None:
            return width, min(left, calendar_height(self.picture.calendar))
        if self.picture.redrawn is not None:
            high = min(left, width * _HIGHEST)
            return min(width, high / _LOWEST), high
        ratio = self.picture.height / self.picture.width
        across = min(width, left / ratio)
        return across, across * ratio

    def height(self, width: float) -> float:
        """Of all that belongs to it."""
        texts = self.title_height(width) + self.caption_height(width)
        return texts + self.box(width)[1]


@dataclass(frozen=True, slots=True)
class Beside:
    """A picture at the left, ``across`` wide, and what goes with it at the right, from top to
    bottom, each measured for the width that is left."""

    drawing: Drawing
    across: float
    pieces: tuple[Text | Grid | Tiles, ...]

    def left(self) -> float:
        """Where what goes with it begins."""
        return self.across + 2 * _TILE_GAP

    def tops(self, width: float) -> list[float]:
        """How far below the top each of the pieces begins, and at last where they end."""
        tops = [0.0]
        for each in self.pieces:
            tops.append(tops[-1] + each.height(width - self.left()) + GAP)
        return tops

    def height(self, width: float) -> float:
        """Of the higher side."""
        return max(self.drawing.height(self.across), self.tops(width)[-1] - GAP)


def calendar_height(calendar: Calendar) -> float:
    """What a calendar takes where there is room enough."""
    return CALENDAR_HEAD + CALENDAR_ROW * max(1, len(calendar.bars)) + CALENDAR_FOOT


Piece = Text | Grid | Tiles | Drawing | Beside


def _cut(text: str, size: float, width: float, *, is_bold: bool = False) -> str:
    return cut(text, size, width, _MOST_BESIDE * size * LINE + 1, is_bold=is_bold)


def _text_height(text: str, size: float, width: float, *, is_bold: bool = False) -> float:
    return height_of(text, size, width, is_bold=is_bold) + BETWEEN if text else 0.0
