"""What a template's theme means for texts: whether slides are dark, so that good and bad are said
in colours that can be read on them, and how wide its letters are."""

from __future__ import annotations

from typing import Any

_HALF = 0.5
_WEIGHTS = (0.299, 0.587, 0.114)  # of red, green and blue in what the eye takes for brightness


_WIDE = {
    "arial black": 1.28,
    "century gothic": 1.12,
    "courier": 1.2,
    "dejavu sans": 1.2,
    "lucida": 1.12,
    "montserrat": 1.17,
    "open sans": 1.08,
    "poppins": 1.15,
    "verdana": 1.2,
}
_NO_WIDER = (
    "aptos narrow", "arial", "calibri", "cambria", "candara", "carlito", "corbel", "garamond",
    "gill sans", "helvetica", "lato", "liberation", "roboto", "segoe ui", "source sans", "tahoma",
    "times", "trebuchet",
)  # fmt: skip
_UNKNOWN = 1.1


def is_dark(master: Any) -> bool:
    """Whether the background of a master is dark; what is no plain colour is taken for light."""
    colour = _colour(master)
    if colour is None:
        return False
    parts = bytes.fromhex(colour)
    return sum(weight * part for weight, part in zip(_WEIGHTS, parts, strict=True)) / 255 < _HALF


def _colour(master: Any) -> str | None:
    """The colour as six hexadecimal figures."""
    given = master._element.xpath("./p:cSld/p:bg/p:bgPr/a:solidFill/a:srgbClr/@val")
    if given:
        return str(given[0])
    named = master._element.xpath(
        "./p:cSld/p:bg/p:bgRef/a:schemeClr/@val|./p:cSld/p:bg/p:bgPr/a:solidFill/a:schemeClr/@val"
    )
    return _of_theme(master, named[0] if named else "bg1")


def _of_theme(master: Any, name: str) -> str | None:
    from pptx.oxml.ns import qn

    [mapped] = master._element.xpath(f"./p:clrMap/@{name}") or [name]
    place = _theme(master).find(f".//{qn('a:clrScheme')}/{qn(f'a:{mapped}')}")
    for each in place if place is not None else []:
        value = each.get("lastClr") or each.get("val")
        if value and len(value) == 6:
            return str(value)
    return None


def wideness(master: Any) -> float:
    """How wide the letters of the theme's faces are against those that texts are measured by; a
    face that nobody knows is taken for somewhat wider.

    What is written in letters smaller by as much takes the room that was measured.
    """
    from pptx.oxml.ns import qn

    theme = _theme(master)
    faces = [
        theme.find(f".//{qn(font)}/{qn('a:latin')}") for font in ("a:majorFont", "a:minorFont")
    ]
    names = [each.get("typeface", "").casefold() for each in faces if each is not None]
    return max((_wideness_of(name) for name in names if name), default=1.0)


def _wideness_of(name: str) -> float:
    for face, wide in _WIDE.items():
        if name.startswith(face):
            return wide
    return 1.0 if name.startswith(_NO_WIDER) else _UNKNOWN


def _theme(master: Any) -> Any:
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.oxml import parse_xml

    return parse_xml(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
