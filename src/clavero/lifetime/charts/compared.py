"""What happened beside what was forecast: two lines, or two bars, in the same two colours."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from clavero.ui.chart_parts import Spec, names, tip


def two_lines(x_title: str, y: Spec, form: str, *, cut: str = "") -> Spec:
    """``actual`` and ``expected`` over ``label``; ``y`` is the axis of both, ``cut`` the label at
    which the forecast begins."""
    x = names(title=x_title, labelAngle=-45 if cut else 0, labelOverlap="greedy")
    tooltip = [
        tip("label", x_title),
        tip("actual", _("Happened"), form),
        tip("expected", _("Forecast"), form),
    ]
    layers: list[Any] = [
        _line(field, name, x, {**y, "field": field}, tooltip, with_points=not cut)
        for field, name in (("actual", _("Happened")), ("expected", _("Forecast")))
    ]
    if cut:
        layers.append(
            {
                "mark": {"type": "rule", "strokeDash": [2, 3]},
                "encoding": {"x": {"datum": cut, "type": "nominal"}},
            }
        )
    return {"layer": layers}


def two_bars(x_title: str) -> Spec:
    """``count`` of each ``series`` over ``label``."""
    return {
        "mark": {"type": "bar"},
        "encoding": {
            "x": names(title=x_title, labelAngle=0),
            "xOffset": {"field": "series", "sort": None},
            "y": quantity("count", _("Customers"), ",.0f"),
            "color": {"field": "series", "type": "nominal", **_colours()},
            "tooltip": [
                tip("label", x_title),
                tip("series", _("Which")),
                tip("count", _("Customers"), ",.0f"),
            ],
        },
    }


def quantity(field: str, title: str, form: str) -> Spec:
    """An axis of plain numbers."""
    axis = {"title": title, "tickCount": 5, "format": form}
    return {"field": field, "type": "quantitative", "axis": axis}


def both(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each of ``rows`` twice, for bars: with what happened and with what was forecast."""
    return [
        {**row, "series": series, "count": row[key]}
        for row in rows
        for key, series in (("actual", _("Happened")), ("expected", _("Forecast")))
    ]


def _line(
    field: str,
    name: str,
    x: Spec,
    y: Spec,
    tooltip: list[Spec],
    *,
    with_points: bool,
) -> Spec:
    return {
        "mark": {
            "type": "line",
            "strokeWidth": 2,
            "point": with_points,
            **({"strokeDash": [6, 3]} if field == "expected" else {}),
        },
        "encoding": {
            "x": x,
            "y": y,
            "color": {"datum": name, "type": "nominal", **_colours()},
            "tooltip": tooltip,
        },
    }


def _colours() -> Spec:
    return {
        "scale": {
            "domain": [_("Happened"), _("Forecast")],
            "range": ["@data-1", "@data-2"],
        },
        "legend": {"title": None, "orient": "top"},
    }
