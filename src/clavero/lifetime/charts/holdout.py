"""Whether the model can be believed: what it forecast beside what happened, in three pictures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clavero.lifetime.rules.holdout import Band, Holdout
from clavero.lifetime.selectors import HeldOut
from clavero.lifetime.sentences import forecast_in_words
from clavero.ui import formats
from clavero.ui.chart_parts import Spec, names, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind


def holdout_charts(held: HeldOut | None) -> list[Chart]:
    """Purchases added up, customers by their purchases, and forecasts by purchases before; none
    where the model was not tested."""
    if held is None or not isinstance(held.result, Holdout):
        return []
    return [_tracking(held, held.result), _frequency(held.result), _conditional(held, held.result)]


def _tracking(held: HeldOut, result: Holdout) -> Chart:
    rows = [
        {
            "label": formats.day(date.fromordinal(each.day)),
            "actual": Decimal(each.actual),
            "expected": Decimal(each.expected),
            "part": _("held out") if each.day > result.cut else _("fitted"),
        }
        for each in result.tracked
    ]
    cut = formats.day(date.fromordinal(result.cut))
    return Chart(
        key="tracking",
        title=_("Repeat purchases, added up"),
        description=forecast_in_words(held),
        spec=_lines(_("Until"), _("Repeat purchases"), ",.0f", cut=cut),
        rows=rows,
        fields=[
            Field("label", _("Until")),
            Field("actual", _("Happened"), Kind.NUMBER),
            Field("expected", _("Forecast"), Kind.NUMBER, places=0),
            Field("part", _("Days are")),
        ],
        is_finding=True,
    )


def _frequency(result: Holdout) -> Chart:
    rows = [
        {
            "label": _times(each.band),
            "actual": Decimal(each.actual),
            "expected": Decimal(each.expected),
        }
        for each in result.frequencies
    ]
    long = [
        {**row, "series": series, "count": row[key]}
        for row in rows
        for key, series in (("actual", _("Happened")), ("expected", _("Forecast")))
    ]
    return Chart(
        key="frequency",
        title=_("Customers by their repeat purchases"),
        description=_(
            "How many customers bought again how often in the days that the model was fitted to, "
            "beside what its parameters say."
        ),
        spec={
            "mark": {"type": "bar"},
            "encoding": {
                "x": names(title=_("Repeat purchases"), labelAngle=0),
                "xOffset": {"field": "series", "sort": None},
                "y": _quantity("count", _("Customers"), ",.0f"),
                "color": _series_of_a_field(),
                "tooltip": [
                    tip("label", _("Repeat purchases")),
                    tip("series", _("Which")),
                    tip("count", _("Customers"), ",.0f"),
                ],
            },
        },
        rows=long,
        fields=[
            Field("label", _("Repeat purchases")),
            Field("series", _("Which")),
            Field("count", _("Customers"), Kind.NUMBER, places=0),
        ],
        height=260,
    )


def _conditional(held: HeldOut, result: Holdout) -> Chart:
    rows = [
        {
            "label": _times(each.band),
            "customers": Decimal(each.customers),
            "actual": Decimal(each.actual),
            "expected": Decimal(each.expected),
        }
        for each in result.conditional
    ]
    return Chart(
        key="conditional",
        title=_("Purchases afterwards, by purchases before"),
        description=_(
            "What customers bought on average in %(period)s, by how often they had bought again "
            "before, beside what was forecast."
        )
        % {"period": formats.period_in_words(held.held)},
        spec=_lines(_("Repeat purchases before"), _("Purchases of a customer"), ",.1f"),
        rows=rows,
        fields=[
            Field("label", _("Repeat purchases before")),
            Field("customers", _("Customers"), Kind.NUMBER),
            Field("actual", _("Happened"), Kind.NUMBER, places=2),
            Field("expected", _("Forecast"), Kind.NUMBER, places=2),
        ],
        height=260,
    )


def _times(band: Band) -> str:
    if band.high is None:
        return _("%(times)s or more") % {"times": formats.number(band.low)}
    if band.low == band.high:
        return formats.number(band.low)
    return f"{formats.number(band.low)}–{formats.number(band.high)}"


def _lines(x_title: str, y_title: str, form: str, *, cut: str = "") -> Spec:
    x = names(title=x_title, labelAngle=-45 if cut else 0, labelOverlap="greedy")
    tooltip = [
        tip("label", x_title),
        tip("actual", _("Happened"), form),
        tip("expected", _("Forecast"), form),
    ]
    layers: list[Any] = [
        _line(field, name, x, _quantity(field, y_title, form), tooltip, with_points=not cut)
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


def _quantity(field: str, title: str, form: str) -> Spec:
    axis = {"title": title, "tickCount": 5, "format": form}
    return {"field": field, "type": "quantitative", "axis": axis}


def _series_of_a_field() -> Spec:
    return {"field": "series", "type": "nominal", **_colours()}


def _colours() -> Spec:
    return {
        "scale": {
            "domain": [_("Happened"), _("Forecast")],
            "range": ["@data-1", "@data-2"],
        },
        "legend": {"title": None, "orient": "top"},
    }
