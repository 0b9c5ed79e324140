"""What the picture is drawn of, from the ground up, in Vega-Lite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from clavero.matrix.charts.axes import Axis, Corner
from clavero.matrix.charts.boxes import BANDS
from clavero.matrix.charts.spots import CORNER_AIR, CORNER_SIZE
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.words import STRATEGY_NAMES
from clavero.ui.chart_parts import Spec, legend_above

COLOURS = {
    Strategy.INVEST: "@data-1",
    Strategy.SELECTIVE: "@data-2",
    Strategy.MAINTAIN: "@data-4",
    Strategy.HARVEST: "@data-rest",
}
NARROW = 480  # pixels; below it the picture says less
_FOUR_NAMES = 560  # pixels of the whole picture, by which the four strategies stand in one line
_GROUND, WHOLE, _OURS = 0.05, 0.24, 0.95  # opacities
_ONCE: Spec = {"data": {"values": [{}]}}  # not once an account
SOLID, DASHED, DOTTED = [1, 0], [5, 4], [1, 3]


def _band() -> str:
    """The number of the band of widths, as an expression."""
    tests = "".join(f"width < {band.high} ? {at} : " for at, band in enumerate(BANDS[:-1]))
    return f"({tests}{len(BANDS) - 1})"


_BAND = _band()


def of_band(field: str) -> Spec:
    """The value of a field that has one for each band of widths."""
    return {"expr": f"datum.{field}[{_BAND}]"}


def ground(corners: Sequence[Corner], x: Axis, y: Axis, height: int) -> list[Spec]:
    """The quadrants in a breath of their colours, their names in the corners, and the cuts."""
    cut = {"type": "rule", "strokeWidth": 1.5, "color": "@ink-soft"}
    border = {"type": "rule", "strokeWidth": 1, "strokeDash": [2, 4], "color": "@ink-soft"}
    borders = [each for each in x.borders if each != x.cut]
    return [
        *(_tint(corner) for corner in corners),
        *({**_ONCE, "mark": border, "encoding": {"x": _at(each)}} for each in borders),
        {**_ONCE, "mark": cut, "encoding": {"x": _at(x.cut)}},
        {**_ONCE, "mark": cut, "encoding": {"y": _at(y.cut)}},
        *(_name(corner, height) for corner in corners),
    ]


def _at(value: float) -> Spec:
    return {"datum": value, "type": "quantitative"}


def _tint(corner: Corner) -> Spec:
    return {
        **_ONCE,
        "mark": {"type": "rect", "color": COLOURS[corner.strategy], "opacity": _GROUND},
        "encoding": {
            "x": _at(corner.x[0]),
            "x2": {"datum": corner.x[1]},
            "y": _at(corner.y[0]),
            "y2": {"datum": corner.y[1]},
        },
    }


def _name(corner: Corner, height: int) -> Spec:
    """In the corner itself, whatever the axes: half a line from the edges."""
    x = f"width - {CORNER_AIR}" if corner.is_right else f"{CORNER_AIR}"
    return {
        **_ONCE,
        "mark": {
            "type": "text",
            "text": str(STRATEGY_NAMES[corner.strategy]),
            "x": {"expr": x},
            "y": CORNER_AIR if corner.is_top else height - CORNER_AIR,
            "align": "right" if corner.is_right else "left",
            "baseline": "top" if corner.is_top else "bottom",
            "fontSize": {"expr": f"width < {NARROW} ? 12 : {CORNER_SIZE}"},
            "fontWeight": 700,
            "color": "@ink-soft",
        },
        "encoding": {},
    }


def trail(points: Sequence[dict[str, Any]], x: Axis, y: Axis) -> Spec:
    """Where accounts were at their reviews, from the first to today."""
    place = {"x": x.encoding("x"), "y": y.encoding("y")}
    line = {"type": "line", "strokeWidth": 1.25, "color": "@ink-soft", "opacity": 0.8}
    dot = {"type": "point", "filled": True, "size": 22, "color": "@ink-soft", "opacity": 0.9}
    return {
        "data": {"values": list(points)},
        "layer": [
            {
                "mark": line,
                "encoding": {
                    **place,
                    "detail": {"field": "id", "type": "nominal"},
                    "order": {"field": "order", "type": "quantitative"},
                    "strokeDash": _dash(_("At past reviews")),
                },
            },
            {
                "transform": [{"filter": "isValid(datum.day)"}],
                "mark": dot,
                "encoding": {
                    **place,
                    "tooltip": [
                        {"field": "label", "type": "nominal", "title": _("Account")},
                        {"field": "day", "type": "nominal", "title": _("Review")},
                    ],
                },
            },
        ],
    }


def arrows(names: Sequence[str], x: Axis, y: Axis) -> list[Spec]:
    """From where accounts are to where they will be: ``planned``, ``inertial``."""
    return [_arrow(name, x, y) for name in names]


def _arrow(name: str, x: Axis, y: Axis) -> Spec:
    return {
        "transform": [{"filter": f"isValid(datum.{name}_x)"}],
        "mark": {"type": "rule", "strokeWidth": 1.75, "color": "@ink-soft"},
        "encoding": {
            "x": x.encoding("x"),
            "y": y.encoding("y"),
            "x2": {"field": f"{name}_x"},
            "y2": {"field": f"{name}_y"},
            "strokeDash": _dash(arrow_names()[name]),
        },
    }


def heads(names: Sequence[str], x: Axis, y: Axis) -> list[Spec]:
    """The arrows' heads, before the bubbles: one that hardly moves is still seen to move."""
    return [_head(name, x, y) for name in names]


