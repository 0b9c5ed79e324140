"""The named places of a template for text, and what a template has of them.

A template is a document in which names stand between double braces, such as ``{{ title }}``, in the
text, in headers and in footers. ``{{ body }}`` stands in a paragraph of its own in the text and
makes room for all the rest. The names may be English or Spanish. Nothing but names is allowed: a
template never runs a program.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from clavero.reports.content.model import Document
from clavero.reports.rendering.findings import Findings, Place

TITLE, SUBTITLE, KIND, HANDLING, MADE, MAKER, BODY = (
    "title", "subtitle", "kind", "handling", "made", "maker", "body",
)  # fmt: skip
NAMES = {
    TITLE: ("title", "título", "titulo"),
    SUBTITLE: ("subtitle", "subtítulo", "subtitulo"),
    KIND: ("kind", "tipo"),
    HANDLING: ("handling", "difusión", "difusion"),
    MADE: ("made", "hecho"),
    MAKER: ("maker", "autor"),
    BODY: ("body", "cuerpo"),
}
"""Each place by all its names: the English one, then the Spanish one as the example has it."""
MARK = "\ue000"
"""What stands for the body until it is written: a letter that no text has."""


def values(document: Document) -> dict[str, str]:
    """What is written into the places, by each of their names."""
    filled = {
        TITLE: document.title,
        SUBTITLE: document.subtitle,
        KIND: document.kind_name,
        HANDLING: document.handling,
        MADE: document.words.made,
        MAKER: document.maker,
    }
    texts = {place: " ".join(text.split()).replace(MARK, "") for place, text in filled.items()}
    return {
        name: MARK if place == BODY else texts[place]
        for place, names in NAMES.items()
        for name in names
    }


def environment() -> Any:
    """What reads the names: nothing that a template could get at, and what it gets is escaped."""
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(autoescape=True)


def findings(template: bytes) -> Findings:
    """What there is to say of a template before anybody makes a document with it."""
    from jinja2 import TemplateError
    from jinja2.nodes import Output

    names: set[str] = set()
    for text in _texts(template):
        try:
            parsed = environment().parse(text)
        except TemplateError:
            return Findings(is_plain=False)
        for node in parsed.body:
            if not isinstance(node, Output):
                return Findings(is_plain=False)
            for each in node.nodes:
                if (name := _name(each)) is None:
                    return Findings(is_plain=False)
                names.add(name)
    known = {name for every in NAMES.values() for name in every}
    missing = () if _has_room_for_the_body(template) else (Place("", BODY),)
    unknown = tuple(Place("", each) for each in sorted(names - known - {""}))
    return Findings(missing, unknown)


def _name(node: Any) -> str | None:
    """The name that a part of a template asks for, empty for text; ``None`` for all the rest."""
    from jinja2.nodes import Name, TemplateData

    if isinstance(node, TemplateData):
        return ""
    return node.name if isinstance(node, Name) else None


def _texts(template: bytes) -> list[str]:
    """All in a template that names may stand in, as they will be looked for."""
    from docxtpl import DocxTemplate

    reader = DocxTemplate(io.BytesIO(template))
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        parts = [
            package.read(name).decode("utf-8", errors="replace")
            for name in package.namelist()
            if name.startswith(("word/document", "word/header", "word/footer", "word/footnotes"))
            and name.endswith(".xml")
        ]
    about = reader.get_docx().core_properties
    told = (about.author, about.comments, about.identifier, about.language, about.subject)
    return [*(reader.patch_xml(part) for part in parts), *told, about.title]


def _has_room_for_the_body(template: bytes) -> bool:
    import docx

    found = {f"{{{{{name}}}}}" for name in NAMES[BODY]}
    paragraphs = docx.Document(io.BytesIO(template)).paragraphs
    return any("".join(each.text.split()) in found for each in paragraphs)
