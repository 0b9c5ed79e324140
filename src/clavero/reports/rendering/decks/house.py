"""The house's plain design for slides, made by code, which is the example of a template as well."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from clavero.reports.rendering.decks.places import (
    BODY,
    CONTENT,
    COVER,
    DETAILS,
    FOOTER,
    NAMES,
    NUMBER,
    SUBTITLE,
    TITLE,
)
from clavero.ui.palette import LIGHT, SERIES
from clavero.ui.slides import HIGH, WIDE

FACE = "Arial"  # on every machine that shows slides
_EDGE = 0.5
_LAYOUTS = {"Title Slide": COVER, "Title and Content": CONTENT}  # of python-pptx's own template
_MASTER = {0: TITLE, 1: BODY, 3: FOOTER, 4: NUMBER}
_COVER = {0: TITLE, 1: SUBTITLE}
_CONTENT = {0: TITLE, 1: BODY, 11: FOOTER, 12: NUMBER}
_BOXES = {  # left, top, width, height in inches
    TITLE: (_EDGE, 0.36, WIDE - 2 * _EDGE, 0.82),
    BODY: (_EDGE, 1.4, WIDE - 2 * _EDGE, 5.3),
    FOOTER: (_EDGE, 6.97, 11.3, 0.3),
    NUMBER: (12.03, 6.97, 0.8, 0.3),
}
_COVER_BOXES = {
    TITLE: (1.0, 1.85, 11.3, 1.75),
    SUBTITLE: (1.0, 3.75, 11.3, 0.95),
    DETAILS: (1.0, 5.55, 11.3, 1.2),
}
_DETAILS_INDEX = 13
_BODY_SIZES = (1600, 1400, 1200, 1200, 1200)  # hundredths of a point, level by level
_COLOURS = {
    "dk1": LIGHT["ink"],
    "lt1": LIGHT["paper"],
    "dk2": LIGHT["ink-soft"],
    "lt2": LIGHT["line"],
    "hlink": LIGHT["accent"],
    "folHlink": LIGHT["ink-soft"],
    **{f"accent{number}": LIGHT[name] for number, name in enumerate(SERIES, start=1)},
}


def example(language: str = "en") -> bytes:
    """A template with every place, in the names of ``language``: the house's design to change."""
    deck = house(language)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def house(language: str = "en") -> Any:
    """The house's design as an empty presentation."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    names = NAMES.get(language, NAMES["en"])
    master = deck.slide_master
    _theme(master)
    _set(master, _MASTER, names, _BOXES)
    _sizes(master)
    for layout in list(deck.slide_layouts):
        if layout.name not in _LAYOUTS:
            deck.slide_layouts.remove(layout)
            continue
        for shape in list(layout.placeholders):
            if shape.placeholder_format.idx == 10:  # the date is said in the footer
                shape._element.getparent().remove(shape._element)
        if _LAYOUTS[layout.name] == COVER:
            _cover(layout, names)
        else:
            _set(layout, _CONTENT, names, _BOXES)
            _style_feet(layout, {11: "l", 12: "r"})
            _bar(layout, (_EDGE, 1.22, 0.9, 0.05), "accent1")
            _bar(layout, (_EDGE, 6.88, WIDE - 2 * _EDGE, 0.01), "bg2")
        layout._element.cSld.set("name", names[_LAYOUTS[layout.name]])
    return deck


def _set(
    where: Any,
    places: Mapping[int, str],
    names: Mapping[str, str],
    boxes: Mapping[str, tuple[float, float, float, float]],
) -> None:
    """The placeholders of ``places`` in their boxes, under their names; the others go."""
    for shape in list(where.placeholders):
        name = places.get(shape.placeholder_format.idx)
        if name is None:
            shape._element.getparent().remove(shape._element)
            continue
        shape._element.nvSpPr.cNvPr.set("name", names[name])
        _place(shape, boxes[name])


def _place(shape: Any, box: tuple[float, float, float, float]) -> None:
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = map(Inches, box)


def _cover(layout: Any, names: Mapping[str, str]) -> None:
    """A dark page with a coloured edge: title, what it is of, and who made it when."""
    layout.shapes._spTree.append(_details())
    _set(layout, {**_COVER, _DETAILS_INDEX: DETAILS}, names, _COVER_BOXES)
    for shape in layout.placeholders:
        index = shape.placeholder_format.idx
        size, bold = {0: (4000, 1), 1: (2000, 0)}.get(index, (1200, 0))
        anchor = "b" if index == 0 else "t"
        _style(shape, size=size, is_bold=bool(bold), colour="bg1", anchor=anchor)
    _bar(layout, (0, 0, 0.35, HIGH), "accent1")
    _bar(layout, (0, 0, WIDE, HIGH), "tx1")


def _sizes(master: Any) -> None:
    """The sizes of titles and of the text by level, and where texts begin."""
    from pptx.oxml.ns import qn

    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", "2400")
    title.find(qn("a:defRPr")).set("b", "1")
    for level, size in enumerate(_BODY_SIZES, start=1):
        body = styles.find(qn("p:bodyStyle")).find(qn(f"a:lvl{level}pPr"))
        body.find(qn("a:defRPr")).set("sz", str(size))
    _style_feet(master, {3: "l", 4: "r"})
    for shape in master.placeholders:
        if shape.placeholder_format.idx == 0:
            shape.text_frame._txBody.bodyPr.set("anchor", "b")
        for side in ("lIns", "rIns"):
            shape.text_frame._txBody.bodyPr.set(side, "0")


def _style_feet(where: Any, sides: Mapping[int, str]) -> None:
    for shape in where.placeholders:
        if side := sides.get(shape.placeholder_format.idx):
            _style(shape, size=900, colour="tx2", align=side, anchor="ctr")


def _style(
    shape: Any,
    *,
    size: int,
    colour: str,
    is_bold: bool = False,
    align: str = "l",
    anchor: str = "t",
) -> None:
    """What a placeholder's text looks like on every slide made with the layout."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    body = shape.text_frame._txBody
    body.bodyPr.set("anchor", anchor)
    for side in ("lIns", "rIns"):
        body.bodyPr.set(side, "0")
    old = body.find(qn("a:lstStyle"))
    new = parse_xml(
        f'<a:lstStyle {nsdecls("a")}><a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/>'
        f'<a:defRPr sz="{size}" b="{int(is_bold)}"><a:solidFill><a:schemeClr val="{colour}"/>'
        '</a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></a:lstStyle>'
    )
    if old is None:
        body.bodyPr.addnext(new)
    else:
        body.replace(old, new)


