"""The list beneath a picture that says whose numbers its bubbles show.

A number is an account's place among all that are shown, by name: the same on every width, on the
page, the slide and the wall.
"""

from __future__ import annotations

from collections.abc import Sequence

from clavero.matrix.charts.boxes import BANDS, Label
from clavero.matrix.charts.layers import of_band
from clavero.matrix.charts.letters import width_of
from clavero.ui.chart_parts import Spec
from clavero.ui.rows import folded

_ROW = 17  # pixels from row to row
_NUMBER, _BETWEEN, _AIR = 18, 6, 18  # pixels: a number, then to its name, then to the next one


def numbers_by_name(names: Sequence[str]) -> list[str]:
    """The number of each, by the order of the alphabet."""
    in_order = sorted(range(len(names)), key=lambda at: folded(names[at]))
    numbers = {at: str(number) for number, at in enumerate(in_order, start=1)}
    return [numbers[at] for at in range(len(names))]


def names_by_number(
    names: Sequence[str],
    numbers: Sequence[str],
    labels: Sequence[Sequence[Label]],
    top: str,
) -> list[Spec]:
    """The list, beginning at ``top``, an expression; its names run down the columns. ``labels`` are
    what is written beside each account in every band of widths. No list where nobody needs it."""
    in_order = sorted(range(len(names)), key=lambda at: int(numbers[at]))
    places = [
        _places([at for at in in_order if labels[at][band].is_number], names, BANDS[band].low)
        for band in range(len(BANDS))
    ]
    values = [
        {
            "number": numbers[at],
            "name": names[at],
            "parts": [place.get(at, (0.0, 0))[0] for place in places],
            "rows": [place[at][1] if at in place else -1 for place in places],
        }
        for at in in_order
        if any(at in place for place in places)
    ]
    if not values:
        return []
    row, part = of_band("rows")["expr"], of_band("parts")["expr"]
    common = {
        "type": "text",
        "baseline": "alphabetic",
        "y": {"expr": f"{row} < 0 ? 0 : {top} + {_ROW} * {row} + 4"},
    }

    def column(field: str, left: int, **mark: object) -> Spec:
        return {
            "mark": {
                **common,
                **mark,
                "x": {"expr": f"{part} * width + {left}"},
                # Hidden it would take its room.
                "text": {"expr": f"{row} < 0 ? '' : datum.{field}"},
            },
            "encoding": {},
        }

    return [
        {
            "data": {"values": values},
            "layer": [
                column("number", _NUMBER, align="right", fontWeight=700, color="@ink"),
                column("name", _NUMBER + _BETWEEN, align="left", color="@ink-soft"),
            ],
        }
    ]


def _places(
    shown: Sequence[int], names: Sequence[str], width: float
) -> dict[int, tuple[float, int]]:
    """The column of each, as a part of the width, and its row."""
    if not shown:
        return {}
    wide = max(width_of(names[at]) for at in shown) + _NUMBER + _BETWEEN + _AIR
    columns = max(int(width // wide), 1)
    high = -(-len(shown) // columns)
    return {at: (number // high / columns, number % high) for number, at in enumerate(shown)}
