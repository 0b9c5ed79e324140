"""The account analysis matrix: potential against position, with the arrows to what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import pi, sqrt
from typing import Any

from django.utils.translation import gettext as _

from clavero.portfolio.charts.labels import Bubble, Label, placed
from clavero.portfolio.rules.matrix.forecast import Arrow, spend_ahead
from clavero.portfolio.rules.matrix.quadrants import Strategy
from clavero.portfolio.rules.matrix.version import Version
from clavero.portfolio.selectors import MatrixRow
from clavero.portfolio.words import STRATEGY_NAMES
from clavero.ui.chart_parts import Address, Spec, on_a_wide_plane, tip, told_apart
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind

COLOURS = {
    Strategy.INVEST: "@data-1",
    Strategy.SELECTIVE: "@data-2",
    Strategy.MAINTAIN: "@data-4",
    Strategy.HARVEST: "@data-rest",
}
SHAPES = {
    Strategy.INVEST: "circle",
    Strategy.SELECTIVE: "diamond",
    Strategy.MAINTAIN: "square",
    Strategy.HARVEST: "triangle-down",
}
"""Told apart without their colours, too."""

_CORNERS = {
    Strategy.INVEST: (9.9, 9.8, "right"),
    Strategy.SELECTIVE: (0.1, 9.8, "left"),
    Strategy.MAINTAIN: (9.9, 0.2, "right"),
    Strategy.HARVEST: (0.1, 0.2, "left"),
}
_NO_VOLUME = 500  # thousands: the size of a bubble of which nobody said how much it spends
_WIDTH, _HEIGHT = 820, 560  # pixels of the plane; on a narrower one names would collide
_NARROW = 480
_LARGEST = 2600  # square pixels


def matrix_chart(rows: Sequence[MatrixRow], version: Version, *, address: Address) -> Chart:
    """The accounts that can be classified. A bubble's area is what its customer will spend in
    three years with any supplier, where that is known."""
    drawn = _rows(rows, address)
    return Chart(
        key="matrix",
        title=_("Account analysis matrix"),
        description=_in_words(rows),
        spec=_spec(version),
        rows=drawn,
        fields=[
            Field("label", _("Account")),
            Field("potential", _("Potential"), Kind.NUMBER, places=2),
            Field("position", _("Position"), Kind.NUMBER, places=2),
            Field("strategy", _("Strategy")),
            Field("planned", _("By plan, in three years")),
            Field("spend", _("Spend of three years, in thousands"), Kind.NUMBER, places=0),
        ],
        height=_HEIGHT,
        is_finding=bool(drawn),
    )


def _rows(rows: Sequence[MatrixRow], address: Address) -> list[dict[str, Any]]:
    seen: set[str] = set()
    found = []
    for row in rows:
        point = row.reading.point
        if point is None or row.strategy is None:
            continue
        spend = _spend(row)
        found.append(
            {
                "label": told_apart(row.card.title, row.card.code, seen),
                "position": Decimal(point[0]),
                "potential": Decimal(point[1]),
                "strategy": str(STRATEGY_NAMES[row.strategy]),
                "planned": _told(row.planned),
                "spend": spend,
                "size": _NO_VOLUME if spend is None else spend,
                "href": address(row.card.id),
                **_end("planned", row.planned),
                **_end("inertial", row.inertial),
            }
        )
    # The largest first: a small one in front of it is still seen and clicked.
    found.sort(key=lambda each: -each["size"])
    for each, label in zip(found, _labels(found), strict=True):
        each |= {
            "name": label.text,
            "dx": Decimal(label.dx),
            "dy": Decimal(label.dy),
            "align": label.align,
        }
    return found


def _labels(drawn: Sequence[dict[str, Any]]) -> list[Label]:
    """Where the names stand on a picture as wide as most."""
    largest = max((each["size"] for each in drawn), default=1)
    bubbles = [
        Bubble(
            x=float(each["position"]) / 10 * _WIDTH,
            y=(1 - float(each["potential"]) / 10) * _HEIGHT,
            radius=sqrt(_LARGEST * float(each["size"]) / float(largest) / pi) + 1,
            name=each["label"],
        )
        for each in drawn
    ]
    return placed(bubbles, width=_WIDTH, height=_HEIGHT)


def _spend(row: MatrixRow) -> Decimal | None:
    known = {each.factor: each.value for each in row.reading.potential.contributions}
    volume, growth = known.get("volume"), known.get("growth")
    if volume is None:
        return None
    return spend_ahead(Decimal(str(volume)), Decimal(str(growth or 0)))


def _told(arrow: Arrow | None) -> str | None:
    return None if arrow is None or arrow.strategy is None else str(STRATEGY_NAMES[arrow.strategy])


def _end(name: str, arrow: Arrow | None) -> dict[str, Any]:
    end = None if arrow is None else arrow.end
    return {} if end is None else {f"{name}_x": Decimal(end[0]), f"{name}_y": Decimal(end[1])}


def _spec(version: Version) -> Spec:
    x = _axis("position", _("Our position as a supplier"))
    y = _axis("potential", _("Business potential"))
    return {
        "layer": [
            *_cuts(version),
            _corners(),
            _arrow("inertial", x, y, [4, 4]),
            _arrow("planned", x, y, []),
            _bubbles(x, y),
            _names(x, y),
        ]
    }


def _axis(field: str, title: str) -> Spec:
    axis = {"title": title, "values": [0, 2, 4, 6, 8, 10], "grid": False, "format": "d"}
    scale = {"domain": [0, 10], "nice": False}
    return {"field": field, "type": "quantitative", "axis": axis, "scale": scale}


def _cuts(version: Version) -> list[Spec]:
    rule = {"type": "rule", "strokeWidth": 1.5}
    return [
        {"mark": rule, "encoding": {"x": {"datum": version.cut, "type": "quantitative"}}},
        {"mark": rule, "encoding": {"y": {"datum": version.potential_cut, "type": "quantitative"}}},
    ]


def _corners() -> Spec:
    """The strategies' names in their corners."""
    values = [
        {"x": x, "y": y, "align": align, "name": str(STRATEGY_NAMES[strategy])}
        for strategy, (x, y, align) in _CORNERS.items()
    ]
    return {
        "data": {"values": values},
        "mark": {
            "type": "text",
            "align": {"expr": "datum.align"},
            "fontSize": 15,
            "fontWeight": 600,
            "color": "@ink-soft",
            "text": on_a_wide_plane("name", _NARROW),
        },
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
        },
    }


