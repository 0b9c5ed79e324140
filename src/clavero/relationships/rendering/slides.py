"""Drawings as slides, in PowerPoint's own shapes: a box is moved and its text put right before the
meeting."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from clavero.core.writable import kept
from clavero.relationships.content.model import Dash, Drawing, Link, Node, Sample, Shape, Text
from clavero.ui.measuring import fitting
from clavero.ui.palette import LIGHT
from clavero.ui.slides import HIGH, WIDE, rgb

_EDGE = 0.5
_TOP, _FOOT = 1.3, 0.55
_LEGEND_ROW, _LEGEND_WIDTH = 0.27, 2.45
_POINTS = 72.0
_SIZES = (24, 20, 17, 14, 12)
_MAIN = "http://schemas.openxmlformats.org/presentationml/2006/main"
_NARROW = 0.82  # of the width: faces differ, and a title that wraps meets what stands below
_LARGEST = 1.25  # a few people need not fill the slide
_HAIR = 0.96  # of the size measured: faces differ, and a name that wraps leaves its box
LEAST = 9.0
"""Points: letters smaller than this are not read from a slide."""


def room_for(letters: float, legend: int = 0) -> tuple[float, float]:
    """How much of a drawing, whose smallest letters have a size, a slide shows legibly."""
    scale = LEAST / letters / _POINTS / _HAIR
    return (WIDE - 2 * _EDGE) / scale, (HIGH - _TOP - _FOOT - _rows(legend)) / scale


def to_slides(drawings: Sequence[Drawing]) -> bytes:
    """A presentation with a slide for each drawing."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    for each in drawings:
        _slide(deck, each)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _slide(deck: Any, drawing: Drawing) -> None:
    from pptx.util import Inches

    slide = deck.slides.add_slide(deck.slide_layouts[5])  # a title and nothing else
    head = slide.shapes.title
    head.left, head.top = Inches(_EDGE), Inches(0.25)
    head.width, head.height = Inches(WIDE - 2 * _EDGE), Inches(0.55)
    wide = (WIDE - 2 * _EDGE) * _NARROW * _POINTS
    size = fitting(drawing.title, _SIZES, wide, 0.5 * _POINTS, is_bold=True)
    _write(head.text_frame, [Text(drawing.title, size, is_bold=True)])
    _box(slide, _EDGE, 0.8, WIDE - 2 * _EDGE, 0.4, [Text(drawing.description, 11)])
    note = [Text(drawing.note, 9, colour="ink-soft")]
    _box(slide, _EDGE, HIGH - 0.45, WIDE - 2 * _EDGE, 0.3, note)
    high = HIGH - _TOP - _FOOT - _rows(len(drawing.legend))
    scale = min(
        (WIDE - 2 * _EDGE) / max(drawing.width, 1), high / max(drawing.height, 1),
        _LARGEST / _POINTS,
    )  # fmt: skip
    left = (WIDE - drawing.width * scale) / 2
    pen = _Pen(slide, scale, left, _TOP)
    for link in drawing.links:
        pen.link(link)
    for node in drawing.nodes:
        pen.node(node)
    _legend(slide, drawing.legend)


