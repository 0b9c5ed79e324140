"""Which slide says what: the sections of a document on as many slides as they need, none too full.

A section begins on a slide of its own. What would fill a little more than one slide is written
somewhat smaller; what fills several is parted between rows, items or sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from clavero.reports.content.model import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Section,
    Table,
    Tone,
)
from clavero.reports.rendering.decks.pieces import (
    GAP,
    Beside,
    Drawing,
    Grid,
    Para,
    Piece,
    Text,
    Tiles,
)
from clavero.reports.rendering.decks.tables import grid_of, grid_of_facts, tiles_of

_ROUNDED = 0.01  # points: what was made to fit may be more by less than that
_SMALLER = (1.0, 0.87, 0.75)
_SMALLEST = _SMALLER[-1]
_TEXT, _TABLE = 16.0, 13.0
_CONTENTS_FROM = 5  # sections
_BESIDE_OTHERS = 0.62  # of a slide, which a picture takes at most when something else is said
_LEAST_OF_A_PICTURE = 0.7
_LEAST = 0.5  # points for each of its pixels
_HIGHEST_TILES = 0.4
_LITTLE, _FEWEST_JOINED = 0.8, 2
_JOINED = _SMALLER[1]  # sections share a slide in letters that may be so much smaller
_SQUARE = 0.45  # height against width: from here on something has room beside a picture
_WIDEST_BESIDE = 0.62  # of the slide


@dataclass(frozen=True, slots=True)
class Frame:
    """The room for what a slide says, in points, and the largest letters for it."""

    width: float
    height: float
    size: float = _TEXT


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece and how far below the top of the room it begins."""

    piece: Piece
    top: float


@dataclass(slots=True)
class Slide:
    """A slide to be made: its title, what stands on it, and what the speaker is told."""

    title: str
    placed: list[Placed] = field(default_factory=list)
    notes: tuple[str, ...] = ()


def plan(document: Document, frame: Frame) -> list[Slide]:
    """The slides after the cover."""
    slides = _opening(document, frame)
    for section in _joined(document.sections, frame):
        slides += _section(section, document, frame)
    return slides


def _opening(document: Document, frame: Frame) -> list[Slide]:
    """What is said first, and what follows: on the same slide where both have room."""
    told: list[Slide] = []
    has_contents = len(document.sections) >= _CONTENTS_FROM and not document.is_one_page
    if document.lead:
        titles = (document.kind_name, document.subtitle)
        lead = Section(" · ".join(each for each in titles if each), document.lead)
        told = _section(lead, document, frame)
        if has_contents:
            heading = Heading(document.words.contents)
            listed = (Paragraph(each.named) for each in document.sections)
            both = replace(lead, blocks=(*lead.blocks, heading, *listed))
            joined = _section(both, document, frame)
            if len(joined) == 1:
                return joined
    return told + (_contents(document, frame) if has_contents else [])


def _joined(sections: Sequence[Section], frame: Frame) -> Iterator[Section]:
    """The sections, where neighbours that have little to say share a slide under their titles."""
    waiting: list[Section] = []
    used = 0.0
    for section in sections:
        height = _little(section, frame)
        if height is None or used + height > frame.height:
            yield from _one_of(waiting)
            waiting, used = [], 0.0
        if height is None:
            yield section
        else:
            waiting.append(section)
            used += height
    yield from _one_of(waiting)


def _little(section: Section, frame: Frame) -> float | None:
    """The height under its title of a section of some words and small tables; ``None`` of one
    that has more."""
    pieces = list(_pieces(_under_its_title(section), frame, _JOINED))
    if any(not isinstance(each, Text | Grid) for each in pieces):
        return None
    height = sum(each.height(frame.width) + GAP for each in pieces if each)
    return height if height <= frame.height * _LITTLE else None


def _under_its_title(section: Section) -> Section:
    aside = (Paragraph(section.aside, Tone.QUIET),) if section.aside else ()
    blocks = (Heading(section.named), *aside, *section.blocks)
    return replace(section, number="", aside="", blocks=blocks)


def _one_of(sections: Sequence[Section]) -> Iterator[Section]:
    if len(sections) < _FEWEST_JOINED:
        yield from sections
        return
    first, *_between, last = (each.named for each in sections)
    under = [_under_its_title(each) for each in sections]
    yield Section(
        f"{first} … {last}" if _between else f"{first} · {last}",
        tuple(block for each in under for block in each.blocks),
        sources=tuple(dict.fromkeys(source for each in under for source in each.sources)),
    )


