"""Documents as text for Word: real headings, tables with heads that repeat, pictures that are told.

Without a template of the company's they are in the house's plain design
(:mod:`~clavero.reports.rendering.words.house`); its named places are in
:mod:`~clavero.reports.rendering.words.places`.
"""

from __future__ import annotations

import io
from typing import Any

from clavero.core.writable import writable
from clavero.reports.content.model import Document
from clavero.reports.rendering.calendars import drawn
from clavero.reports.rendering.languages import tag
from clavero.reports.rendering.words import marks, places
from clavero.reports.rendering.words.flow import USUAL, letters_of, said
from clavero.reports.rendering.words.house import example, narrow_margins
from clavero.reports.rendering.words.writing import Writer
from clavero.ui.measuring import LINE, fitting, height_of, wrapped

_SMALLER = (1.0, 0.85, 0.7, 0.6, 0.5)  # of a title on a page that has to do
_TURNS = './/w:br[@w:type="page"]|./w:pPr/w:sectPr|./w:pPr/w:pageBreakBefore'
"""In a paragraph after or with which a page begins."""
_A_POINT = 12_700  # in the format of office programs
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def to_text(document: Document, template: bytes | None = None) -> bytes:
    """A text of ``document``, made with ``template``, which has the places it needs."""
    if document.is_one_page:
        document = drawn(document)
    text = _opened(document, template or example("en", document.words.page))
    if document.is_one_page and template is None:
        narrow_margins(text)
    marks.language_of(text, tag(document.language))
    body = text.element.body
    place = next(each for each in text.paragraphs if places.MARK in each.text)
    before = len(body)
    width, height = _page(text)
    around = _said_around(text, place, width)
    used = _said_above(text, place, width)
    writer = Writer(text, document, width=width, height=height, used=used)
    if document.is_one_page:
        writer.on_one_page(height - around)
    else:
        writer.everything()
    # It is written at the end, before the last section's properties, and goes to its place.
    for each in list(body)[before - 1 : -1]:
        place._p.addprevious(each)
    body.remove(place._p)
    _properties(text, document)
    file = io.BytesIO()
    text.save(file)
    return file.getvalue()


def _opened(document: Document, template: bytes) -> Any:
    """The template with its names filled, the body by a mark."""
    import docx
    from docxtpl import DocxTemplate

    opened = DocxTemplate(io.BytesIO(template))
    filled = {name: writable(text) for name, text in places.values(document).items()}
    opened.render(filled, places.environment())
    file = io.BytesIO()
    opened.save(file)
    return docx.Document(file)


def _page(text: Any) -> tuple[float, float]:
    """Width and height in points of what is free on a page."""
    sheet = text.sections[-1]
    width = sheet.page_width - sheet.left_margin - sheet.right_margin
    height = sheet.page_height - sheet.top_margin - sheet.bottom_margin
    return width / _A_POINT, height / _A_POINT


def _said_around(text: Any, place: Any, width: float) -> float:
    """What the template's own paragraphs take of a page, a long title in smaller letters."""
    told = 0.0
    for each in text.paragraphs:
        if each._p is place._p:
            continue
        style = each.style
        size, room = _size_of(style), style.paragraph_format
        if each.text and len(wrapped(each.text, size, width, is_bold=True)) > 1:
            shown = fitting(each.text, [size * part for part in _SMALLER], width, size * LINE,
                            is_bold=True)  # fmt: skip
            for run in each.runs if shown != size else ():
                marks.size(run, shown)
            size = shown
        spaces = [0.0 if gap is None else gap.pt for gap in (room.space_before, room.space_after)]
        told += height_of(each.text, size, width, is_bold=True) + sum(spaces)
    return told


def _said_above(text: Any, place: Any, width: float) -> float:
    """What of the page on which the contents begin is taken by the template's own paragraphs."""
    told = 0.0
    for each in text.paragraphs:
        if each._p is place._p:
            break
        letters = letters_of(each.style)
        told += letters.before + letters.lines(each.text, width) * letters.line + letters.after
        if each._p.xpath(_TURNS):
            told = 0.0
    return told


def _size_of(style: Any) -> float:
    """The size of a style's letters: its own, or that of the styles it is based on."""
    size = said(style, lambda each: each.font.size)
    return USUAL if size is None else float(size.pt)


def _properties(text: Any, document: Document) -> None:
    about = text.core_properties
    about.title, about.subject = _short(document.title), _short(document.kind_name)
    about.author = about.last_modified_by = _short(document.maker)
    about.language, about.keywords, about.comments = tag(document.language), "", ""
    about.created = about.modified = document.made_at.replace(tzinfo=None)


def _short(text: str) -> str:
    return writable(text)[:255]  # as long as a property may be