def _rows(count: int) -> float:
    across = int((WIDE - 2 * _EDGE) // _LEGEND_WIDTH)
    return -(-count // across) * _LEGEND_ROW


def _legend(slide: Any, samples: Sequence[Sample]) -> None:
    across = int((WIDE - 2 * _EDGE) // _LEGEND_WIDTH)
    top = HIGH - _FOOT - _rows(len(samples))
    for number, sample in enumerate(samples):
        down, column = divmod(number, across)
        x, y = _EDGE + column * _LEGEND_WIDTH, top + down * _LEGEND_ROW
        pen = _Pen(slide, 0.75 / _POINTS, x, y)
        if sample.node is not None:
            letters = LEAST / 0.75 / _HAIR
            within = [replace(each, size=letters) for each in sample.node.within]
            pen.node(replace(sample.node, x=14, y=13, within=within))
        if sample.link is not None:
            pen.link(replace(sample.link, points=[(0, 13), (28, 13)], is_arc=False, label=""))
        _box(
            slide,
            x + 0.36,
            y,
            _LEGEND_WIDTH - 0.4,
            _LEGEND_ROW,
            [Text(sample.says, 9)],
            middle=True,
        )


class _Pen:
    """Draws on a slide, so many inches for each length of the drawing, from a corner on."""

    def __init__(self, slide: Any, scale: float, left: float, top: float) -> None:
        self._slide, self._scale, self._left, self._top = slide, scale, left, top

    def node(self, node: Node) -> None:
        """Somebody: a shape with the text in it, and a text below."""
        from pptx.enum.dml import MSO_LINE
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.util import Inches, Pt

        kinds = {
            Shape.BOX: MSO_SHAPE.ROUNDED_RECTANGLE, Shape.CIRCLE: MSO_SHAPE.OVAL,
            Shape.SQUARE: MSO_SHAPE.RECTANGLE, Shape.DIAMOND: MSO_SHAPE.DIAMOND,
            Shape.TAG: MSO_SHAPE.ROUNDED_RECTANGLE,
        }  # fmt: skip
        x, y = self._at(node.x - node.width / 2, node.y - node.height / 2)
        shape = self._slide.shapes.add_shape(
            kinds[node.shape], Inches(x), Inches(y),
            Inches(node.width * self._scale), Inches(node.height * self._scale),
        )  # fmt: skip
        if node.shape in {Shape.BOX, Shape.TAG}:
            shape.adjustments[0] = 0.1 if node.shape is Shape.BOX else 0.5
        _plain(shape)
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(_pale(node.fill, is_faint=node.is_faint))
        shape.line.color.rgb = rgb(_pale(node.edge, is_faint=node.is_faint))
        shape.line.width = Pt(node.border * 0.65)
        if node.is_dashed:
            shape.line.dash_style = MSO_LINE.DASH
        _describe(shape, node.description, node.key)
        texts = [self._sized(each) for each in node.within]
        if node.sign:
            sign = self._sized(Text(node.sign, min(node.height * 0.55, 15), is_bold=True))
            texts = [replace(sign, size=max(sign.size, LEAST))]
        _write(shape.text_frame, texts, is_tight=True)
        shape.text_frame.word_wrap = not node.sign
        if node.below:
            wide = max(node.width, 150.0)
            x, y = self._at(node.x - wide / 2, node.y + node.height / 2 + 2)
            high = sum(each.height for each in node.below)
            told = [self._sized(each) for each in node.below]
            _box(self._slide, x, y, wide * self._scale, high * self._scale, told, centred=True)

    def link(self, link: Link) -> None:
        """A line through its points."""
        from pptx.enum.dml import MSO_LINE
        from pptx.util import Emu, Inches, Pt

        points = [self._at(x, y) for x, y in link.drawn()]
        (x, y), *rest = [(Inches(a), Inches(b)) for a, b in points]
        builder = self._slide.shapes.build_freeform(Emu(x), Emu(y), scale=1.0)
        builder.add_line_segments([(Emu(a), Emu(b)) for a, b in rest], close=False)
        line = builder.convert_to_shape()
        line.fill.background()
        _plain(line)
        line.line.color.rgb = rgb(_pale(link.colour, is_faint=link.is_faint))
        line.line.width = Pt(max(0.75, link.width * 0.75))
        if link.dash is not Dash.SOLID:
            line.line.dash_style = MSO_LINE.ROUND_DOT if link.dash is Dash.DOTTED else MSO_LINE.DASH
        _describe(line, link.description, link.key)
        if link.has_arrow:
            _arrow(line)
        if link.label:
            middle = link.drawn()[len(link.drawn()) // 2]
            self.node(
                Node(
                    f"{link.key}-label", *middle, 14, 14, Shape.CIRCLE, edge=link.colour,
                    within=[Text(link.label, 9, is_bold=True)],
                )
            )  # fmt: skip

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self._left + x * self._scale, self._top + y * self._scale

    def _sized(self, text: Text) -> Text:
        return replace(text, size=text.size * self._scale * _POINTS * _HAIR)


def _describe(shape: Any, description: str, key: str) -> None:
    """What is told of a shape to whoever does not see it."""
    told = kept(description)
    shape.name = told[:120] or key
    shape._element._nvXxPr.cNvPr.set("descr", told)


def _plain(shape: Any) -> None:
    """Without the theme's shadow and colours: what is meant is said of each shape."""
    style = shape._element.find(f"{{{_MAIN}}}style")
    if style is not None:
        shape._element.remove(style)


def _arrow(shape: Any) -> None:
    from pptx.oxml.ns import qn

    line = shape.line._get_or_add_ln()
    head = line.makeelement(qn("a:tailEnd"), {"type": "triangle", "w": "med", "len": "med"})
    line.append(head)


def _pale(colour: str, *, is_faint: bool) -> str:
    """A colour on paper, the nearer to it the fainter."""
    full = LIGHT[colour]
    if not is_faint:
        return full
    paper = LIGHT["paper"]
    parts = [
        round(int(full[at : at + 2], 16) * 0.45 + int(paper[at : at + 2], 16) * 0.55)
        for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{each:02x}" for each in parts)


def _box(
    slide: Any, left: float, top: float, width: float, height: float, texts: Sequence[Text],
    *, centred: bool = False, middle: bool = False,
) -> None:  # fmt: skip
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Inches

    box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))
    _write(box.text_frame, texts, is_tight=True, is_left=not centred)
    box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP


def _write(
    frame: Any, texts: Sequence[Text], *, is_tight: bool = False, is_left: bool | None = None
) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    if is_tight:
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT if is_left or not is_tight else PP_ALIGN.CENTER
        run = paragraph.add_run()
        run.text = kept(text.text)
        run.font.size, run.font.bold = Pt(round(text.size, 1)), text.is_bold
        run.font.italic = text.is_italic
        run.font.color.rgb = rgb(LIGHT[text.colour])
