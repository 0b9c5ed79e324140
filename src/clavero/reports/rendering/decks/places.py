"""The named places of a template for slides, and what a template has of them.

A template has two layouts by name, the cover and the content, and in each of them placeholders by
name (PowerPoint: View › Slide Master; the names of placeholders stand in the selection pane). The
names may be English or Spanish, in any case and with or without accents.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from clavero.reports.rendering.findings import Findings, Place

COVER, CONTENT = "cover", "content"
TITLE, SUBTITLE, DETAILS, BODY, FOOTER, NUMBER = (
    "title", "subtitle", "details", "body", "footer", "number",
)  # fmt: skip
LAYOUTS = {
    COVER: (TITLE, SUBTITLE, DETAILS),
    CONTENT: (TITLE, BODY, FOOTER, NUMBER),
}
"""The placeholders that are filled in each layout."""
REQUIRED = {COVER: (TITLE,), CONTENT: (TITLE, BODY)}
_SPANISH = {
    "portada": COVER,
    "contenido": CONTENT,
    "titulo": TITLE,
    "subtitulo": SUBTITLE,
    "detalles": DETAILS,
    "cuerpo": BODY,
    "pie": FOOTER,
    "numero": NUMBER,
}
NAMES = {
    "en": {name: name for name in _SPANISH.values()},
    "es": {
        COVER: "portada",
        CONTENT: "contenido",
        TITLE: "título",
        SUBTITLE: "subtítulo",
        DETAILS: "detalles",
        BODY: "cuerpo",
        FOOTER: "pie",
        NUMBER: "número",
    },
}
"""How the example names them, by language."""
_A_HAIR = 12_700  # a point, in PowerPoint's units
SMALLEST_BODY = (360.0, 160.0)  # points: with less, a table has no room


def known(name: str) -> str:
    """A name as the places are called here; as it is where it is none of them.

    >>> known("Título"), known("BODY"), known("Sello")
    ('title', 'body', 'Sello')
    """
    parts = unicodedata.normalize("NFD", name.strip().casefold())
    plain = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return _SPANISH.get(plain, plain if plain in _SPANISH.values() else name)


def layouts(deck: Any) -> dict[str, Any]:
    """The layouts that are ours, by name; of two with one name the first."""
    found: dict[str, Any] = {}
    for layout in (each for master in deck.slide_masters for each in master.slide_layouts):
        if (name := known(layout.name)) in LAYOUTS:
            found.setdefault(name, layout)
    return found


def placeholders(layout: Any) -> dict[str, Any]:
    """The placeholders of a layout or of a slide made with it, by name.

    A title, footer or slide number that has another name is found by what it is, and so is the
    first place for contents where none is called the body.
    """
    found: dict[str, Any] = {}
    for shape in layout.placeholders:
        if (name := known(shape.name)) in {TITLE, SUBTITLE, DETAILS, BODY, FOOTER, NUMBER}:
            found.setdefault(name, shape)
    for name, shape in _by_kind(layout):
        if name not in found and shape not in found.values():
            found[name] = shape
    return found


def _by_kind(layout: Any) -> Iterator[tuple[str, Any]]:
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND

    kinds = {
        KIND.TITLE: TITLE,
        KIND.CENTER_TITLE: TITLE,
        KIND.SUBTITLE: SUBTITLE,
        KIND.FOOTER: FOOTER,
        KIND.SLIDE_NUMBER: NUMBER,
        KIND.OBJECT: BODY,
    }
    for shape in layout.placeholders:
        if shape.placeholder_format.type in kinds:
            yield kinds[shape.placeholder_format.type], shape


def findings(deck: Any) -> Findings:
    """What there is to say of a template before anybody makes slides with it."""
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND

    feet = (KIND.DATE, KIND.FOOTER, KIND.SLIDE_NUMBER)
    ours = layouts(deck)
    missing, unknown = [], []
    for name, required in REQUIRED.items():
        if name not in ours:
            missing.append(Place(name))
            continue
        there = placeholders(ours[name])
        missing += [Place(name, each) for each in required if each not in there]
        filled = [there[each] for each in LAYOUTS[name] if each in there]
        unknown += [
            Place(name, shape.name)
            for shape in ours[name].placeholders
            if shape not in filled and shape.placeholder_format.type not in feet
        ]
    body = placeholders(ours[CONTENT]).get(BODY) if CONTENT in ours else None
    has_room = body is None or all(
        (length or 0) / 12700 >= least
        for length, least in zip((body.width, body.height), SMALLEST_BODY, strict=True)
    )
    return Findings(
        tuple(missing),
        tuple(unknown),
        has_room,
        is_inside=body is None or _is_inside(body, deck),
        layouts=tuple(each.name for master in deck.slide_masters for each in master.slide_layouts),
    )


def _is_inside(shape: Any, deck: Any) -> bool:
    """Whether a place lies on the slide, but for a hair."""
    across = (shape.left or 0, shape.width or 0, deck.slide_width)
    down = (shape.top or 0, shape.height or 0, deck.slide_height)
    return all(
        start >= -_A_HAIR and start + length <= whole + _A_HAIR
        for start, length, whole in (across, down)
    )
