"""How a relationship went, as a picture: what there was each month, and the target."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clavero.relationships.selectors import Relationship
from clavero.ui.chart_parts import AXIS_SHARE, SHARE, legend_above, short_month, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind

KEY = "relationship-history"
_COLOURS = ("@data-1", "@data-2", "@data-4")


def history_chart(found: Relationship, sentences: Sequence[str]) -> Chart | None:
    """Coverage, bow-tie index and resilience of its target at the end of each month, beside what is
    asked for; ``None`` while there is nothing to compare."""
    moments = [each for each in found.history if each.shape is not None]
    if len(moments) < 2:
        return None
    names = (_("Coverage of what is asked for"), _("Resilience, of its target"), _("Bow-tie index"))
    rows: list[dict[str, Any]] = []
    for each in moments:
        shape = each.shape
        assert shape is not None
        for name, value, target in (
            (names[0], shape.coverage.value, shape.asked),
            (names[1], shape.score.value, Decimal(1)),
            (names[2], shape.bow_tie.value, shape.most_bow_tie),
        ):
            rows.append(
                {
                    "on": each.on, "month": short_month(each.on), "figure": name, "value": value,
                    "target": target,
                }
            )  # fmt: skip
    legend = legend_above(below=700, columns=1, labelLimit=320)
    axis = {"title": None, "labelLimit": 80, "labelAngle": 0, "labelOverlap": True}
    common: dict[str, Any] = {
        "x": {"field": "month", "type": "ordinal", "sort": None, "axis": axis},
        "color": {
            "field": "figure",
            "type": "nominal",
            "sort": None,
            "scale": {"domain": list(names), "range": list(_COLOURS)},
            "legend": legend,
        },
    }

    def y(field: str) -> dict[str, Any]:
        return {
            "field": field,
            "type": "quantitative",
            "scale": {"domain": [0, 1]},
            "axis": {"title": None, "format": AXIS_SHARE, "tickCount": 5},
        }

    tooltip = [
        tip("month", _("Until")), tip("figure", _("Figure")), tip("value", _("Value"), SHARE),
        tip("target", _("Target"), SHARE),
    ]  # fmt: skip
    shapes = {"field": "figure", "type": "nominal", "sort": None, "legend": legend}
    spec = {
        "layer": [
            {"mark": {"type": "line", "strokeDash": [2, 4], "strokeWidth": 1.5},
             "encoding": {**common, "y": y("target")}},
            {"mark": {"type": "line", "strokeWidth": 2.5}, "encoding": {**common, "y": y("value")}},
            {"mark": {"type": "point", "filled": True, "size": 55},
             "encoding": {**common, "y": y("value"), "shape": shapes, "tooltip": tooltip}},
        ]
    }  # fmt: skip
    fields = [
        Field("on", _("On")), Field("figure", _("Figure")),
        Field("value", _("Value"), Kind.PERCENT, places=0),
        Field("target", _("Target"), Kind.PERCENT, places=0),
    ]  # fmt: skip
    return Chart(
        KEY,
        _("How the relationship with %(name)s went") % {"name": found.account.card.title},
        _(
            "At the end of each month; the dotted lines are what was asked for, of the bow-tie "
            "index at most."
        ),
        spec,
        rows,
        fields,
        height=260,
        note=" ".join(sentences),
    )