def _arrow(name: str, x: Spec, y: Spec, dash: list[int]) -> Spec:
    """From where an account is to where it will be, with a point at the end."""
    there = {"filter": f"isValid(datum.{name}_x)"}
    end_x, end_y = {"field": f"{name}_x"}, {"field": f"{name}_y"}
    line: Spec = {
        "mark": {"type": "rule", "strokeWidth": 1.5, "strokeDash": dash, "color": "@ink-soft"},
        "encoding": {"x": x, "y": y, "x2": end_x, "y2": end_y},
    }
    head: Spec = {
        "mark": {"type": "point", "size": 40, "color": "@ink-soft", "filled": not dash},
        "encoding": {
            "x": {**end_x, "type": "quantitative"},
            "y": {**end_y, "type": "quantitative"},
        },
    }
    return {"transform": [there], "layer": [line, head]}


def _bubbles(x: Spec, y: Spec) -> Spec:
    names = [str(STRATEGY_NAMES[strategy]) for strategy in Strategy]
    legend = {"title": None, "orient": "top", "columns": {"expr": f"width < {_NARROW} ? 2 : 4"}}
    return {
        "mark": {"type": "point", "filled": True, "opacity": 0.85, "stroke": "@paper"},
        "encoding": {
            "x": x,
            "y": y,
            "size": {
                "field": "size",
                "type": "quantitative",
                "scale": {"type": "linear", "rangeMin": 0, "rangeMax": _LARGEST, "zero": True},
                "legend": None,
            },
            "color": {
                "field": "strategy",
                "type": "nominal",
                "scale": {"domain": names, "range": [COLOURS[each] for each in Strategy]},
                "legend": legend,
            },
            "shape": {
                "field": "strategy",
                "type": "nominal",
                "scale": {"domain": names, "range": [SHAPES[each] for each in Strategy]},
                "legend": legend,
            },
            "tooltip": [
                tip("label", _("Account")),
                tip("potential", _("Potential"), ".2f"),
                tip("position", _("Position"), ".2f"),
                tip("strategy", _("Strategy")),
                tip("spend", _("Spend of three years, in thousands"), ",.0f"),
            ],
        },
    }


def _names(x: Spec, y: Spec) -> Spec:
    return {
        "mark": {
            "type": "text",
            "align": {"expr": "datum.align"},
            "baseline": "middle",
            "dx": {"expr": "datum.dx"},
            "dy": {"expr": "datum.dy"},
            "text": on_a_wide_plane("name", _NARROW),
        },
        "encoding": {"x": x, "y": y},
    }


def _in_words(rows: Sequence[MatrixRow]) -> str:
    """How many accounts each strategy has, in the order of the strategies."""
    counts = {strategy: sum(row.strategy is strategy for row in rows) for strategy in Strategy}
    parts = [f"{STRATEGY_NAMES[each]}: {count}" for each, count in counts.items() if count]
    return "; ".join(parts) if parts else _("No account can be classified yet.")
