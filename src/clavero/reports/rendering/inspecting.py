"""A company's template as somebody brings it: whether it is one, does no harm, and has its places.

Office files are ZIP archives of XML. What is looked at before a library opens them is how much
would come out of the archive, whether programs are in it, and whether something would be fetched
from elsewhere by whoever opens a document made with it.
"""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

from clavero.reports.rendering.findings import Findings
from clavero.reports.rules import TemplateKind

LARGEST = 10_000_000
"""Bytes of a template."""
_LARGEST_INSIDE = 100_000_000  # bytes of all that comes out of the archive
_LARGEST_TEXT = 30_000_000  # bytes of its XML, which takes many times as much when it is read
_MOST_PARTS = 5_000
_LOCKED = b"\xd0\xcf\x11\xe0"  # also what was written before 2007
_CONTENT_TYPES = "[Content_Types].xml"
_OFFICE = "application/vnd.openxmlformats-officedocument."

_MAIN_PARTS = {
    TemplateKind.SLIDES: f"{_OFFICE}presentationml.presentation.main+xml".encode(),
    TemplateKind.TEXT: f"{_OFFICE}wordprocessingml.document.main+xml".encode(),
}


class Fault(StrEnum):
    """Why a file cannot be a template, whatever places it has."""

    LOCKED = "locked"  # by a password, or of the time before 2007
    OTHER = "other"  # no presentation and no text
    TOO_LARGE = "too_large"
    PROGRAMS = "programs"
    OUTSIDE = "outside"  # it would fetch something from elsewhere
    DAMAGED = "damaged"


class Unusable(ValueError):
    """A file that cannot be a template."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def inspect(content: bytes) -> tuple[TemplateKind, Findings]:
    """What a template is for, and what there is to say of it. Raises :class:`Unusable`."""
    if len(content) > LARGEST:
        raise Unusable(Fault.TOO_LARGE)
    if content.startswith(_LOCKED):
        raise Unusable(Fault.LOCKED)
    try:
        kind = _kind_of(content)
        return kind, _findings(kind, content)
    except Unusable:
        raise
    except Exception as damage:  # whatever the libraries stumble over
        raise Unusable(Fault.DAMAGED) from damage


def _kind_of(content: bytes) -> TemplateKind:
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as other:
        raise Unusable(Fault.OTHER) from other
    with package:
        parts = package.infolist()
        texts = [each for each in parts if each.filename.endswith((".xml", ".rels"))]
        if (
            len(parts) > _MOST_PARTS
            or sum(each.file_size for each in parts) > _LARGEST_INSIDE
            or sum(each.file_size for each in texts) > _LARGEST_TEXT
        ):
            raise Unusable(Fault.TOO_LARGE)
        names = {each.filename for each in parts}
        if _CONTENT_TYPES not in names:
            raise Unusable(Fault.OTHER)
        types = package.read(_CONTENT_TYPES)
        if b"macroEnabled" in types or b"vbaProject" in types or b"activeX" in types:
            raise Unusable(Fault.PROGRAMS)
        kind = next((kind for kind, main in _MAIN_PARTS.items() if main in types), None)
        if kind is None:
            raise Unusable(Fault.OTHER)
        for each in texts:
            text = package.read(each)
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise Unusable(Fault.DAMAGED)  # no office program writes one
            if each.filename.endswith(".rels") and _leads_outside(text):
                raise Unusable(Fault.OUTSIDE)
    return kind


def _leads_outside(relations: bytes) -> bool:
    """Whether something is fetched from elsewhere; a link that somebody follows is none."""
    from pptx.oxml import parse_xml

    return any(
        each.get("TargetMode") == "External" and not each.get("Type", "").endswith("/hyperlink")
        for each in parse_xml(relations)
    )


def _findings(kind: TemplateKind, content: bytes) -> Findings:
    if kind is TemplateKind.TEXT:
        from clavero.reports.rendering.words.places import findings

        return findings(content)
    from pptx import Presentation

    from clavero.reports.rendering.decks import places

    return places.findings(Presentation(io.BytesIO(content)))
