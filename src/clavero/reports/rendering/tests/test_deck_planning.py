"""Whatever a document says, no slide is too full, and nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

from clavero.reports.content.model import (
    Block,
    Bullets,
    Cell,
    ChartKind,
    Column,
    Document,
    Drawn,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Section,
    Table,
    Unit,
)
from clavero.reports.rendering.decks.pieces import Beside, Drawing, Grid, Piece, Text, Tiles
from clavero.reports.rendering.decks.planning import Frame, Slide, plan
from clavero.reports.rendering.decks.tables import grid_of
from clavero.reports.rendering.testing import PICTURE, SVG, chart, document, everything, table
from clavero.reports.rendering.tests.anything import documents
from clavero.ui.measuring import width_of

FRAMES = (Frame(888, 381, 16), Frame(600, 300, 20), Frame(360, 160, 28))


@pytest.mark.parametrize("frame", FRAMES)
@given(told=documents())
@settings(deadline=None, max_examples=20)
def test_nothing_stands_below_the_room_or_on_something_else(told: Document, frame: Frame) -> None:
    for slide in plan(told, frame):
        used = 0.0
        for each in slide.placed:
            assert each.top >= used - 0.01
            used = each.top + each.piece.height(frame.width)
            assert used <= frame.height + 0.01, (slide.title, each)


@given(told=documents())
@settings(deadline=None, max_examples=30)
def test_every_letter_of_texts_and_tables_is_on_a_slide(told: Document) -> None:
    slides = plan(told, FRAMES[0])
    there = sorted("".join(letters for slide in slides for letters in on(slide)))
    for letter, count in counted("".join(map(said, told.blocks))).items():
        assert there.count(letter) >= count, letter


def counted(text: str) -> dict[str, int]:
    letters = "".join(text.split())
    return {letter: letters.count(letter) for letter in set(letters)}


def said(block: Block) -> str:
    """What a block says outside pictures, which keep their words to a few lines."""
    match block:
        case Heading() | Paragraph():
            return block.text
        case Bullets():
            return "".join(f"{each.mark}{each.text}{each.note}" for each in block.items)
        case Table():
            return "".join(cell.text for row in block.rows for cell in row)
        case Facts():
            return "".join(f"{each.label}{each.text}{each.note}" for each in block.items)
    return ""


def on(slide: Slide) -> Iterator[str]:
    for placed in slide.placed:
        yield from of(placed.piece)


def of(piece: Piece) -> Iterator[str]:
    match piece:
        case Text():
            yield from (f"{para.mark}{para.text}" for para in piece.paras)
        case Grid():
            yield from (cell.text for row in piece.rows for cell in row)
        case Tiles():
            yield from (f"{each.label}{each.text}{each.note}" for each in piece.facts)
        case Beside():
            for each in piece.pieces:
                yield from of(each)


def test_a_heading_goes_with_what_it_is_of() -> None:
    filling = Paragraph("\n".join(["Una línea."] * 14))
    blocks = (filling, Heading("Ventas"), table(6))
    slides = plan(document(Section("Ventas", blocks)), FRAMES[0])
    last = slides[-1].placed
    assert isinstance(last[0].piece, Text)
    assert [para.text for para in last[0].piece.paras] == ["Ventas"]
    assert isinstance(last[1].piece, Grid)


def test_a_total_does_not_stand_alone_under_the_heads() -> None:
    for count in range(2, 40):
        slides = plan(document(Section("Ventas", (table(count, name="Uno"),))), FRAMES[0])
        last = slides[-1].placed[-1].piece
        assert isinstance(last, Grid)
        assert len(last.rows) >= 2


def test_what_fills_little_more_than_a_slide_is_written_smaller_on_one() -> None:
    text = Paragraph("\n".join(["Una línea."] * 17))
    [slide] = plan(document(Section("Mucho", (text,))), FRAMES[0])
    [placed] = slide.placed
    assert isinstance(placed.piece, Text)
    assert placed.piece.paras[0].size < 16


def test_figures_and_days_are_never_broken_while_they_have_room() -> None:
    others = (*(Column("Importe", Unit.MONEY, "EUR"),) * 5, Column("Día", Unit.DATE))
    columns = (Column("Nombre", width=9), *others)
    row = (Cell("Nombre " * 30), *(Cell("123.456.789,01\xa0€"),) * 5, Cell("26 nov 2026"))
    grid = grid_of(Table("T", columns, (row,)), 888, 13)
    for cell, width in zip(row[1:], grid.widths[1:], strict=True):
        assert width_of(cell.text, grid.size) <= width.points - 10


def test_what_goes_with_a_picture_stands_beside_it() -> None:
    facts = next(each for each in everything().lead if isinstance(each, Facts))
    blocks = (PICTURE, facts, PageBreak(), PICTURE)
    first, second = plan(document(Section("Posición", blocks)), FRAMES[0])
    assert isinstance(first.placed[0].piece, Beside)
    assert isinstance(second.placed[0].piece, Drawing)


def test_new_pages_that_nothing_stands_on_make_no_slide() -> None:
    blocks = (PageBreak(), Paragraph("Uno."), PageBreak(), PageBreak(), Paragraph("Dos."))
    assert len(plan(document(Section("Uno", blocks)), FRAMES[0])) == 2


def test_a_picture_that_nothing_follows_takes_the_room_that_is_left() -> None:
    names = ("ene", "feb")
    blocks = (chart(ChartKind.BARS, names=names), table(9, name="Uno"))
    first, second = plan(document(Section("Ventas", blocks)), FRAMES[0])
    assert isinstance(first.placed[0].piece, Drawing)
    assert first.placed[0].piece.height(888) == pytest.approx(381)
    assert isinstance(second.placed[0].piece, Grid)


def test_a_picture_that_would_be_small_stands_on_a_slide_of_its_own() -> None:
    filling = Paragraph("\n".join(["Una línea."] * 10))
    first, second = plan(document(Section("Posición", (filling, PICTURE))), FRAMES[0])
    assert isinstance(first.placed[-1].piece, Text)
    assert isinstance(second.placed[0].piece, Drawing)
    assert second.placed[0].piece.box(888)[1] > 300


def test_a_picture_of_many_rows_is_not_pressed_beneath_something_else() -> None:
    """It is drawn for the room there is, in letters that would be hard to read there."""
    rows = replace(PICTURE, drawing=Drawn(SVG, 600, 500), redrawn=lambda _across, _above: PICTURE)
    few = replace(PICTURE, drawing=Drawn(SVG, 600, 250), redrawn=lambda _across, _above: PICTURE)
    told = Paragraph("\n".join(["Una línea."] * 6))
    first, second = plan(document(Section("EBIT", (told, rows))), FRAMES[0])
    assert isinstance(first.placed[-1].piece, Text)
    assert second.placed[0].piece.height(888) == pytest.approx(381)
    assert len(plan(document(Section("EBIT", (told, few))), FRAMES[0])) == 1
