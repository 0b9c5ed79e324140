"""The planned slides as PowerPoint has them: texts, tables and charts that people go on editing."""

from __future__ import annotations

import io
from collections.abc import Sequence
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
from clavero.ui.slides import Column, add_table, align, rgb

_TONES = {Tone.GOOD: "good", Tone.WARN: "data-2", Tone.BAD: "bad"}
_SOFT = (Tone.QUIET, Tone.MISSING)
_POINTS_AN_INCH = 72
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's name for “no style, no grid”
_STRONG, _THIN = 15_875, 6_350  # of a line, in PowerPoint's units
_ACCENT = '<a:schemeClr val="accent1"/>'
_TEXT = '<a:schemeClr val="tx1"/>'
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
        for at, para in enumerate(paras):
            shown = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            self._paragraph(shown, para, is_first=at == 0)

    def _paragraph(self, shown: Any, para: Para, *, is_first: bool) -> None:
        from pptx.util import Pt

        shown.line_spacing, shown.space_after = 1.0, Pt(0)
        shown.space_before = Pt(0 if is_first else para.before)
        _bullet(shown, is_item=para.is_item, is_note=para.is_note)
        if para.mark:
            ending = ": " if para.text else ""
            self._run(shown, f"{para.mark}{ending}", para.size, para.tone, is_bold=True)
        self._run(shown, para.text, para.size, para.tone, is_bold=para.is_bold)

    def _run(
        self, paragraph: Any, text: str, size: float, tone: Tone, *, is_bold: bool = False
    ) -> None:
        from pptx.enum.dml import MSO_THEME_COLOR
        from pptx.util import Pt

        size = Pt(round(size / self._wideness, 1))
        if not text:  # or an empty line is as high as the template's letters
            paragraph._p.get_or_add_endParaRPr().set("sz", str(size.centipoints))
        for at, line in enumerate(writable(text).splitlines()):
            if at:
                paragraph.add_line_break()
            run = paragraph.add_run()
            run.text = line
            run.font.size, run.font.bold = size, is_bold
            run.font._rPr.set("lang", self._language)
            if tone in _TONES:
                run.font.color.rgb = self._colour(tone)
            elif tone in _SOFT:
                run.font.color.theme_color = MSO_THEME_COLOR.TEXT_2

    def _colour(self, tone: Tone) -> Any:
        return rgb((DARK if self._is_dark else LIGHT)[_TONES[tone]])

    def _grid(self, slide: Any, grid: Grid, top: float) -> None:
        from pptx.util import Pt

        heads = [grid.head] if grid.head else []
        columns = [Column(each.points / _POINTS_AN_INCH, each.is_figure) for each in grid.widths]
        frame = add_table(
            slide,
            len(heads) + len(grid.rows),
            columns,
            left=self._left / _POINTS_AN_INCH,
            top=(self._top + top) / _POINTS_AN_INCH,
            row_height=0.1,
        )
        _describe(frame, grid.name)
        table = frame.table
        table._tbl.tblPr.find(_name("a:tableStyleId")).text = _NO_STYLE
        table.first_row, table.last_row = bool(heads), grid.has_total
        for head in heads:
            table.rows[0].height = Pt(grid.head_height)
            cells = [Cell(text) for text in head]
            self._row(table.rows[0], cells, grid, is_bold=True, below=(_STRONG, _ACCENT))
        for at, texts in enumerate(grid.rows):
            row = table.rows[at + len(heads)]
            row.height = Pt(grid.row_height(at))
            is_total = grid.is_bold(at)
            above = (_STRONG, _TEXT) if is_total else None
            self._row(row, texts, grid, is_bold=is_total, above=above, below=(_THIN, _FAINT))

    def _row(
        self,
        row: Any,
        cells: Sequence[Cell],
        grid: Grid,
        *,
        is_bold: bool,
        below: tuple[int, str],
        above: tuple[int, str] | None = None,
    ) -> None:
        from pptx.util import Pt

        for shown, cell, width in zip(row.cells, cells, grid.widths, strict=True):
            shown.margin_left = shown.margin_right = Pt(CELL_ACROSS)
            shown.margin_top = shown.margin_bottom = Pt(CELL_DOWN)
            paragraph = shown.text_frame.paragraphs[0]
            align(paragraph, is_number=width.is_figure)
            tone = Tone.QUIET if width.is_label and cell.tone is Tone.PLAIN else cell.tone
            self._run(paragraph, cell.text, grid.size, tone, is_bold=is_bold)
            _lined(shown, above, below)

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
            shape = add_calendar(slide, picture.calendar, frame, self._run, self._colour(Tone.BAD))
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


def _bullet(paragraph: Any, *, is_item: bool, is_note: bool) -> None:
    """Whether a sign stands before it, whatever the template would put there."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls
    from pptx.util import Pt

    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Pt(INDENT) if is_item or is_note else 0))
    properties.set("indent", str(-Pt(INDENT) if is_item else 0))
    sign = '<a:buChar {} char="•"/>' if is_item else "<a:buNone {}/>"
    properties.append(parse_xml(sign.format(nsdecls("a"))))


def _lined(cell: Any, above: tuple[int, str] | None, below: tuple[int, str]) -> None:
    """Lines above and below a cell, and nothing behind its text."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    properties = cell._tc.get_or_add_tcPr()
    lines = [("a:lnT", above), ("a:lnB", below)]
    for at, (tag, line) in enumerate((tag, line) for tag, line in lines if line):
        width, colour = line
        properties.insert(
            at,
            parse_xml(
                f'<{tag} {nsdecls("a")} w="{width}"><a:solidFill>{colour}</a:solidFill></{tag}>'
            ),
        )
