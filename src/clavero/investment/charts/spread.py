"""What may come out: of all together, and of each account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clavero.ui.chart_parts import AMOUNT, Spec, amount, names, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind


def histogram_chart(
    bars: Sequence[tuple[float, float, int]], *, currency: str, description: str
) -> Chart:
    """How often the choice came out at which value; losses in another colour."""
    rows = [
        {
            "low": Decimal(str(round(low, 2))),
            "high": Decimal(str(round(high, 2))),
            "count": count,
            "kind": _("Loss") if low + high < 0 else _("Gain"),
        }
        for low, high, count in bars
    ]
    return Chart(
        key="histogram",
        title=_("What the choice may be worth"),
        description=description,
        spec=_histogram(currency),
        rows=rows,
        fields=[
            Field("low", _("From"), Kind.MONEY, currency, 0),
            Field("high", _("To"), Kind.MONEY, currency, 0),
            Field("count", _("Draws"), Kind.NUMBER),
            Field("kind", _("Which is")),
        ],
        currency=currency,
        height=280,
        is_finding=True,
    )


def _histogram(currency: str) -> Spec:
    return {
        "mark": {"type": "rect", "stroke": "@paper", "strokeWidth": 1},
        "encoding": {
            "x": amount("low", _("Net present value"), currency),
            "x2": {"field": "high"},
            "y": {
                "field": "count",
                "type": "quantitative",
                "axis": {"title": _("Draws"), "tickCount": 5},
            },
            "y2": {"datum": 0},
            "color": {
                "field": "kind",
                "type": "nominal",
                "scale": {"domain": [_("Loss"), _("Gain")], "range": ["@bad", "@data-1"]},
                "legend": {"title": None, "orient": "top"},
            },
            "tooltip": [
                tip("low", _("From"), AMOUNT),
                tip("high", _("To"), AMOUNT),
                tip("count", _("Draws"), ",.0f"),
            ],
        },
    }


def ranges_chart(rows: Sequence[Mapping[str, Any]], *, currency: str, description: str) -> Chart:
    """For each account the middle nine tenths of its draws, and the half-way mark."""
    return Chart(
        key="ranges",
        title=_("What each account may be worth"),
        description=description,
        spec=_ranges(currency),
        rows=rows,
        fields=[
            Field("label", _("Account")),
            Field("level", _("Level")),
            Field("p5", _("One in twenty below"), Kind.MONEY, currency, 0),
            Field("p50", _("Half below"), Kind.MONEY, currency, 0),
            Field("p95", _("One in twenty above"), Kind.MONEY, currency, 0),
            Field("mean", _("On average"), Kind.MONEY, currency, 0),
            Field("cvar", _("Mean of the worst twentieth"), Kind.MONEY, currency, 0),
            Field("loss", _("Probability of a loss"), Kind.PERCENT, places=0),
            Field("firm", _("How often it is chosen"), Kind.PERCENT, places=0),
        ],
        currency=currency,
        height=60 + 26 * len(rows),
    )


def _ranges(currency: str) -> Spec:
    y = names()
    told = [
        tip("label", _("Account")),
        tip("level", _("Level")),
        tip("p5", _("One in twenty below"), AMOUNT),
        tip("p50", _("Half below"), AMOUNT),
        tip("p95", _("One in twenty above"), AMOUNT),
        tip("loss", _("Probability of a loss"), ".0%"),
        tip("firm", _("How often it is chosen"), ".0%"),
    ]
    return {
        "layer": [
            {
                "mark": {"type": "rule", "color": "@ink-soft"},
                "encoding": {"x": {"datum": 0, "type": "quantitative"}},
            },
            {
                "mark": {"type": "bar", "height": 8, "color": "@data-1", "opacity": 0.55},
                "encoding": {
                    "y": y,
                    "x": amount("p5", "", currency),
                    "x2": {"field": "p95"},
                    "tooltip": told,
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 60, "color": "@ink"},
                "encoding": {
                    "y": y,
                    "x": amount("p50", "", currency),
                    "tooltip": told,
                },
            },
        ]
    }
