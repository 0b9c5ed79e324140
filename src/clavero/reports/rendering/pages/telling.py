"""A document as the template reads it: lists and texts alone, each block with its kind.

What has to be known of the page's measures is in :mod:`~clavero.reports.rendering.pages.room`: the
widths of columns, and where a word that is too long for its room may break.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from clavero.reports.rendering.pages.room import (
    SHORT_TABLE,
    TABLE_AROUND,
    TABLE_LINE,
    Room,
    lead_of,
    sections_of,
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
    lead, room = lead_of(document), sections_of(document)
    title = writable(document.title).strip() or document.kind_name
    return {
        "language": document.language,
        "kind_name": document.kind_name,
        "name": title,
        "title": lead.title(title),
        "subtitle": lead.text(document.subtitle),
        "maker": document.maker,
        "handling": document.handling,
        "is_one_page": document.is_one_page,
        "words": {
            "page": document.words.page.format(page="{page}", pages="{pages}"),
            "contents": document.words.contents,
            "sources": document.words.sources,
            "made": document.words.made,
        },
        "lead": [_block(each, lead, pictures) for each in document.lead],
        "sections": [
            {
                "title": room.heading(section.named),
                "aside": room.small(section.aside),
                "sources": room.small("; ".join(section.sources)),
                "blocks": [_block(each, room, pictures) for each in section.blocks],
            }
            for section in document.sections
        ],
    }


def _block(block: Block, room: Room, pictures: Iterator[int]) -> dict[str, Any]:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": room.text(text)}
        case Paragraph(text, tone):
            return {"kind": "paragraph", "text": room.text(text), "tone": tone}
        case Facts():
            return _facts(block, room)
        case Bullets(bullets, empty):
            within = room.of_a_list
            told = [_bullet(each, within) for each in bullets]
            return {"kind": "bullets", "items": told, "empty": room.text(empty)}
        case Table():
            return _table(block, room)
        case Picture():
            return {
                "kind": "picture",
                "file": f"picture-{next(pictures)}.svg",
                "title": room.text(block.title),
                "caption": room.small(block.caption),
                "alternative": _first(block.alternative, block.title),
            }
        case Calendar():
            raise TypeError("a calendar is drawn before it is told")
        case PageBreak():
            return {"kind": "break"}


def _first(*texts: str) -> str:
    """The first that says something: a picture that says nothing could not be listened to."""
    return next((text for each in texts if (text := writable(each).strip())), "—")


def _facts(facts: Facts, room: Room) -> dict[str, Any]:
    across = room.across(len(facts.items), are_large=facts.are_large)
    within = room.of_a_fact(across, are_large=facts.are_large)
    return {
        "kind": "facts",
        "items": [_fact(each, within, are_large=facts.are_large) for each in facts.items],
        "are_large": facts.are_large,
        "across": across,
    }


def _fact(fact: Fact, room: Room, *, are_large: bool) -> dict[str, Any]:
    is_large = are_large and room.is_short(fact.text)
    return {
        "label": room.small(fact.label),
        "text": room.figure(fact.text) if is_large else room.text(fact.text),
        "note": room.small(fact.note),
        "tone": fact.tone,
        "is_large": is_large,
    }


def _bullet(bullet: Bullet, room: Room) -> dict[str, str]:
    return {
        "text": room.text(bullet.text),
        "note": room.small(bullet.note),
        "mark": room.text(bullet.mark),
        "tone": bullet.tone,
    }


def _is_short(table: Table, cells: Sequence[Room], scale: float) -> bool:
    """Whether a table is low enough to stay together without leaving much of a page empty."""
    every = [[each.title for each in table.columns]]
    every += [[cell.text for cell in row] for row in (*table.rows, table.total) if row]
    lines = sum(
        max(each.lines(text) for each, text in zip(cells, row, strict=True)) for row in every
    )
    return lines * TABLE_LINE * scale + len(every) * TABLE_AROUND <= SHORT_TABLE


def _table(table: Table, room: Room) -> dict[str, Any]:
    scale, widths, cells = room.columns(table)

    def row(every: Sequence[Cell]) -> list[dict[str, str]]:
        return [
            {"text": within.text(cell.text), "tone": cell.tone}
            for cell, within in zip(every, cells, strict=True)
        ]

    return {
        "kind": "table",
        "title": table.title,
        "scale": scale,
        "columns": [
            {"title": within.text(each.title), "is_figure": each.unit.is_figure, "width": width}
            for each, width, within in zip(table.columns, widths, cells, strict=True)
        ],
        "rows": [row(each) for each in table.rows],
        "is_short": _is_short(table, cells, scale),
        "total": row(table.total) if table.total else [],
        "empty": room.text(table.empty),
        "note": room.small(table.note),
    }
