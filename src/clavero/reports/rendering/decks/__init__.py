"""Documents as slides: editable texts, PowerPoint's own tables and charts, notes for the speaker.

Without a template of the company's they are in the house's plain design
(:mod:`~clavero.reports.rendering.decks.house`); its named places are in
:mod:`~clavero.reports.rendering.decks.places`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from clavero.core.writable import writable
from clavero.reports.content.model import Document, Picture
from clavero.reports.rendering.calendars import drawn
from clavero.reports.rendering.decks import places
from clavero.reports.rendering.decks.drawing import Pen
from clavero.reports.rendering.decks.house import house
from clavero.reports.rendering.decks.pieces import Beside, Drawing, Text
from clavero.reports.rendering.decks.planning import Frame, Slide, plan
from clavero.reports.rendering.decks.themes import is_dark, wideness
from clavero.reports.rendering.languages import tag
from clavero.ui.measuring import cut, fitting

_A_POINT = 12_700  # in PowerPoint's units
_SMALLER = (1.0, 0.85, 0.7, 0.6, 0.5)
_MOST_BARS = 11  # of a calendar on a slide
_INSETS = 14.4  # what PowerPoint leaves on both sides, in points
_LIST = "{http://schemas.microsoft.com/office/powerpoint/2010/main}sectionLst"


def to_deck(document: Document, template: bytes | None = None) -> bytes:
    """A presentation of ``document``, made with ``template``, which has the places it needs."""
    document = drawn(document, _MOST_BARS)
    deck = _opened(template)
    layouts = places.layouts(deck)
    maker = _Maker(deck, document, layouts)
    maker.cover()
    for slide in plan(document, maker.frame):
        maker.slide(slide)
    _properties(deck, document)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _opened(template: bytes | None) -> Any:
    """The template without the slides that show how it is used."""
    from pptx import Presentation

    if template is None:
        return house()
    deck = Presentation(io.BytesIO(template))
    listed = deck.slides._sldIdLst
    for each in list(listed):
        deck.part.drop_rel(each.rId)
        listed.remove(each)
    for grouped in deck.part._element.findall(f".//{_LIST}"):
        extension = grouped.getparent()
        extension.getparent().remove(extension)  # it names the slides that are gone
    return deck


def _properties(deck: Any, document: Document) -> None:
    about = deck.core_properties
    made = document.made_at.replace(tzinfo=None)
    about.title, about.subject = _short(document.title), _short(document.kind_name)
    about.author = about.last_modified_by = _short(document.maker)
    about.language, about.keywords, about.comments = tag(document.language), "", ""
    about.created = about.modified = made


def _short(text: str) -> str:
    return writable(text)[:255]  # as long as a property may be


@dataclass(frozen=True, slots=True)
class _Given:
    """What a layout says of a place: its name, its room in points, and the size of its letters."""

    name: str
    width: float
    height: float
    size: float


class _Maker:
    """Fills the placeholders of slides; what is in them is the Pen's."""

    def __init__(self, deck: Any, document: Document, layouts: dict[str, Any]) -> None:
        self._deck, self._document, self._layouts = deck, document, layouts
        self._language = tag(document.language)
        # Asked of each layout once: every question to a slide's place looks through all of them.
        self._given = {name: _given(layout) for name, layout in layouts.items()}
        body = places.placeholders(layouts[places.CONTENT])[places.BODY]
        left, top, width, height = (
            each / _A_POINT for each in (body.left, body.top, body.width, body.height)
        )
        master = layouts[places.CONTENT].slide_master
        self.frame = Frame(width, height, _size_of(body, master, default=14.0))
        self._pen = Pen(
            left=left,
            top=top,
            width=width,
            language=self._language,
            is_dark=is_dark(master),
            wideness=wideness(master),
        )

    def cover(self) -> None:
        """The title, what it is of, and who made it when for whom."""
        document, slide = self._document, self._new(places.COVER)
        there = places.placeholders(slide)
        details = (document.kind_name, document.handling, document.words.made)
        self._write(there.pop(places.TITLE), document.title)
        for name, lines in (
            (places.SUBTITLE, [document.subtitle]),
            (places.DETAILS, details),
        ):
            texts = [each for each in lines if each]
            if name in there and texts:
                self._write(there.pop(name), *texts)
        self._tidy(slide, there)
        self._notes(slide, (document.title, *details))

    def slide(self, planned: Slide) -> None:
        """A slide of the contents."""
        slide = self._new(places.CONTENT)
        there = places.placeholders(slide)
        is_cut = self._write(there.pop(places.TITLE), planned.title)
        body: Any = there.get(places.BODY)
        for placed in planned.placed:
            is_text = isinstance(placed.piece, Text)
            self._pen.draw(slide, placed.piece, placed.top, body=body if is_text else None)
            if is_text and body is not None:
                del there[places.BODY]
                body = None
        self._tidy(slide, there)
        captions = [each.caption for each in _pictures(planned)]
        sources = [self._document.words.sources, *planned.notes] if planned.notes else []
        self._notes(slide, [planned.title] * is_cut + captions + sources)

    def _new(self, name: str) -> Any:
        layout = self._layouts[name]
        slide = self._deck.slides.add_slide(layout)
        there = places.placeholders(slide)
        for place, shape in places.placeholders(layout).items():
            if place in (places.FOOTER, places.NUMBER) and place not in there:
                slide.shapes.clone_placeholder(shape)
                _styled(slide.placeholders[shape.placeholder_format.idx], shape)
        for shape in slide.placeholders:
            # Under the name that it has in the layout.
            given = self._given[name][shape.placeholder_format.idx]
            shape._element.nvSpPr.cNvPr.set("name", given.name)
        self._of = self._given[name]
        return slide

    def _write(self, shape: Any, *texts: str) -> bool:
        """Lines into a placeholder, smaller where they would not fit; whether it had to be cut."""
        from pptx.util import Pt

        given = self._of[shape.placeholder_format.idx]
        size, height = given.size, given.height
        width = given.width
        text = writable("\n".join(" ".join(each.split()) for each in texts))
        sizes = [size * each for each in _SMALLER]
        fits = fitting(text, sizes, width, height, is_bold=True)
        shown = cut(text, fits, width, height, is_bold=True)
        frame = shape.text_frame
        for at, line in enumerate(shown.split("\n")):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = line
            run.font._rPr.set("lang", self._language)
            if fits != size:
                run.font.size = Pt(fits)
        return shown != text

    def _tidy(self, slide: Any, left: dict[str, Any]) -> None:
        """Foot and number, and no empty placeholder that asks for a click."""
        document = self._document
        if places.FOOTER in left:
            foot = " · ".join(each for each in (document.handling, document.words.made) if each)
            self._write(left.pop(places.FOOTER), foot)
        if places.NUMBER in left:
            _number(left.pop(places.NUMBER), self._language)
        filled = {each.shape_id for each in slide.placeholders} - {
            each.shape_id for each in left.values()
        }
        for shape in list(slide.placeholders):
            is_empty = shape.has_text_frame and not shape._element.xpath(".//a:t")
            if shape.shape_id not in filled or is_empty or not shape.has_text_frame:
                shape._element.getparent().remove(shape._element)

    def _notes(self, slide: Any, lines: Sequence[str]) -> None:
        frame = slide.notes_slide.notes_text_frame
        if frame is None:  # a template whose notes have no text
            return
        frame.text = writable("\n".join(dict.fromkeys(each for each in lines if each)))
        for run in (run for paragraph in frame.paragraphs for run in paragraph.runs):
            run.font._rPr.set("lang", self._language)


