"""The house's plain design for text, made by code, which is the example of a template as well."""

from __future__ import annotations

import io
from typing import Any

from clavero.reports.rendering.words.places import (
    BODY,
    HANDLING,
    KIND,
    MADE,
    NAMES,
    SUBTITLE,
    TITLE,
)
from clavero.ui.palette import LIGHT
from clavero.ui.slides import rgb

FACE = "Arial"
_SIZES = {  # points
    "Normal": 10,
    "Title": 24,
    "Subtitle": 13,
    "Heading 1": 15,
    "Heading 2": 12,
    "Caption": 8.5,
    "Header": 8,
    "Footer": 8,
    "List Bullet": 10,
    "List Continue": 8.5,
}
_SPACES = {  # points before and after
    "Normal": (0, 5),
    "Title": (0, 2),
    "Subtitle": (0, 4),
    "Heading 1": (18, 5),
    "Heading 2": (12, 4),
    "Caption": (2, 8),
    "List Bullet": (0, 3),
    "List Continue": (0, 4),
}
_SOFT = ("Subtitle", "Caption", "Header", "Footer", "List Continue")
_BOLD = ("Title", "Heading 1", "Heading 2")


def example(language: str, page: str) -> bytes:
    """A template with every place, in the names of ``language``: the house's design to change.
    ``page`` is as the words of a document have it."""
    file = io.BytesIO()
    house(page, at=1 if language == "es" else 0).save(file)
    return file.getvalue()


def narrow_margins(text: Any) -> None:
    """For a text that must be a page."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm

    [sheet] = text.sections
    sheet.left_margin = sheet.right_margin = Cm(1.6)
    sheet.top_margin, sheet.bottom_margin = Cm(1.7), Cm(1.6)
    sheet.header_distance = sheet.footer_distance = Cm(0.8)
    foot = sheet.footer.paragraphs[0].paragraph_format
    foot.tab_stops.clear_all()
    foot.tab_stops.add_tab_stop(Cm(17.8), WD_TAB_ALIGNMENT.RIGHT)


def house(page: str, *, at: int = 0) -> Any:
    """The house's design, whose places have the first or another of their names."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
    from docx.shared import Cm

    text = Document()
    [sheet] = text.sections
    sheet.page_width, sheet.page_height = Cm(21), Cm(29.7)
    sheet.left_margin = sheet.right_margin = Cm(2)
    sheet.top_margin, sheet.bottom_margin = Cm(2.2), Cm(2)
    sheet.header_distance = sheet.footer_distance = Cm(1)
    _styles(text)
    place = {name: f"{{{{ {names[at]} }}}}" for name, names in NAMES.items()}
    text.add_paragraph(place[TITLE], "Title")
    text.add_paragraph(place[SUBTITLE], "Subtitle")
    text.add_paragraph(f"{place[KIND]} · {place[HANDLING]}", "Caption")
    text.add_paragraph(place[BODY])
    head = sheet.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    head.add_run(place[HANDLING])
    foot = sheet.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{place[MADE]}\t")
    _pages(foot, page)
    about = text.core_properties
    about.author = about.comments = ""
    return text


def _styles(text: Any) -> None:
    from docx.shared import Pt

    for name, size in _SIZES.items():
        style = text.styles[name]
        style.font.size, style.font.name = Pt(size), FACE
        fonts = style.element.rPr.rFonts
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(f"{{{fonts.nsmap['w']}}}{kind}", None)
        style.font.color.rgb = _colour("ink-soft" if name in _SOFT else "ink")
        style.font.bold, style.font.italic = name in _BOLD, False
        for other in style.element.xpath("./w:pPr/w:pBdr|./w:pPr/w:tabs|./w:rPr/w:spacing"):
            other.getparent().remove(other)
        if name in _SPACES:
            before, after = _SPACES[name]
            style.paragraph_format.space_before = Pt(before)
            style.paragraph_format.space_after = Pt(after)
    text.styles["Normal"].paragraph_format.line_spacing = 1.15
    text.styles["Heading 1"].font.color.rgb = _colour("accent")


def _colour(name: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor(*rgb(LIGHT[name]))


def _pages(paragraph: Any, words: str) -> None:
    """The number of the page and of all of them, in ``words`` with their two places."""
    before, _place, rest = words.partition("{page}")
    between, _place, after = rest.partition("{pages}")
    paragraph.add_run(before)
    field(paragraph, "PAGE", "1")
    paragraph.add_run(between)
    field(paragraph, "NUMPAGES", "1")
    paragraph.add_run(after)


def field(paragraph: Any, instruction: str, shown: str) -> None:
    """A figure that the program that shows the text works out."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", None, "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = shown
        elif kind is None:
            asked = OxmlElement("w:instrText")
            asked.set(qn("xml:space"), "preserve")
            asked.text = f" {instruction} "
            run._r.append(asked)
        else:
            sign = OxmlElement("w:fldChar")
            sign.set(qn("w:fldCharType"), kind)
            run._r.append(sign)