def _head(name: str, x: Axis, y: Axis) -> Spec:
    over = f"scale('x', datum.{name}_x) - scale('x', datum.x)"
    down = f"scale('y', datum.{name}_y) - scale('y', datum.y)"
    return {
        "transform": [{"filter": f"isValid(datum.{name}_x)"}],
        "mark": {
            "type": "point",
            "shape": "triangle-up",
            "size": 120,
            "filled": name == "planned",
            "fill": "@ink-soft" if name == "planned" else "@paper",
            "stroke": "@paper" if name == "planned" else "@ink-soft",
            "strokeWidth": 1.25,
            "opacity": 1,
            "angle": {"expr": f"atan2({down}, {over}) * 180 / PI + 90"},
        },
        "encoding": {
            "x": {**x.encoding(f"{name}_x")},
            "y": {**y.encoding(f"{name}_y")},
        },
    }


def arrow_names() -> dict[str, str]:
    """What the forecasts are called."""
    return {"planned": _("By plan, in three years"), "inertial": _("Without investment")}


def _dash(name: str) -> Spec:
    known = [*arrow_names().values(), _("At past reviews")]
    return {
        "datum": name,
        "type": "nominal",
        "scale": {"domain": known, "range": [SOLID, DASHED, DOTTED]},
        "legend": None,
    }


def ghosts(x: Axis, y: Axis) -> list[Spec]:
    """Where accounts that were moved are today, and the way they went."""
    moved = [{"filter": "isValid(datum.ghost_x)"}]
    return [
        {
            "transform": moved,
            "mark": {"type": "rule", "strokeWidth": 1.5, "color": "@ink-soft", "opacity": 0.7},
            "encoding": {
                "x": x.encoding("ghost_x"),
                "y": y.encoding("ghost_y"),
                "x2": {"field": "x"},
                "y2": {"field": "y"},
            },
        },
        {
            "transform": moved,
            "mark": {
                "type": "arc",
                "theta": 0,
                "theta2": {"expr": "2 * PI"},
                "radius": of_band("radii"),
                "fill": "@paper",
                "fillOpacity": 0.6,
                "stroke": "@ink-soft",
                "strokeWidth": 1.25,
                "strokeDash": [3, 3],
            },
            "encoding": {"x": x.encoding("ghost_x"), "y": y.encoding("ghost_y")},
        },
    ]


