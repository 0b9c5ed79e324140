"""How wide the columns of a table are, and how small its letters, so that no figure breaks."""

from __future__ import annotations

from collections.abc import Sequence

from clavero.reports.content.model import Table, Unit
from clavero.ui.measuring import longest_word, width_of

_STEP = 1.0
_ORDINARY = 18  # letters: a longer word is broken before the others' columns become too narrow
_SENTENCE = 3  # spaces: what has as many is told in words, even among figures
_WIDEST_WORD = 0.5  # of the table: a longer one is broken


def columns_of(
    table: Table, width: float, size: float, *, smallest: float, margin: float
) -> tuple[float, list[float]]:
    """The largest letters from ``size`` down to the ``smallest`` in which no figure, day or word of
    ordinary length breaks in ``width`` points, and the widths of the columns; ``margin`` is on each
    side of a text."""
    heads = [each.title for each in table.columns]
    rows = (*table.rows, *((table.total,) if table.total else ()))
    texts = [[row[at].text for row in rows] for at in range(len(heads))]
    whole = [column.unit is not Unit.TEXT for column in table.columns]
    spare = 2 * margin + 1
    while True:
        needs = [
            _need(head, each, size, is_whole=is_whole) + spare
            for head, each, is_whole in zip(heads, texts, whole, strict=True)
        ]
        if sum(needs) <= width or size - _STEP < smallest:
            break
        size -= _STEP
    if sum(needs) > width:
        needs = _narrowed(needs, whole, width)
    weights = [column.width for column in table.columns]
    words = [
        min(
            max(longest_word(text, size, is_bold=True) for text in (head, *each)) + spare,
            width * _WIDEST_WORD,
        )
        for head, each in zip(heads, texts, strict=True)
    ]
    lines = [
        max(width_of(text, size, is_bold=True) for text in (head, *each)) + spare
        for head, each in zip(heads, texts, strict=True)
    ]
    return size, _shared(needs, (words, lines), weights, width)


def _need(head: str, texts: Sequence[str], size: float, *, is_whole: bool) -> float:
    """The least width of a column: of its longest word, as far as that is an ordinary one, and
    where it has figures or days of its widest one, taken for bold as totals are."""
    need = _ordinary_word(head, size)
    measured = (
        width_of(text, size, is_bold=True)
        if is_whole and text.count(" ") < _SENTENCE
        else _ordinary_word(text, size)
        for text in texts
    )
    return max((need, *measured))


def _ordinary_word(text: str, size: float) -> float:
    return max(
        (width_of(word[:_ORDINARY], size, is_bold=True) for word in text.split()), default=0.0
    )


def _narrowed(needs: Sequence[float], whole: Sequence[bool], width: float) -> list[float]:
    """Where the smallest letters are too large: figures and days keep what they need as long as the
    texts have half as much each, and the widest texts give way first.

    >>> _narrowed([50, 200, 90], [True, False, False], 200)
    [50, 75.0, 75.0]
    >>> _narrowed([300, 100], [True, True], 200)
    [150.0, 50.0]
    """
    texts = sorted(need for need, is_whole in zip(needs, whole, strict=True) if not is_whole)
    left = width - sum(need for need, is_whole in zip(needs, whole, strict=True) if is_whole)
    if not texts or left < sum(texts) / 2:
        return [need * width / sum(needs) for need in needs]
    most = left / len(texts)
    for at, need in enumerate(texts):
        most = left / (len(texts) - at)
        if need > most:
            break
        left -= need
    return [
        need if is_whole else min(need, most) for need, is_whole in zip(needs, whole, strict=True)
    ]


def _shared(
    needs: Sequence[float],
    wishes: Sequence[Sequence[float]],
    weights: Sequence[float],
    width: float,
) -> list[float]:
    """Each column its need; what is left over goes to those who can use it, by their weights, the
    first of their ``wishes`` before the second; and what nobody can use to all of them.

    >>> _shared([20, 40], [[20, 300]], [1, 1], 100)
    [20.0, 80.0]
    >>> _shared([20, 40], [[20, 50]], [1, 1], 100)
    [35.0, 65.0]
    >>> _shared([20, 20], [[20, 60], [90, 90]], [1, 1], 100)
    [30.0, 70.0]
    """
    shared = list(map(float, needs))
    for wished in wishes:
        while width - sum(shared) > 1:
            open_to_more = [at for at in range(len(needs)) if wished[at] - shared[at] > 1]
            if not open_to_more:
                break
            left, whole = width - sum(shared), sum(weights[at] for at in open_to_more)
            for at in open_to_more:
                shared[at] = min(wished[at], shared[at] + weights[at] * left / whole)
    left, whole = max(0.0, width - sum(shared)), sum(weights)
    return [each + weight * left / whole for each, weight in zip(shared, weights, strict=True)]
