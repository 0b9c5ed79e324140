"""A document as the template reads it: lists and texts alone, each block with its kind."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from clavero.core.writable import writable
from clavero.reports.content.model import (
    Block,
    Bullet,
    Bullets,
    Calendar,
    Cell,
    Document,
    Fact,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Table,
)


def as_told(document: Document) -> dict[str, Any]:
    """The document in plain values; its pictures are told by their number, in order."""
    pictures = count()
    told: dict[str, Any] = _clean(_told(document, pictures))
    return told


def _clean(value: Any) -> Any:
    """The same with texts that a file can hold."""
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {name: _clean(each) for name, each in value.items()}
    return value


def _told(document: Document, pictures: Iterator[int]) -> dict[str, Any]:
    return {
        "language": document.language,
        "kind_name": document.kind_name,
        "title": writable(document.title).strip() or document.kind_name,
        "subtitle": document.subtitle,
        "maker": document.maker,
        "handling": document.handling,
        "is_one_page": document.is_one_page,
        "words": {
            "page": document.words.page.format(page="{page}", pages="{pages}"),
            "contents": document.words.contents,
            "sources": document.words.sources,
            "made": document.words.made,
        },
        "lead": [_block(each, pictures) for each in document.lead],
        "sections": [
            {
                "title": section.title,
                "number": section.number,
                "aside": section.aside,
                "sources": list(section.sources),
                "blocks": [_block(each, pictures) for each in section.blocks],
            }
            for section in document.sections
        ],
    }


def _block(block: Block, pictures: Iterator[int]) -> dict[str, Any]:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Paragraph(text, tone):
            return {"kind": "paragraph", "text": text, "tone": tone}
        case Facts(items, are_large):
            told = [_fact(each) for each in items]
            return {"kind": "facts", "items": told, "are_large": are_large}
        case Bullets(bullets, empty):
            return {"kind": "bullets", "items": [_bullet(each) for each in bullets], "empty": empty}
        case Table():
            return _table(block)
        case Picture():
            return {
                "kind": "picture",
                "file": f"picture-{next(pictures)}.svg",
                "title": block.title,
                "caption": block.caption,
                "alternative": _first(block.alternative, block.title),
            }
        case Calendar():
            raise TypeError("a calendar is drawn before it is told")
        case PageBreak():
            return {"kind": "break"}


def _first(*texts: str) -> str:
    """The first that says something: a picture that says nothing could not be listened to."""
    return next((text for each in texts if (text := writable(each).strip())), "—")


def _fact(fact: Fact) -> dict[str, str]:
    return {"label": fact.label, "text": fact.text, "note": fact.note, "tone": fact.tone}


def _bullet(bullet: Bullet) -> dict[str, str]:
    return {"text": bullet.text, "note": bullet.note, "mark": bullet.mark, "tone": bullet.tone}


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "title": table.title,
        "columns": [
            {"title": each.title, "is_figure": each.unit.is_figure, "width": each.width}
            for each in table.columns
        ],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "total": [_cell(cell) for cell in table.total],
        "empty": table.empty,
        "note": table.note,
    }


def _cell(cell: Cell) -> dict[str, str]:
    return {"text": cell.text, "tone": cell.tone}
