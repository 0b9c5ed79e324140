"""What the pages with a drawing have in common: its files, and what the browser gets of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clavero.relationships.content.model import Drawing
from clavero.relationships.rendering.screen import as_elements
from clavero.relationships.rendering.slides import to_slides
from clavero.relationships.rendering.svg import to_png, to_svg
from clavero.ui import formats
from clavero.ui.html import json_text
from clavero.ui.slides import PPTX

DRAWN_AS, SLIDES = "as", "pptx"
Query = Mapping[str, Any]
_KINDS = {"svg": "image/svg+xml", "png": "image/png", SLIDES: PPTX}


@dataclass(frozen=True, slots=True)
class DrawnFile:
    """A file of the drawing, as a line of the downloads."""

    label: str
    url: str
    icon: str
    says: str = ""


def contact_address() -> Callable[[int], str]:
    """From the number of a contact to their page; a drawing asks for many."""
    before, after = reverse("relationships:contact", args=[0]).rsplit("0", 1)
    return lambda contact_id: f"{before}{contact_id}{after}"


def note_of(name: str) -> str:
    """Of which day a drawing is, and who made it."""
    return _("%(day)s · made by %(by)s") % {"day": formats.day(timezone.localdate()), "by": name}


def file_of(
    request: HttpRequest, drawing: Drawing, pages: Callable[[], Sequence[Drawing]]
) -> HttpResponse | None:
    """The drawing as the file that the address asks for, if it does."""
    kind = request.GET.get(DRAWN_AS, "")
    if kind not in _KINDS:
        return None
    if kind == SLIDES:
        content: bytes = to_slides(pages())
    elif kind == "png":
        content = to_png(drawing)
    else:
        content = to_svg(drawing).encode()
    answer = HttpResponse(content, content_type=_KINDS[kind])
    name = f"{slugify(drawing.title)}-{timezone.localdate():%Y-%m-%d}.{kind}"
    shown = "inline" if "show" in request.GET else "attachment"
    answer["Content-Disposition"] = f'{shown}; filename="{name}"'
    return answer


def addressed(query: Query) -> str:
    """An address on the same page; what is empty does not stand in it."""
    told = urlencode({name: value for name, value in query.items() if value not in ("", None)})
    return f"?{told}" if told else "?"


def payload(drawing: Drawing, known: Mapping[str, Mapping[str, Any]]) -> str:
    """The drawing as the page hands it to its script, with what else it is told of the people."""
    return json_text(as_elements(drawing, known))


def files_of(query: Query) -> list[DrawnFile]:
    """The files of a drawing; ``query`` is how it is looked at."""
    return [
        DrawnFile(label, addressed({**query, DRAWN_AS: kind}), icon)
        for kind, label, icon in (
            (SLIDES, _("Slides (PPTX)"), "presentation"),
            ("png", _("Picture (PNG)"), "photo"),
            ("svg", _("Drawing (SVG)"), "file-type-svg"),
        )
    ]


def drawn(
    drawing: Drawing, query: Query, *, whole: Query | None = None, says: str = ""
) -> dict[str, Any]:
    """What the page needs of a drawing beside its payload; ``query`` is how it is looked at, and
    ``whole`` how all of it is, where that is more than slides begin with; ``says`` what slides of
    everybody are made of."""
    files = files_of(query)
    if whole is not None:
        everybody = addressed({**whole, DRAWN_AS: SLIDES})
        files.insert(1, DrawnFile(_("Slides of everybody (PPTX)"), everybody, "presentation", says))
    elif says:
        files[0] = replace(files[0], says=says)
    return {
        "drawing": drawing,
        "files": files,
        "still": addressed({**query, DRAWN_AS: "svg", "show": 1}),
    }


def numbers_in(text: str) -> frozenset[int]:
    """The numbers of an address, with commas between them."""
    parts = [part for part in text.split(",") if part.isascii() and part.isdigit()]
    return frozenset(int(part) for part in parts if len(part) < 19)
