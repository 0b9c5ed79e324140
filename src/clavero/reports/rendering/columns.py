"""How wide the columns of a table are, and how small its letters, so that no figure breaks."""

from __future__ import annotations

from collections.abc import Sequence

from clavero.reports.content.model import Cell, Table, Unit
from clavero.ui.measuring import longest_word, width_of

_STEP = 1.0
_WIDEST_WORD = 0.5  # of the table: a longer one is broken


def columns_of(
    table: Table, width: float, size: float, *, smallest: float, margin: float
) -> tuple[float, list[float]]:
    """The largest letters from ``size`` down to the ``smallest`` in which no word of a table breaks
    in ``width`` points, and the widths of its columns; ``margin`` is on each side of a text."""
    heads = [each.title for each in table.columns]
    rows = (*table.rows, *((table.total,) if table.total else ()))
    whole = [column.unit is not Unit.TEXT for column in table.columns]
    spare = 2 * margin + 1
    while True:
        needs = _needs(heads, rows, whole, size, width, spare)
        if sum(needs) <= width or size - _STEP < smallest:
            break
        size -= _STEP
    weights = [column.width for column in table.columns]
    wishes = _wishes(heads, rows, needs, size, spare)
    return size, _shared(needs, wishes, weights, width)


def _needs(
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    whole: Sequence[bool],
    size: float,
    width: float,
    spare: float,
) -> list[float]:
    """The least width of each column: of its longest word, and where it has figures or days of
    its widest one, taken for bold as totals are."""
    needs = []
    for at, is_whole in enumerate(whole):
        measure = width_of if is_whole else longest_word
        widest = max((measure(row[at].text, size, is_bold=True) for row in rows), default=0.0)
        need = max(widest, longest_word(heads[at], size, is_bold=True))
        needs.append(min(need, width * _WIDEST_WORD) + spare)
    return needs


def _wishes(
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    needs: Sequence[float],
    size: float,
    spare: float,
) -> list[float]:
    """The width with which each column has all its texts in one line."""
    return [
        max(
            need,
            *(
                width_of(text, size, is_bold=True) + spare
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
