"""How wide the columns of a table are, and how small its letters, so that no figure breaks."""

from __future__ import annotations

from collections.abc import Sequence

from clavero.reports.content.model import Cell, Fact, Facts, Table
from clavero.reports.rendering.decks.pieces import CELL_ACROSS, Grid, Tiles, Width
from clavero.reports.rendering.measuring import LINE, cut, longest_word, width_of

SMALLEST = 9.0
_STEPS = 1.0
_LABEL_SHARE = 0.45  # of a fact, at most
_MOST_TILES = 5
_MOST_OF_A_HEAD = 4  # lines
_WIDEST_WORD = 0.5  # of the table: a longer one is broken


def grid_of(table: Table, width: float, size: float) -> Grid:
    """A table in the largest letters, down to the smallest, in which no word breaks."""
    heads = [each.title for each in table.columns]
    rows = (*table.rows, *((table.total,) if table.total else ()))
    figures = [column.unit.is_figure for column in table.columns]
    weights = [column.width for column in table.columns]
    while True:
        needs = _needs(heads, rows, figures, size, width)
        if sum(needs) <= width or size - _STEPS < SMALLEST:
            break
        size -= _STEPS
    points = _shared(needs, _wishes(heads, rows, needs, size), weights, width)
    widths = tuple(Width(each, is_figure) for each, is_figure in zip(points, figures, strict=True))
    room = _MOST_OF_A_HEAD * size * LINE + 1
    head = tuple(
        cut(text, size, each.points - 2 * CELL_ACROSS, room, is_bold=True)
        for text, each in zip(heads, widths, strict=True)
    )
    return Grid(table.title, widths, head, rows, size, has_total=bool(table.total))


def _needs(
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    figures: Sequence[bool],
    size: float,
    width: float,
) -> list[float]:
    """The least width of each column: of its longest word, and where it has figures of its widest
    one, taken for bold as totals are."""
    needs = []
    for at, is_figure in enumerate(figures):
        measure = width_of if is_figure else longest_word
        widest = max((measure(row[at].text, size, is_bold=True) for row in rows), default=0.0)
        need = max(widest, longest_word(heads[at], size, is_bold=True))
        needs.append(min(need, width * _WIDEST_WORD) + 2 * CELL_ACROSS + 1)
    return needs


def _wishes(
    heads: Sequence[str], rows: Sequence[Sequence[Cell]], needs: Sequence[float], size: float
) -> list[float]:
    """The width with which each column has all its texts in one line."""
    return [
        max(
            need,
            *(
                width_of(text, size, is_bold=True) + 2 * CELL_ACROSS + 1
                for text in (heads[at], *(row[at].text for row in rows))
            ),
        )
        for at, need in enumerate(needs)
    ]


def _shared(
    needs: Sequence[float], wishes: Sequence[float], weights: Sequence[float], width: float
) -> list[float]:
    """Each column its need; what is left over goes to those who can use it, by their weights, and
    what nobody can use to all of them.

    >>> _shared([20, 40], [20, 300], [1, 1], 100)
    [20.0, 80.0]
    >>> _shared([20, 40], [20, 50], [1, 1], 100)
    [35.0, 65.0]
    """
    if sum(needs) >= width:
        return [need * width / sum(needs) for need in needs]
    shared = list(map(float, needs))
    while width - sum(shared) > 1:
        open_to_more = [at for at in range(len(needs)) if wishes[at] - shared[at] > 1]
        if not open_to_more:
            break
        left, whole = width - sum(shared), sum(weights[at] for at in open_to_more)
        for at in open_to_more:
            shared[at] = min(wishes[at], shared[at] + weights[at] * left / whole)
    left, whole = width - sum(shared), sum(weights)
    return [each + weight * left / whole for each, weight in zip(shared, weights, strict=True)]


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
