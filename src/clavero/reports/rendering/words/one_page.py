"""Whether a text has room on a page, before it is written: nobody but the program that shows it
knows where a page ends.

Heights are reckoned with letters that are wider and lines that are higher than most faces have
them; what is reckoned to have room then has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clavero.reports.content.model import (
    Block,
    Bullets,
    Cell,
    Document,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Section,
    Table,
)
from clavero.reports.rendering.columns import columns_of
from clavero.reports.rendering.words.looks import OF_ONE_PAGE, Look
from clavero.ui.measuring import width_of, wrapped

GUTTER = 18.0  # points between two columns
LABEL = 0.32  # of the width, for the name of a fact
MARGIN = 4.0  # beside the text of a cell
PIXEL = 0.75  # points: a picture is not shown larger than it was drawn
_LINE = 1.2  # the height of a line against its letters
_WIDER = 0.97  # of a width is reckoned with
_INDENT = 20.0  # of a list
_SPARE = 14.0  # points of a page that are left free


@dataclass(frozen=True, slots=True)
class Fit:
    """A look in which a text has room, and how many of its sections stand in the first column;
    without ``has_room`` it has none in any, and this is the smallest."""

    look: Look
    first: int
    has_room: bool


def fit_of(document: Document, width: float, height: float) -> Fit:
    """The largest look in which ``document`` has room on a page of which so much is free, its
    sections in two columns; the smallest where there is none."""
    column = (width - GUTTER) / 2
    found = Fit(OF_ONE_PAGE[-1], len(document.sections), has_room=False)
    for look in OF_ONE_PAGE:
        lead = sum(_height(each, width, look) for each in document.lead)
        heights = [_section(each, column, look) for each in document.sections]
        ends = [
            max(sum(heights[:at]), sum(heights[at:])) for at in range(len(document.sections) + 1)
        ]
        least = min(ends)
        has_room = lead + least <= height - _SPARE
        found = Fit(look, ends.index(least), has_room)
        if has_room:
            break
    return found


def less(text: str, size: float, width: float) -> list[str]:
    """The lines of a text, reckoned with care."""
    return wrapped(text, size, width * _WIDER)


def is_short(text: str, look: Look, width: float) -> bool:
    """Whether a large fact has room in two lines of large letters, none of its words broken."""
    room = width * _WIDER - 2 * MARGIN
    whole = all(width_of(word, look.large, is_bold=True) <= room for word in text.split())
    return whole and width_of(text, look.large, is_bold=True) <= 2 * room - look.large


def _section(section: Section, width: float, look: Look) -> float:
    told = _styled(section.named, "Heading 1", width, look)
    if section.aside:
        told += _styled(section.aside, "Caption", width, look)
    if section.sources:
        told += _styled("; ".join(section.sources), "Caption", width, look)
    return told + sum(_height(each, width, look) for each in section.blocks)


def _styled(text: str, style: str, width: float, look: Look) -> float:
    size, (before, after) = look.styles[style], look.spaces[style]
    is_list = style.startswith("List")
    room = width - (_INDENT if is_list else 0)
    return before + len(less(text, size, room)) * size * _LINE + after


def _height(block: Block, width: float, look: Look) -> float:
    match block:
        case Heading():
            return _styled(block.text, "Heading 2", width, look)
        case Paragraph():
            return _styled(block.text, "Normal", width, look)
        case Bullets():
            return _bullets(block, width, look)
        case Facts():
            return _facts(block, width, look)
        case Table():
            return _table(block, width, look)
        case Picture():
            ratio = block.height / block.width
            told = [_styled(block.title, "Normal", width, look)] if block.title else []
            told += [_styled(block.caption, "Caption", width, look)] if block.caption else []
            frame = look.styles["Normal"] * _LINE
            return sum(told) + min(width, block.width * PIXEL) * ratio + frame
        case _:
            return 0.0


def _bullets(bullets: Bullets, width: float, look: Look) -> float:
    if not bullets.items:
        return _styled(bullets.empty, "Normal", width, look) if bullets.empty else 0.0
    told = 0.0
    for item in bullets.items:
        said = ": ".join(part for part in (item.mark, item.text) if part)
        told += _styled(said, "List Bullet", width, look)
        if item.note:
            told += _styled(item.note, "List Continue", width, look)
    return told


def _facts(facts: Facts, width: float, look: Look) -> float:
    if not facts.items:
        return 0.0
    if not facts.are_large:
        widths = (width * LABEL, width * (1 - LABEL))
        rows = [_fact(each, widths, look) for each in facts.items]
        return sum(rows) + look.after_table
    told, beside = 0.0, look.most_beside
    for at in range(0, len(facts.items), beside):
        row = facts.items[at : at + beside]
        told += max(_large(each, width / len(row), look) for each in row) + look.after_table
    return told


def _fact(fact: Fact, widths: tuple[float, float], look: Look) -> float:
    first, second = (each - 2 * MARGIN for each in widths)
    label = len(less(fact.label, look.table, first)) * look.table
    said = len(less(fact.text, look.table, second)) * look.table
    if fact.note:
        said += len(less(fact.note, look.small, second)) * look.small
    return max(label, said) * _LINE + 2 * look.cell


def _large(fact: Fact, width: float, look: Look) -> float:
    room = width - 2 * MARGIN
    size = look.large if is_short(fact.text, look, width) else look.less_large
    told = len(less(fact.label, look.small, room)) * look.small
    told += len(wrapped(fact.text, size, room * _WIDER, is_bold=True)) * size
    if fact.note:
        told += len(less(fact.note, look.small, room)) * look.small
    return told * _LINE + 2 * look.cell


def _table(table: Table, width: float, look: Look) -> float:
    if not table.rows and table.empty:
        return _styled(table.empty, "Normal", width, look)
    size, widths = columns_of(table, width, look.table, smallest=look.smallest, margin=MARGIN)
    heads = tuple(Cell(each.title) for each in table.columns)
    rows = (heads, *table.rows, *((table.total,) if table.total else ()))
    told = sum(_row(each, widths, size) * size * _LINE + 2 * look.cell for each in rows)
    note = _styled(table.note, "Caption", width, look) if table.note else 0.0
    return told + note + look.after_table


def _row(cells: Sequence[Cell], widths: Sequence[float], size: float) -> int:
    return max(
        len(less(cell.text, size, width - 2 * MARGIN))
        for cell, width in zip(cells, widths, strict=True)
    )
