"""What may be brought: told by what is in a file, never by what it is called."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from enum import StrEnum
from io import BytesIO

MOST_BYTES = 10 * 1024 * 1024
_MOST_PARTS = 5_000


class Kind(StrEnum):
    """The kinds that are taken, by the ending that they are handed out under."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"
    HEIC = "heic"
    DOCX = "docx"
    XLSX = "xlsx"
    TEXT = "txt"


_STARTS: Mapping[Kind, Callable[[bytes], bool]] = {
    Kind.PDF: lambda head: head.startswith(b"%PDF-"),
    Kind.PNG: lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"),
    Kind.JPEG: lambda head: head.startswith(b"\xff\xd8\xff"),
    Kind.WEBP: lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP",
    Kind.HEIC: lambda head: head[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"},
}
_PARTS = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}
_HARMLESS = (
    *(".xml", ".rels", ".vml", ".psmdcp", ".txt", ".json"),
    *(".png", ".jpg", ".jpeg", ".jpe", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg"),
    *(".odttf", ".ttf", ".otf", ".fntdata", ".wdp", ".docx", ".xlsx", ".pptx"),
)
# A text that a program would carry out, or a browser draw, whatever it is called.
_CARRIED_OUT = ("#!", "<?php", "<!doctype", "<html", "<svg", "<script", "<?xml", "mz")


def kind_of(content: bytes) -> Kind | None:
    """What a file is; ``None`` for whatever is not taken.

    >>> kind_of(b"%PDF-1.7 ..."), kind_of(b"MZ\\x90\\x00"), kind_of(b"#!/bin/sh")
    (<Kind.PDF: 'pdf'>, None, None)
    """
    found = next((kind for kind, begins in _STARTS.items() if begins(content[:16])), None)
    if found is not None:
        return found
    if content.startswith(b"PK\x03\x04"):
        return _of_office(content)
    return Kind.TEXT if _is_text(content) else None


def _of_office(content: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = {each.filename for each in archive.infolist()[: _MOST_PARTS + 1]}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    is_risky = len(parts) > _MOST_PARTS or not all(map(_is_harmless, parts))
    if is_risky or "[Content_Types].xml" not in parts:
        return None
    return next((kind for part, kind in _PARTS.items() if part in parts), None)


def _is_harmless(part: str) -> bool:
    """Whether a part of an Office file is a text, a picture, a letter's shape or another such file:
    nothing that is carried out, however it is called.

    >>> [_is_harmless(each) for each in ("word/document.xml", "word/media/image1.png",
    ...  "xl/printerSettings/printerSettings1.bin", "word/vbaProject.bin", "word/a.scr",
    ...  "word/embeddings/oleObject1.bin", "xl/macrosheets/sheet1.xml")]
    [True, True, True, False, False, False, False]
    """
    place = part.lower()
    if any(each in place for each in ("macrosheets/", "activex/", "dialogsheets/")):
        return False
    return place.endswith(("/", *_HARMLESS)) or place.startswith("xl/printersettings/")


def _is_text(content: bytes) -> bool:
    text = text_of(content)
    if not text or text.lstrip("\ufeff \t\r\n")[:64].lower().startswith(_CARRIED_OUT):
        return False
    return not any(ord(each) < 32 and each not in "\t\r\n\f" for each in text)


def text_of(content: bytes) -> str:
    """What a text says: in UTF-8, in UTF-16 that says so, or as Windows writes it in Western
    Europe; nothing where it is none of them.

    >>> text_of("Año".encode("cp1252")), text_of("Año".encode("utf-16"))
    ('Año', 'Año')
    """
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Bytes of a picture or a program are letters by chance; a text has mostly plain ones.
        if encoding != "cp1252" or sum(each < 128 for each in content) * 2 > len(content):
            return text
    return ""


def called(name: str, kind: Kind) -> str:
    """What a file is called here: its own name without ways to other folders, with the ending of
    what it is.

    >>> called("../../etc/photo.exe", Kind.PNG), called('a"b\\n.pdf', Kind.PDF)
    ('photo.png', 'a b.pdf')
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(each if each.isalnum() or each in " -_.()" else " " for each in last)
    stem = " ".join(plain.rsplit(".", 1)[0].split()).strip(". ") or "file"
    return f"{stem[:100]}.{kind}"
