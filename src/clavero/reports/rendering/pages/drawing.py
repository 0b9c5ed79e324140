"""A document as PDF.

The template gets the document as JSON and writes every text as text: nothing in it is markup, so
that no name of a customer can be read as an instruction. Letters are those of packages, so that the
same document looks the same everywhere. It is tagged as PDF/UA asks: it can be listened to.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from clavero.reports.content.model import Document
from clavero.reports.rendering.calendars import drawn
from clavero.reports.rendering.pages.telling import as_told

_TEMPLATES = Path(__file__).parent / "templates"
_MOST_BARS = 10  # of a calendar in a picture: made smaller, it has room on what is left of a page
_NO_LETTER = "could not be displayed"
_SIZES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
"""How much smaller a document of one page is tried; below, nobody would read it."""


@dataclass(frozen=True, slots=True)
class Pages:
    """A PDF and of how many pages it is."""

    content: bytes
    count: int


def to_pdf(document: Document) -> Pages:
    """The document as PDF. One of a single page is set smaller where it would need two."""
    with TemporaryDirectory(prefix="clavero-") as folder:
        home = Path(folder)
        told = write_source(document, home)
        sizes = _SIZES if document.is_one_page else _SIZES[:1]
        pages = _set(home, told, sizes[0])
        for size in sizes[1:]:
            if pages.count == 1:
                break
            pages = _set(home, told, size)
        return pages


def write_source(document: Document, home: Path) -> dict[str, Any]:
    """The templates and pictures that it is set from, into a folder; what it says, which goes
    there with the size of its letters."""
    document = drawn(document, _MOST_BARS)
    for each in _TEMPLATES.iterdir():
        shutil.copyfile(each, home / each.name)
    for number, picture in enumerate(document.pictures):
        (home / f"picture-{number}.svg").write_text(picture.svg, encoding="utf-8")
    return as_told(document)


def _set(home: Path, told: dict[str, Any], size: float) -> Pages:
    import typst  # a large library, only where a document is made

    (home / "document.json").write_text(json.dumps({**told, "size": size}), encoding="utf-8")
    try:
        return _compiled(home, is_accessible=True)
    except typst.TypstError as fault:
        if _NO_LETTER not in str(fault):
            raise
        # A name in a script that our letters lack: those of the machine may have it, and PDF/UA
        # cannot be promised.
        return _compiled(home, is_accessible=False)


@lru_cache
def _letters(*, of_the_machine: bool) -> Any:
    """The faces there are, which takes longer to find out than to set some pages."""
    import font_lato
    import typst

    files = Path(font_lato.__file__).parent / "files"
    return typst.Fonts(include_system_fonts=of_the_machine, font_paths=[files])


def _compiled(home: Path, *, is_accessible: bool) -> Pages:
    import typst

    letters = _letters(of_the_machine=not is_accessible)
    compiler = typst.Compiler(home / "document.typ", root=home, font_paths=letters)
    standards: list[Any] = ["ua-1"] if is_accessible else []
    content = cast("bytes", compiler.compile(format="pdf", pdf_standards=standards))
    count = json.loads(compiler.query("<pages>", field="value", one=True))
    return Pages(content, int(count))