def _contents(document: Document, frame: Frame) -> list[Slide]:
    size = min(frame.size, _TEXT)
    paras = tuple(Para(each.named, size, before=3) for each in document.sections)
    return _flowed(document.words.contents, [Text(paras)], document, frame)


def _section(section: Section, document: Document, frame: Frame) -> list[Slide]:
    slides: list[Slide] = []
    for scale in _SMALLER:
        pieces = list(_pieces(section, frame, scale))
        planned = _flowed(section.named, pieces, document, frame)
        # The smallest letters are for what then has room on one slide.
        if not slides or (len(planned) < len(slides) and (len(planned) == 1 or scale > _SMALLEST)):
            slides = planned
        if len(slides) == 1:
            break
    for slide in slides:
        slide.notes = section.sources
    return slides


def _flowed(
    title: str, pieces: Sequence[Piece | None], document: Document, frame: Frame
) -> list[Slide]:
    flow = _Flow(title, document.words.continued, frame)
    for piece in pieces:
        if piece is None:
            flow.turn()
        else:
            flow.put(piece)
    flow.fill()
    return flow.slides


class _Flow:
    """Pieces one beneath the other, on a new slide when there is no room."""

    def __init__(self, title: str, continued: str, frame: Frame) -> None:
        self._title, self._continued, self._frame = title, continued, frame
        self.slides = [Slide(title)]
        self._used = 0.0

    @property
    def _is_empty(self) -> bool:
        return not self.slides[-1].placed

    @property
    def _room(self) -> float:
        return self._frame.height - self._used

    def put(self, piece: Piece) -> None:
        """Place a piece, in parts where it must be."""
        width, height = self._frame.width, self._frame.height
        if isinstance(piece, Drawing):
            piece = self._given_room(piece)
        while piece.height(width) > self._room + _ROUNDED:
            if isinstance(piece, Tiles | Drawing | Beside):
                if self._is_empty:
                    break  # it was made to fit an empty slide
                self._turn()
                continue
            has_room_alone = piece.height(width) <= height
            if not self._is_empty and has_room_alone and not isinstance(piece, Text):
                self._turn()
                continue
            first, piece = piece.parted(width, self._room, is_alone=self._is_empty)
            if first is not None:
                self._place(first)
            self._turn()
        self._place(piece)

    def turn(self) -> None:
        """What follows begins on a new slide."""
        if not self._is_empty:
            self._turn()

    def fill(self) -> None:
        """A picture that nothing follows on its slide takes the room that is left."""
        placed = self.slides[-1].placed
        if placed and isinstance(last := placed[-1].piece, Drawing):
            room = self._frame.height - placed[-1].top
            placed[-1] = Placed(Drawing(last.picture, room, last.size), placed[-1].top)

    def _given_room(self, piece: Drawing) -> Drawing:
        """The picture in the room that is left, on a new slide where it would be too small."""
        given = Drawing(piece.picture, min(piece.room, self._room), piece.size)
        asked, found = (each.box(self._frame.width)[1] for each in (piece, given))
        is_small = found < asked * _LEAST_OF_A_PICTURE
        if not self._is_empty and (is_small or _is_hard_to_read(piece.picture, found)):
            self._turn()
            return Drawing(piece.picture, min(piece.room, self._room), piece.size)
        return given

    def _place(self, piece: Piece) -> None:
        self.slides[-1].placed.append(Placed(piece, self._used))
        self._used += piece.height(self._frame.width) + GAP

    def _turn(self) -> None:
        """A new slide; a heading that would stay behind alone goes along."""
        taken = self._taken()
        self.fill()
        self.slides.append(Slide(f"{self._title} ({self._continued})"))
        self._used = 0.0
        if taken:
            self._place(Text(taken))

    def _taken(self) -> tuple[Para, ...]:
        placed = self.slides[-1].placed
        if not placed or not isinstance(placed[-1].piece, Text):
            return ()
        paras = list(placed[-1].piece.paras)
        taken: list[Para] = []
        while paras and paras[-1].keeps:
            taken.insert(0, paras.pop())
        if not taken or (not paras and len(placed) == 1):
            return ()
        last = placed.pop()
        if paras:
            placed.append(Placed(Text(tuple(paras)), last.top))
        return tuple(taken)


def _is_hard_to_read(picture: Picture, high: float) -> bool:
    """Whether a picture that is drawn for the room there is, such as one with a row for each
    account, would have letters less than half as large as on a page."""
    return picture.redrawn is not None and picture.about is None and high < picture.height * _LEAST


# -- blocks into pieces ----------------------------------------------------------------------------


