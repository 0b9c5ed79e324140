"""The planned slides as PowerPoint has them: texts, tables and charts that people go on editing."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from clavero.core.writable import writable
from clavero.reports.content.model import Cell, Picture, Tone
from clavero.reports.rendering.decks.calendars import add_calendar
from clavero.reports.rendering.decks.charts import add_chart
from clavero.reports.rendering.decks.pieces import (
    BETWEEN,
    CELL_ACROSS,
    CELL_DOWN,
    INDENT,
    Beside,
    Drawing,
    Grid,
    Para,
    Piece,
    Text,
    Tiles,
)
from clavero.reports.rendering.drawings import png_of
from clavero.ui.palette import DARK, LIGHT
from clavero.ui.slides import rgb

_TONES = {Tone.GOOD: "good", Tone.WARN: "data-2", Tone.BAD: "bad"}
_SOFT = (Tone.QUIET, Tone.MISSING)
_A_POINT = 12_700  # in PowerPoint's units
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's name for “no style, no grid”
_STRONG, _THIN = 15_875, 6_350  # of a line, in PowerPoint's units
_ACCENT = '<a:schemeClr val="accent1"/>'
_TEXT, _SOFT_TEXT = '<a:schemeClr val="tx1"/>', '<a:schemeClr val="tx2"/>'
_FAINT = '<a:schemeClr val="tx1"><a:lumMod val="15000"/><a:lumOff val="85000"/></a:schemeClr>'


class Pen:
    """Draws pieces on a slide, whose room begins at ``left`` and ``top`` and is ``width`` wide, all
    in points. ``language`` is a tag as office programs want it. On dark slides what is good or bad
    is said in lighter colours; letters are smaller by the ``wideness`` of their face."""

    def __init__(
        self,
        *,
        left: float,
        top: float,
        width: float,
        language: str,
        is_dark: bool = False,
        wideness: float = 1.0,
    ) -> None:
        self._left, self._top, self._width, self._language = left, top, width, language
        self._is_dark, self._wideness = is_dark, wideness

    def draw(self, slide: Any, piece: Piece, top: float, *, body: Any = None) -> None:
        """A piece, ``top`` points below the top of the room; a text goes into ``body``, a
        placeholder, where there is one."""
        match piece:
            case Text():
                height = piece.height(self._width)
                box = self._box(0, top, self._width, height)
                shape = slide.shapes.add_textbox(*box) if body is None else _moved(body, box)
                self.fill(shape.text_frame, piece.paras)
            case Grid():
                self._grid(slide, piece, top)
            case Tiles():
                self._tiles(slide, piece, top)
            case Drawing():
                self._drawing(slide, piece, top)
            case Beside():
                self._within(0, piece.across)._drawing(slide, piece.drawing, top)
                right = self._within(piece.left(), self._width - piece.left())
                for each, below in zip(piece.pieces, piece.tops(self._width), strict=False):
                    right.draw(slide, each, top + below)

    def _within(self, left: float, width: float) -> Pen:
        """A pen for a part of the room."""
        return Pen(
            left=self._left + left,
            top=self._top,
            width=width,
            language=self._language,
            is_dark=self._is_dark,
            wideness=self._wideness,
        )

    def fill(self, frame: Any, paras: Sequence[Para]) -> None:
        """Paragraphs into a text, without margins around them."""
        from pptx.enum.text import MSO_ANCHOR

        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.TOP
        body = frame._txBody
        for own in body.p_lst:
            body.remove(own)
        every = (self._paragraph(each, is_first=at == 0) for at, each in enumerate(paras))
        body.extend(_parsed("".join(every)))

    def _paragraph(self, para: Para, *, is_first: bool) -> str:
        before = _centipoints(0 if is_first else para.before)
        indented = INDENT if para.is_item or para.is_note else 0
        hanging = -_units(INDENT) if para.is_item else 0
        sign = '<a:buChar char="•"/>' if para.is_item else "<a:buNone/>"
        runs = ""
        if para.mark:
            ending = ": " if para.text else ""
            runs = self._runs(f"{para.mark}{ending}", para.size, para.tone, is_bold=True)
        runs += self._runs(para.text, para.size, para.tone, is_bold=para.is_bold)
        return (
            f'<a:p><a:pPr marL="{_units(indented)}" indent="{hanging}">'
            '<a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="{before}"/></a:spcBef>'
            f'<a:spcAft><a:spcPts val="0"/></a:spcAft>{sign}</a:pPr>{runs}'
            f"{'' if runs else self._ending(para.size)}</a:p>"
        )

    def _runs(self, text: str, size: float, tone: Tone, *, is_bold: bool = False) -> str:
        """A text, line by line, as its format has it: that is many times faster than to ask for
        each of its properties in the whole again."""
        looks = f'lang="{self._language}" sz="{self._letters(size)}" b="{int(is_bold)}"'
        told = (
            f"<a:r><a:rPr {looks}>{self._ink(tone)}</a:rPr><a:t>{escape(line)}</a:t></a:r>"
            for line in writable(text).splitlines()
        )
        return "<a:br/>".join(told)

    def _ending(self, size: float) -> str:
        """Of an empty line, which else is as high as the template's letters."""
        return f'<a:endParaRPr sz="{self._letters(size)}"/>'

    def _letters(self, size: float) -> int:
        return _centipoints(round(size / self._wideness, 1))

    def _ink(self, tone: Tone) -> str:
        if tone in _TONES:
            colour = (DARK if self._is_dark else LIGHT)[_TONES[tone]]
            return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'
        return f"<a:solidFill>{_SOFT_TEXT}</a:solidFill>" if tone in _SOFT else ""

    def write(
        self, paragraph: Any, text: str, size: float, tone: Tone, *, is_bold: bool = False
    ) -> None:
        """A text at the end of a paragraph."""
        runs = self._runs(text, size, tone, is_bold=is_bold) or self._ending(size)
        paragraph._p.extend(_parsed(runs))

    def _colour(self, tone: Tone) -> Any:
        return rgb((DARK if self._is_dark else LIGHT)[_TONES[tone]])

    def _grid(self, slide: Any, grid: Grid, top: float) -> None:
        from pptx.util import Pt

        heights = [grid.head_height] if grid.head else []
        heights += [grid.row_height(at) for at in range(len(grid.rows))]
        across = sum(each.points for each in grid.widths)
        box = self._box(0, top, across, sum(heights))
        frame = slide.shapes.add_table(1, len(grid.widths), *box)
        _describe(frame, grid.name)
        table = frame.table
        table._tbl.tblPr.find(_name("a:tableStyleId")).text = _NO_STYLE
        table.first_row, table.last_row = bool(grid.head), grid.has_total
        table.horz_banding = False
        for shown, width in zip(table.columns, grid.widths, strict=True):
            shown.width = Pt(width.points)
        rows = self._rows(grid)
        told = (
            f'<a:tr h="{_units(height)}">{cells}</a:tr>'
            for height, cells in zip(heights, rows, strict=True)
        )
        table._tbl.remove(table._tbl.tr_lst[0])
        table._tbl.extend(_parsed("".join(told)))

    def _rows(self, grid: Grid) -> Iterator[str]:
        """The cells of head and rows."""
        strong, faint = _line("b", _STRONG, _ACCENT), _line("b", _THIN, _FAINT)
        if grid.head:
            yield self._cells([Cell(text) for text in grid.head], grid, strong, is_bold=True)
        for at, cells in enumerate(grid.rows):
            is_total = grid.is_bold(at)
            above = _line("t", _STRONG, _TEXT) if is_total else ""
            yield self._cells(cells, grid, above + faint, is_bold=is_total)

    def _cells(self, cells: Sequence[Cell], grid: Grid, lines: str, *, is_bold: bool) -> str:
        across, down = _units(CELL_ACROSS), _units(CELL_DOWN)
        around = f'marL="{across}" marR="{across}" marT="{down}" marB="{down}"'
        told = []
        for cell, width in zip(cells, grid.widths, strict=True):
            tone = Tone.QUIET if width.is_label and cell.tone is Tone.PLAIN else cell.tone
            runs = self._runs(cell.text, grid.size, tone, is_bold=is_bold)
            told.append(
                f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="'
                f'{"r" if width.is_figure else "l"}"/>{runs or self._ending(grid.size)}</a:p>'
                f"</a:txBody><a:tcPr {around}>{lines}</a:tcPr></a:tc>"
            )
        return "".join(told)

    def _tiles(self, slide: Any, tiles: Tiles, top: float) -> None:
        height = tiles.height(self._width)
        for at, fact in enumerate(tiles.facts):
            box = self._box(tiles.left(self._width, at), top, tiles.across(self._width), height)
            shape = slide.shapes.add_textbox(*box)
            self.fill(shape.text_frame, tiles.paras(fact, self._width))

    def _picture(self, slide: Any, picture: Picture, box: tuple[float, float, float]) -> Any:
        """A drawing in the room it has, made for it where it can be."""
        top, across, high = box
        if picture.redrawn is not None:
            picture = picture.redrawn(round(across), round(high))
        across = min(across, high * picture.width / picture.height)
        high = across * picture.height / picture.width
        png = io.BytesIO(png_of(picture, across))
        return slide.shapes.add_picture(png, *self._box(0, top, across, high))

    def _drawing(self, slide: Any, drawing: Drawing, top: float) -> None:
        picture, below = drawing.picture, top
        if title := drawing.title(self._width):
            shape = slide.shapes.add_textbox(
                *self._box(0, below, self._width, drawing.title_height(self._width))
            )
            self.fill(shape.text_frame, [Para(title, drawing.size, is_bold=True)])
            below += drawing.title_height(self._width)
        across, high = drawing.box(self._width)
        box = self._box(0, below, across, high)
        if picture.chart is not None:
            shape = add_chart(slide, picture.chart, box, language=self._language)
        elif picture.calendar is not None:
            frame = self._left, self._top + below, across, high
            shape = add_calendar(slide, picture.calendar, frame, self.write, self._colour(Tone.BAD))
        else:
            shape = self._picture(slide, picture, (below, across, high))
        _describe(shape, picture.alternative or picture.title)
        if caption := drawing.caption(self._width):
            height = drawing.caption_height(self._width) - BETWEEN
            box = self._box(0, below + high + BETWEEN, self._width, height)
            shape = slide.shapes.add_textbox(*box)
            self.fill(shape.text_frame, [Para(caption, drawing.size - 2, Tone.QUIET)])

    def _box(self, left: float, top: float, width: float, height: float) -> tuple[Any, ...]:
        from pptx.util import Pt

        return Pt(self._left + left), Pt(self._top + top), Pt(width), Pt(height)


def _moved(shape: Any, box: tuple[Any, ...]) -> Any:
    shape.left, shape.top, shape.width, shape.height = box
    return shape


def _describe(shape: Any, text: str) -> None:
    """What is to be heard of it by who does not see it."""
    [properties] = shape._element.xpath("./*/p:cNvPr")
    properties.set("descr", " ".join(writable(text).split()))


def _name(tag: str) -> str:
    from pptx.oxml.ns import qn

    name: str = qn(tag)
    return name


def _units(points: float) -> int:
    """In PowerPoint's units."""
    return int(points * _A_POINT)


def _centipoints(points: float) -> int:
    return round(points * 100)


def _line(side: str, width: int, colour: str) -> str:
    """A line at the top or bottom of a cell."""
    tag = f"a:ln{side.upper()}"
    return f'<{tag} w="{width}"><a:solidFill>{colour}</a:solidFill></{tag}>'


def _parsed(told: str) -> list[Any]:
    """Parts of a text or table, written out."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    return list(parse_xml(f"<a:p {nsdecls('a')}>{told}</a:p>"))