def _details() -> Any:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    return parse_xml(
        f'<p:sp {nsdecls("a", "p")}><p:nvSpPr><p:cNvPr id="20" name="{DETAILS}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" sz="quarter" '
        f'idx="{_DETAILS_INDEX}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
        "<a:p/></p:txBody></p:sp>"
    )


def _bar(layout: Any, box: tuple[float, float, float, float], colour: str) -> None:
    """A filled rectangle behind all the rest, which nobody has to hear of."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls
    from pptx.util import Inches

    left, top, width, height = (int(Inches(each)) for each in box)
    tree = layout.shapes._spTree
    number = max(int(each) for each in tree.xpath("//@id") if each.isdecimal()) + 1
    bar = parse_xml(
        f'<p:sp {nsdecls("a", "p")}><p:nvSpPr><p:cNvPr id="{number}" name="bar {number}"/>'
        '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        "<p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )
    tree.insert(2, bar)  # after the tree's own two properties


def _theme(master: Any) -> None:
    """The house's colours and face, as the theme that everything on the slides refers to."""
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.opc.oxml import serialize_part_xml
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    part: Any = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = parse_xml(part.blob)
    theme.set("name", "Clavero")
    for name, colour in _COLOURS.items():
        place = theme.find(f".//{qn('a:clrScheme')}/{qn(f'a:{name}')}")
        for old in list(place):
            place.remove(old)
        place.append(parse_xml(f'<a:srgbClr {nsdecls("a")} val="{colour[1:].upper()}"/>'))
    for font in ("a:majorFont", "a:minorFont"):
        theme.find(f".//{qn(font)}/{qn('a:latin')}").set("typeface", FACE)
    part._blob = serialize_part_xml(theme)