def _pieces(section: Section, frame: Frame, scale: float) -> Iterator[Piece | None]:
    """The blocks measured, neighbouring texts in one box; ``None`` is a new slide."""
    waiting: list[Para] = []
    if section.aside:
        waiting.append(Para(section.aside, 12 * scale, Tone.QUIET))
    blocks = list(section.blocks)
    is_alone = _stands_alone(blocks)
    while blocks:
        block = blocks.pop(0)
        if isinstance(block, PageBreak):
            is_alone = _stands_alone(blocks)
        paras = list(_paras(block, min(frame.size, _TEXT) * scale))
        waiting += paras
        if paras:
            continue
        if waiting:
            yield Text(tuple(waiting))
            waiting = []
        beside = _beside(block, blocks, frame, scale)
        if beside is not None:
            del blocks[: beside[1]]
            yield beside[0]
            continue
        yield from _others(block, frame, scale, is_alone=is_alone)
    if waiting:
        yield Text(tuple(waiting))


def _stands_alone(blocks: Iterable[Block]) -> bool:
    """Whether up to the next new slide there is one thing beside headings."""
    until = takewhile(lambda each: not isinstance(each, PageBreak), blocks)
    return sum(not isinstance(each, Heading) for each in until) == 1


def _beside(
    block: Block, following: Sequence[Block], frame: Frame, scale: float
) -> tuple[Beside, int] | None:
    """A picture with as many of the blocks that follow as have room beside it, and how many."""
    if not isinstance(block, Picture) or _is_drawn_here(block):
        return None
    if block.proportion < _SQUARE:
        return None
    drawing = Drawing(block, frame.height, 12)
    across = min(drawing.box(frame.width)[0], frame.width * _WIDEST_BESIDE)
    found = None
    for count in range(1, len(following) + 1):
        if isinstance(following[count - 1], Picture | Table | PageBreak):
            break
        beside = Beside(drawing, across, ())
        rest = Frame(frame.width - beside.left(), frame.height, frame.size)
        pieces = tuple(_pieces(Section("", tuple(following[:count])), rest, scale))
        told = tuple(each for each in pieces if isinstance(each, Text | Grid | Tiles))
        beside = Beside(drawing, across, told)
        if beside.height(frame.width) > frame.height:
            break
        if not isinstance(following[count - 1], Heading):
            found = beside, count
    return found


def _is_drawn_here(picture: Picture) -> bool:
    """Whether it is drawn anew, in the room that there is."""
    return picture.chart is not None or picture.calendar is not None


def _paras(block: Block, size: float) -> Iterator[Para]:
    """What is said in words, if this is a block of words."""
    if isinstance(block, Heading):
        yield Para(block.text, size + 1, is_bold=True, keeps=True, before=10)
    elif isinstance(block, Paragraph):
        small = size - 2 if block.tone in (Tone.QUIET, Tone.MISSING) else size
        for text in block.text.splitlines() or [""]:
            yield Para(text, small, block.tone, before=4)
    elif isinstance(block, Bullets):
        if not block.items and block.empty:
            yield Para(block.empty, size - 2, Tone.MISSING, before=4)
        for item in block.items:
            yield Para(item.text, size, item.tone, is_item=True, mark=item.mark, before=4)
            if item.note:
                yield Para(item.note, size - 3, Tone.QUIET, is_note=True)
    elif isinstance(block, Table) and not block.rows and block.empty:
        yield Para(block.empty, size - 2, Tone.MISSING, before=4)


def _others(block: Block, frame: Frame, scale: float, *, is_alone: bool) -> Iterable[Piece | None]:
    if isinstance(block, Table) and (block.rows or block.total):
        yield grid_of(block, frame.width, _TABLE * scale)
        if block.note:
            yield Text((Para(block.note, 10, Tone.QUIET),))
    elif isinstance(block, Facts) and block.items:
        yield from _facts(block, frame, scale)
    elif isinstance(block, Picture):
        is_square = not _is_drawn_here(block) and block.proportion >= _SQUARE
        is_whole = is_alone or is_square or block.calendar is not None
        share = 1.0 if is_whole else _BESIDE_OTHERS
        yield Drawing(block, frame.height * share, 12)
    elif isinstance(block, PageBreak):
        yield None


def _facts(facts: Facts, frame: Frame, scale: float) -> Iterable[Piece]:
    tiles = tiles_of(facts) if facts.are_large else []
    if tiles and sum(each.height(frame.width) for each in tiles) <= frame.height * _HIGHEST_TILES:
        return tiles
    return [grid_of_facts(facts, frame.width, _TABLE * scale)]
