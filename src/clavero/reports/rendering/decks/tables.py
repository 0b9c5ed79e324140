"""Tables and facts as what stands on a slide."""

from __future__ import annotations

from clavero.reports.content.model import Cell, Fact, Facts, Table
from clavero.reports.rendering.columns import columns_of
from clavero.reports.rendering.decks.pieces import CELL_ACROSS, Grid, Tiles, Width
from clavero.ui.measuring import LINE, cut, width_of

SMALLEST = 9.0
_LABEL_SHARE = 0.45  # of a fact, at most
_MOST_TILES = 5
_MOST_OF_A_HEAD = 4  # lines


def grid_of(table: Table, width: float, size: float) -> Grid:
    """A table in the largest letters, down to the smallest, in which no word breaks."""
    size, points = columns_of(table, width, size, smallest=SMALLEST, margin=CELL_ACROSS)
    widths = tuple(
        Width(each, column.unit.is_figure)
        for each, column in zip(points, table.columns, strict=True)
    )
    room = _MOST_OF_A_HEAD * size * LINE + 1
    head = tuple(
        cut(text, size, each.points - 2 * CELL_ACROSS, room, is_bold=True)
        for text, each in zip((column.title for column in table.columns), widths, strict=True)
    )
    rows = (*table.rows, *((table.total,) if table.total else ()))
    return Grid(table.title, widths, head, rows, size, has_total=bool(table.total))


def grid_of_facts(facts: Facts, width: float, size: float) -> Grid:
    """Names, texts and remarks as a table without a head."""
    has_notes = any(each.note for each in facts.items)
    rows = tuple(_fact_row(each, has_note=has_notes) for each in facts.items)
    named = max(width_of(each.label, size) for each in facts.items) + 2 * CELL_ACROSS + 1
    first = min(named, width * _LABEL_SHARE)
    rest = width - first
    if not has_notes:
        return Grid("", (Width(first, is_label=True), Width(rest)), (), rows, size)
    said = max(width_of(each.text, size) for each in facts.items) + 2 * CELL_ACROSS + 1
    second = min(said, rest / 2)
    widths = (Width(first, is_label=True), Width(second), Width(rest - second, is_label=True))
    return Grid("", widths, (), rows, size)


def _fact_row(fact: Fact, *, has_note: bool) -> tuple[Cell, ...]:
    row = (Cell(fact.label), Cell(fact.text, tone=fact.tone))
    return (*row, Cell(fact.note)) if has_note else row


def tiles_of(facts: Facts) -> list[Tiles]:
    """Rows of large figures, as evenly filled as their number allows."""
    total = len(facts.items)
    rows = -(-total // _MOST_TILES)
    count = -(-total // rows)
    return [Tiles(facts.items[at : at + count], count) for at in range(0, total, count)]
