"""The key beneath a wide picture: what sizes, rims and lines mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clavero.matrix.charts.full import LINE
from clavero.matrix.charts.layers import DASHED, DOTTED, NARROW, SOLID, WHOLE
from clavero.matrix.charts.letters import in_lines, width_of
from clavero.ui.chart_parts import Spec

_TWO_COLUMNS = 720  # pixels, from which there may be two
_TOP, _ROW = 62, 22  # pixels from the plane to the key, and from row to row
_SIGN, _AIR = 34, 20  # what stands before a text, and after it


@dataclass(frozen=True, slots=True)
class _Layout:
    """The key on planes from ``low`` pixels: its entries in ``columns``, their texts in lines."""

    low: float
    columns: int
    lines: list[list[str]]
    tops: list[float]
    bottom: float


def _layouts(texts: Sequence[str], height: int) -> list[_Layout]:
    """Two columns where the longest text has room in half the plane, else one below the other."""
    both = 2 * (max(map(width_of, texts), default=0.0) + _SIGN + _AIR)
    steps = [(NARROW, 1), (_TWO_COLUMNS, 1), (max(both, _TWO_COLUMNS + 1), 2)]
    found = []
    for low, columns in steps:
        room = low / columns - _SIGN - _AIR
        lines = [in_lines(text, room) for text in texts]
        tops, top = [], float(height + _TOP)
        for start in range(0, len(lines), columns):
            row = lines[start : start + columns]
            tops += [top] * len(row)
            top += _ROW + (max(map(len, row)) - 1) * LINE
        found.append(_Layout(low, columns, lines, tops, top))
    return found


def _number_of(layouts: Sequence[_Layout]) -> str:
    _first, second, third = layouts
    return f"(width < {second.low} ? 0 : width < {third.low} ? 1 : 2)"


def foot(texts: Sequence[tuple[str, str]], height: int) -> str:
    """Where the key ends, as an expression: what stands beneath it begins there."""
    layouts = _layouts([text for _kind, text in texts], height)
    return f"{[layout.bottom for layout in layouts]}[{_number_of(layouts)}]"


def key(texts: Sequence[tuple[str, str]], height: int) -> Spec:
    """Beneath a wide plane of that ``height``, what sizes, rims and lines mean: each as
    ``(kind, text)``."""
    layouts = _layouts([text for _kind, text in texts], height)
    values = [
        {
            "kind": kind,
            "lines": [layout.lines[at] for layout in layouts],
            "tops": [layout.tops[at] for layout in layouts],
            "parts": [at % layout.columns / layout.columns for layout in layouts],
        }
        for at, (kind, _text) in enumerate(texts)
    ]
    number = _number_of(layouts)
    hidden = f"width < {NARROW}"
    middle = f"({hidden} ? 0 : datum.tops[{number}])"
    left = f"datum.parts[{number}] * width"
    shown: dict[str, list[int]] = {"planned": SOLID, "inertial": DASHED, "trail": DOTTED}
    dash = "".join(f"datum.kind == '{each}' ? {value} : " for each, value in shown.items())
    disc = {
        "type": "arc",
        "x": {"expr": f"{left} + 12"},
        "y": {"expr": middle},
        "radius": {"expr": f"{hidden} ? 0 : 8"},
    }
    is_disc = [{"filter": "datum.kind == 'size' || datum.kind == 'rim' || datum.kind == 'ghost'"}]
    return {
        "data": {"values": values},
        "layer": [
            {
                "transform": is_disc,
                "mark": {
                    **disc,
                    "theta": 0,
                    "theta2": {"expr": "2 * PI"},
                    "fill": "@data-1",
                    "fillOpacity": {"expr": f"datum.kind == 'ghost' ? 0 : {WHOLE}"},
                    "stroke": "@data-1",
                    "strokeWidth": {"expr": "datum.kind == 'rim' ? 2.5 : 1.25"},
                    "strokeDash": {"expr": "datum.kind == 'size' ? [1, 0] : [4, 3]"},
                },
                "encoding": {},
            },
            {
                "transform": [{"filter": "datum.kind == 'size'"}],
                "mark": {**disc, "theta": 0, "theta2": {"expr": "0.7 * PI"}, "fill": "@data-1"},
                "encoding": {},
            },
            {
                "transform": [{"filter": f"indexof({list(shown)}, datum.kind) >= 0"}],
                "mark": {
                    "type": "rule",
                    "strokeWidth": 1.75,
                    "strokeDash": {"expr": f"{dash}[1, 0]"},
                    "color": "@ink-soft",
                },
                "encoding": {
                    "x": {"value": {"expr": left}},
                    "x2": {"value": {"expr": f"{left} + ({hidden} ? 0 : 24)"}},
                    "y": {"value": {"expr": middle}},
                },
            },
            {
                "mark": {
                    "type": "text",
                    "x": {"expr": f"{left} + {_SIGN}"},
                    "y": {"expr": f"{middle} + ({hidden} ? 0 : 4)"},
                    "align": "left",
                    "baseline": "alphabetic",
                    "lineHeight": LINE,
                    "color": "@ink-soft",
                    # Hidden it would take its room.
                    "text": {"expr": f"{hidden} ? '' : datum.lines[{number}]"},
                },
                "encoding": {},
            },
        ],
    }
