"""The whale curve: customers from the most to the least profitable, added up."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from clavero.core.money import Money
from clavero.profitability.selectors import ProfitPicture
from clavero.profitability.sentences import curve_in_words
from clavero.ui import formats
from clavero.ui.chart_parts import AMOUNT, Address, Spec, address_of, amount, legend_above, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind

MOST_POINTS = 400
_TWO_NAMES = 460  # pixels of the picture, by which its two colours are named in one line


def whale_chart(picture: ProfitPicture, *, currency: str, address: Address) -> Chart:
    """The curve with its peak; of many customers, some between the ends are left out."""
    rows = _rows(picture, currency, address)
    return Chart(
        key="whale",
        title=_("The whale curve"),
        description=curve_in_words(picture, currency),
        spec=_spec(currency, len(picture.curve.order), has_marks=any(r["mark"] for r in rows)),
        rows=rows,
        fields=[
            Field("label", _("Customer")),
            Field("place", _("Place"), Kind.NUMBER),
            Field("contribution", _("Contribution after serving"), Kind.MONEY, currency),
            Field("running", _("All up to here"), Kind.MONEY, currency),
        ],
        currency=currency,
        height=340,
        is_finding=bool(rows),
    )


def _rows(picture: ProfitPicture, currency: str, address: Address) -> list[dict[str, Any]]:
    curve, shown = picture.curve, picture.on_the_curve
    rows = []
    for at in _drawn(len(shown), curve.earning):
        row = shown[at]
        is_peak = bool(curve.losing) and at + 1 == curve.earning
        is_end = at + 1 == len(shown) and (bool(curve.losing) or not curve.earning)
        marked = is_peak or is_end
        running = formats.money_compact(Money(curve.running[at], currency))
        rows.append(
            {
                "label": row.name,
                "place": at + 1,
                "contribution": row.contribution,
                "running": curve.running[at],
                "side": _("Loses money") if row.loses else _("Earns money"),
                "mark": running if marked else "",
                "peak": is_peak,
                **address_of(row.id, address),
            }
        )
    return rows


def _drawn(count: int, earning: int) -> list[int]:
    """The positions that are drawn: all of few, and of many every so manieth, the ends and the
    peak."""
    if count <= MOST_POINTS:
        return list(range(count))
    step = -(-count // MOST_POINTS)
    chosen = {*range(0, count, step), 0, count - 1, *((earning - 1,) if earning else ())}
    return sorted(chosen)


def _spec(currency: str, count: int, *, has_marks: bool) -> Spec:
    x = {
        "field": "place",
        "type": "quantitative",
        "scale": {"domain": [1, max(count, 2)], "nice": False},
        "axis": {
            "title": _("Customers, the most profitable first"),
            "grid": False,
            "format": ",d",
            "tickMinStep": 1,
            "tickCount": 8,
        },
    }
    y = amount("running", _("Contribution added up"), currency)
    tooltip = [
        tip("label", _("Customer")),
        tip("place", _("Place"), ",d"),
        tip("contribution", _("Contribution after serving"), AMOUNT),
        tip("running", _("All up to here"), AMOUNT),
    ]
    area = {
        "mark": {"type": "area", "color": "@data-1", "opacity": 0.12},
        "encoding": {"x": x, "y": y},
    }
    line = {
        "mark": {"type": "line", "color": "@data-1", "strokeWidth": 2},
        "encoding": {"x": x, "y": y},
    }
    points = {
        "mark": {"type": "point", "filled": True, "size": 46},
        "encoding": {
            "x": x,
            "y": y,
            "tooltip": tooltip,
            "color": {
                "field": "side",
                "type": "nominal",
                "scale": {
                    "domain": [_("Earns money"), _("Loses money")],
                    "range": ["@data-1", "@bad"],
                },
                "legend": legend_above(below=_TWO_NAMES, columns=1),
            },
        },
    }
    zero = {
        "mark": {"type": "rule", "strokeWidth": 1},
        "encoding": {"y": {"datum": 0, "type": "quantitative"}},
    }
    marks = {
        "transform": [{"filter": "datum.mark !== ''"}],
        "mark": {
            "type": "text",
            # The end stands below its point: beside a near peak it would be written over it.
            "dy": {"expr": "datum.peak ? -12 : 16"},
            "fontWeight": "bold",
            "align": {"expr": "datum.peak ? 'center' : 'right'"},
        },
        "encoding": {"x": x, "y": y, "text": {"field": "mark", "type": "nominal"}},
    }
    # A layer without rows has no extent, of which the drawing library warns.
    return {"layer": [area, line, zero, points, *([marks] if has_marks else [])]}