def _given(layout: Any) -> dict[int, _Given]:
    """What a layout says of its places, by their numbers."""
    master = layout.slide_master
    wide = wideness(master)
    found: dict[int, _Given] = {}
    for shape in layout.placeholders:
        width = ((shape.width or 0) / _A_POINT - _INSETS) / wide
        size = _size_of(shape, master, default=18.0)
        given = _Given(shape.name, width, (shape.height or 0) / _A_POINT, size)
        found.setdefault(shape.placeholder_format.idx, given)
    return found


def _styled(shape: Any, layout: Any) -> None:
    """The looks of a foot as its layout has them, which some programs do not look up."""
    body = shape.text_frame._txBody
    for given in layout._element.xpath("./p:txBody/a:lstStyle"):
        for own in body.xpath("./a:lstStyle"):
            body.remove(own)
        body.bodyPr.addnext(deepcopy(given))


def _pictures(planned: Slide) -> Iterator[Picture]:
    for piece in (each.piece for each in planned.placed):
        if isinstance(piece, Drawing | Beside):
            yield (piece.drawing if isinstance(piece, Beside) else piece).picture


def _number(shape: Any, language: str) -> None:
    """A field that shows the slide's number."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    paragraph = shape.text_frame.paragraphs[0]._p
    paragraph.append(
        parse_xml(
            f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
            f'<a:rPr lang="{language}"/><a:t>‹#›</a:t></a:fld>'
        )
    )


def _size_of(shape: Any, master: Any, *, default: float) -> float:
    """The size of a placeholder's text in points: its own, or the one it has from its layout or
    from the styles of the master."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    asked = shape
    while asked is not None:
        for size in asked._element.xpath(".//a:lstStyle/a:lvl1pPr/a:defRPr/@sz"):
            return int(size) / 100
        asked = getattr(asked, "_base_placeholder", None)
    titles = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
    style = "titleStyle" if shape.placeholder_format.type in titles else "bodyStyle"
    for size in master._element.xpath(f"./p:txStyles/p:{style}/a:lvl1pPr/a:defRPr/@sz"):
        return int(size) / 100
    return default
