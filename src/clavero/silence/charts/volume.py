"""What was bought each month against its season, and what has been lacking so far."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clavero.core.money import Money
from clavero.silence.rules.volume import Volume, VolumeMonth
from clavero.ui import formats
from clavero.ui.chart_parts import AMOUNT, Spec, amount, short_month, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind


def volume_chart(volume: Volume, *, currency: str) -> Chart:
    """A bar for each month, and a stroke where it was expected."""
    rows = [_row(month) for month in volume.months]
    return Chart(
        key="volume",
        title=_("Volume of the last twelve months"),
        description=volume_in_words(volume, currency),
        spec=_bars(currency),
        rows=rows,
        fields=[
            Field("label", _("Month")),
            Field("amount", _("Net sales"), Kind.MONEY, currency, places=0),
            Field("target", _("Expected in its season"), Kind.MONEY, currency, places=0),
        ],
        currency=currency,
        height=260,
        is_finding=True,
    )


def lacking_chart(volume: Volume, *, alarm: float) -> Chart:
    """What has been lacking so far, and where the alarm is."""
    rows = [_row(month) for month in volume.months]
    return Chart(
        key="lacking",
        title=_("What has been lacking so far"),
        description=_(
            "CUSUM of what each month lacks, in standard deviations; above %(alarm)s it is an "
            "alarm."
        )
        % {"alarm": formats.number(Decimal(str(alarm)))},
        spec=_line(alarm),
        rows=rows,
        fields=[
            Field("label", _("Month")),
            Field("lacking", _("Lacking so far"), Kind.NUMBER, places=1),
        ],
        height=220,
    )


def volume_in_words(volume: Volume, currency: str) -> str:
    """Whether its volume falls. Without an alarm it may lack something all the same."""
    if volume.since is not None:
        return _("Its volume has been lacking since %(month)s, more than chance explains.") % {
            "month": formats.month(volume.since)
        }
    lost = sum(month.target for month in volume.empty)
    if lost > 0:
        amount = Decimal(str(round(lost, 2)))
        return _(
            "It bought nothing from %(first)s to %(last)s, where %(expected)s was to be expected; "
            "too little has been lacking so far for an alarm of the volume by itself."
        ) % {
            "first": formats.month(volume.empty[0].month),
            "last": formats.month(volume.empty[-1].month),
            "expected": formats.money(Money(amount, currency), places=0),
        }
    if volume.months[-1].lacking > 0:
        return _(
            "Its volume lacks something of what its months lead to expect, but no more than chance "
            "explains."
        )
    return _("Its volume gives no alarm: nothing has been lacking of late.")


def _row(month: VolumeMonth) -> dict[str, Any]:
    return {
        "label": short_month(month.month),
        "amount": Decimal(str(round(month.amount, 2))),
        "target": Decimal(str(round(month.target, 2))),
        "lacking": Decimal(str(round(month.lacking, 2))),
    }


def _x() -> Spec:
    return {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None}}


def _bars(currency: str) -> Spec:
    tooltip = [
        tip("label", _("Month")),
        tip("amount", _("Net sales"), AMOUNT),
        tip("target", _("Expected in its season"), AMOUNT),
    ]
    return {
        "layer": [
            {
                "mark": {"type": "bar", "color": "@data-1"},
                "encoding": {
                    "x": _x(),
                    "y": amount("amount", _("Net sales"), currency),
                    "tooltip": tooltip,
                },
            },
            {
                "mark": {
                    "type": "tick",
                    "color": "@data-2",
                    "thickness": 3,
                    "orient": "horizontal",
                },
                "encoding": {
                    "x": _x(),
                    "y": amount("target", _("Net sales"), currency),
                    "tooltip": tooltip,
                },
            },
        ]
    }


def _line(alarm: float) -> Spec:
    y = {
        "field": "lacking",
        "type": "quantitative",
        "axis": {"title": _("Standard deviations"), "tickCount": 5},
    }
    return {
        "layer": [
            {
                "mark": {"type": "rule", "color": "@bad", "strokeDash": [6, 4]},
                "encoding": {"y": {"datum": alarm, "type": "quantitative"}},
            },
            {
                "mark": {"type": "line", "point": True, "color": "@data-1"},
                "encoding": {
                    "x": _x(),
                    "y": y,
                    "tooltip": [
                        tip("label", _("Month")),
                        tip("lacking", _("Lacking so far"), ".1f"),
                    ],
                },
            },
        ]
    }