def bubbles(x: Axis, y: Axis, tooltip: list[Spec]) -> Spec:
    """Each account: paper beneath, so that one in front hides what is behind it; the disc of what
    the customer will spend, and our part of it as a sector. A dashed rim: officially elsewhere."""
    names = [str(STRATEGY_NAMES[strategy]) for strategy in Strategy]
    scale = {"domain": names, "range": [COLOURS[each] for each in Strategy]}
    field = {"field": "strategy", "type": "nominal", "scale": scale}
    legend = legend_above(below=_FOUR_NAMES, columns=2, symbolType="circle")
    return {
        "transform": [
            {"fold": ["paper", "whole", "ours"], "as": ["part", "turn"]},
            {"filter": "isValid(datum.turn)"},
        ],
        "mark": {
            "type": "arc",
            "aria": True,
            "ariaRoleDescription": _("account"),
            "theta": 0,
            "theta2": {"expr": "datum.turn * 2 * PI"},
            "radius": of_band("radii"),
            "fillOpacity": {
                "expr": (
                    f"!datum.is_sized ? 0 : datum.part == 'paper' ? 0.94 : "
                    f"datum.part == 'whole' ? {WHOLE} : {_OURS}"
                )
            },
            "strokeWidth": {"expr": "datum.part != 'whole' ? 0 : datum.is_borderline ? 2.75 : 1.5"},
            "strokeDash": {"expr": "datum.is_borderline ? [4, 3] : [1, 0]"},
        },
        "encoding": {
            "x": x.encoding("x"),
            "y": y.encoding("y"),
            "fill": {
                "condition": {"test": "datum.part == 'paper'", "value": "@paper"},
                **field,
                "legend": legend,
            },
            "stroke": {**field, "legend": legend},
            "tooltip": tooltip,
            # Of the marks that a bubble is made of, one speaks.
            "description": {
                "condition": {"test": "datum.part == 'whole'", "field": "said"},
                "value": None,
            },
        },
    }


def names(x: Axis, y: Axis) -> list[Spec]:
    """The accounts' names, where there is room for them, and lines to those that stand further
    off; one through which anything runs has paper around its letters. Elsewhere their numbers,
    through which the bubbles beneath are pointed at, by the names of the marks."""
    place = {"x": x.encoding("x"), "y": y.encoding("y")}
    text = {
        "type": "text",
        "align": of_band("aligns"),
        "baseline": "middle",
        "dx": of_band("dx"),
        "dy": of_band("dy"),
        "fontWeight": 500,
    }
    bold = {**text, "fontWeight": 700}
    halo = {
        "text": of_band("over"),
        "fontWeight": {"expr": f"datum.numbers[{_BAND}] ? 700 : 500"},
        "stroke": "@paper",
        "strokeWidth": 4,
        "strokeJoin": "round",
    }
    return [
        _leads(x, y),
        {"name": "paper", "mark": {**text, **halo}, "encoding": place},
        {"mark": {**text, "text": of_band("names")}, "encoding": place},
        {"name": "numbers", "mark": {**bold, "text": of_band("numbers")}, "encoding": place},
    ]


def _leads(x: Axis, y: Axis) -> Spec:
    lead = f"datum.leads[{_BAND}]"

    def off(at: int) -> Spec:
        return {"expr": f"{lead} ? {lead}[{at}] : 0"}

    return {
        "mark": {
            "type": "rule",
            "strokeWidth": {"expr": f"{lead} ? 1 : 0"},
            "color": "@ink-soft",
            "xOffset": off(0),
            "yOffset": off(1),
            "x2Offset": off(2),
            "y2Offset": off(3),
        },
        "encoding": {
            "x": x.encoding("x"),
            "y": y.encoding("y"),
            "x2": {"field": "x"},
            "y2": {"field": "y"},
        },
    }
