"""What Word's format can say and python-docx has no word for."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

Line = tuple[int, str]
"""Its strength in eighths of a point, and its colour as hexadecimal."""
_TWENTIETHS = 20  # of a point, in which Word measures


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def style(text: Any, name: str) -> Any:
    """A style by its name, made where a template has none of it: lists and headings stay what they
    are in every text."""
    from docx.enum.style import WD_STYLE_TYPE

    if name in text.styles:
        return text.styles[name]
    made = text.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    made.base_style = text.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    if name.startswith("Heading"):
        made.font.bold = True
        made.paragraph_format.keep_with_next = True
        level = _element("w:outlineLvl", val=str(int(name.split()[1]) - 1))
        made.element.get_or_add_pPr().append(level)
    return made


def language(run: Any, tag: str) -> None:
    """The language of a run, whatever the template's is."""
    properties = run._r.get_or_add_rPr()
    properties.append(_element("w:lang", val=tag, eastAsia=tag))


def language_of(text: Any, tag: str) -> None:
    """The language of all that says nothing else of itself."""
    [styles] = text.styles.element.xpath(".") or [None]
    for own in styles.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:lang"):
        own.getparent().remove(own)
    for properties in styles.xpath("./w:docDefaults/w:rPrDefault/w:rPr"):
        properties.append(_element("w:lang", val=tag, eastAsia=tag, bidi="ar-SA"))


def size(run: Any, points: float) -> None:
    """The size of a run, of letters that are written from right to left as well."""
    from docx.shared import Pt

    halves = str(max(2, round(points * 2)))
    run.font.size = Pt(int(halves) / 2)
    properties = run._r.get_or_add_rPr()
    properties.find(_name("w:sz")).addnext(_element("w:szCs", val=halves))


# -- columns ---------------------------------------------------------------------------------------


def columns_from_here(text: Any, paragraph: Any, gutter: float) -> None:
    """What follows a paragraph at the end stands in two columns on the same page."""
    last = text.element.body.sectPr
    properties = paragraph._p.get_or_add_pPr()
    properties.append(deepcopy(last))
    for own in last.xpath("./w:type|./w:cols"):
        last.remove(own)
    wide = _element("w:cols", num="2", space=str(int(gutter * _TWENTIETHS)))
    place = last.find(_name("w:pgMar"))
    if place is None:
        last.append(wide)
    else:
        place.addnext(wide)
    first = last.find(_name("w:pgSz"))
    kind = _element("w:type", val="continuous")
    if first is None:
        last.insert(len(last.xpath("./w:headerReference|./w:footerReference")), kind)
    else:
        first.addprevious(kind)


def next_column(paragraph: Any) -> None:
    """A paragraph begins in the next column."""
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0,
                        _in_a_run(_element("w:br", type="column")))  # fmt: skip


def tiny(paragraph: Any) -> None:
    """A paragraph without words takes no room."""
    from docx.shared import Pt

    room = paragraph.paragraph_format
    room.space_before, room.space_after = Pt(0), Pt(4)
    room.line_spacing = Pt(2)


# -- tables ----------------------------------------------------------------------------------------


def plain(table: Any, *, margin: float) -> None:
    """No lines of its own, and this much room in points beside each text."""
    properties = table._tbl.tblPr
    for own in properties.xpath("./w:tblStyle"):
        properties.remove(own)
    sides = _element("w:tblCellMar")
    for side in ("left", "right"):
        width = str(int(margin * _TWENTIETHS))
        sides.append(_element(f"w:{side}", w=width, type="dxa"))
    layout = properties.find(_name("w:tblLayout"))
    layout.addnext(sides)  # the order is the format's


def describe_table(table: Any, text: str) -> None:
    """What is to be heard of a table by who does not see it."""
    if text:
        table._tbl.tblPr.append(_element("w:tblCaption", val=text))


def repeat(row: Any) -> None:
    """The row is the head, on every page that the table goes on to."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def together(rows: Sequence[Any]) -> None:
    """Rows stay on the page of what follows them."""
    for row in rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def whole(row: Any) -> None:
    """The row is not parted between two pages."""
    row._tr.get_or_add_trPr().insert(0, _element("w:cantSplit"))


def lines(row: Any, *, above: Line | None = None, below: Line | None = None) -> None:
    """Lines above and below the cells of a row."""
    for cell in row.cells:
        borders = _element("w:tcBorders")
        for side, line in (("top", above), ("bottom", below)):
            if line:
                strength, colour = line
                borders.append(
                    _element(
                        f"w:{side}", val="single", sz=str(strength), space="0", color=colour[1:]
                    )
                )
        cell._tc.get_or_add_tcPr().append(borders)


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    name: str = qn(tag)
    return name


# -- contents --------------------------------------------------------------------------------------


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """A name by which other places lead to a paragraph."""
    start = _element("w:bookmarkStart", id=str(number), name=name)
    properties = paragraph._p.pPr
    properties.addnext(start)
    paragraph._p.append(_element("w:bookmarkEnd", id=str(number)))


def link(paragraph: Any, anchor: str, told: tuple[str, str]) -> Any:
    """A text in its language that leads to a bookmark; the paragraph it fills."""
    text, tag = told
    run = paragraph.add_run(text)
    language(run, tag)
    holder = _element("w:hyperlink", anchor=anchor, history="1")
    paragraph._p.append(holder)
    holder.append(run._r)
    return paragraph


def contents(entries: Sequence[Any]) -> None:
    """Paragraphs that are the contents: the program that shows them can make them anew."""
    first, last = entries[0]._p, entries[-1]._p
    asked = _element("w:instrText")
    asked.text = 'TOC \\o "1-1" \\h \\z \\u'
    begin = [_element("w:fldChar", fldCharType="begin"), asked]
    begin.append(_element("w:fldChar", fldCharType="separate"))
    at = first.index(first.pPr) + 1 if first.pPr is not None else 0
    for each in reversed(begin):
        first.insert(at, _in_a_run(each))
    last.append(_in_a_run(_element("w:fldChar", fldCharType="end")))


def _in_a_run(element: Any) -> Any:
    run = _element("w:r")
    run.append(element)
    return run
