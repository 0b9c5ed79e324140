"""How long customers stay: Kaplan and Meier's curve, one for each kind of customer."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.lifetime.charts.cohorts import LEAST
from clavero.lifetime.selectors import StayingPicture
from clavero.lifetime.sentences.staying import group_name, staying_in_words
from clavero.ui.chart_parts import SHARE, legend_above, share, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind
from clavero.ui.palette import SERIES

_POINTS = 60


def staying_chart(picture: StayingPicture) -> Chart | None:
    """The curves of the largest groups; ``None`` where none has customers enough."""
    drawn = [each for each in picture.groups if each.customers >= LEAST][: len(SERIES)]
    if not drawn:
        return None
    step = max(1, -(-int(max(each.longest for each in drawn)) // _POINTS))
    rows = [
        {
            "label": group_name(group, picture.asked.by),
            "months": Decimal(months),
            "customers": Decimal(group.customers),
            "left": Decimal(group.left(months)),
            "share": Decimal(group.at(months)),
        }
        for group in drawn
        for months in range(0, int(group.longest) + 1, step)
    ]
    labels = [group_name(group, picture.asked.by) for group in drawn]
    return Chart(
        key="staying",
        title=_("Share still there, by months since the first purchase"),
        description=staying_in_words(picture),
        spec={
            "mark": {"type": "line", "strokeWidth": 2, "interpolate": "step-after"},
            "encoding": {
                "x": {
                    "field": "months",
                    "type": "quantitative",
                    "axis": {"title": _("Months since the first purchase"), "grid": False},
                },
                "y": share("share", _("Share still there"), scale={"domain": [0, 1]}),
                "color": {
                    "field": "label",
                    "type": "nominal",
                    "sort": None,
                    "scale": {
                        "domain": labels,
                        "range": [f"@{name}" for name in SERIES[: len(labels)]],
                    },
                    "legend": legend_above(below=560, columns=2) if len(labels) > 1 else None,
                },
                "tooltip": [
                    tip("label", _("Customers")),
                    tip("months", _("Months"), "d"),
                    tip("left", _("Gone by then"), ",.0f"),
                    tip("share", _("Share still there"), SHARE),
                ],
            },
        },
        rows=rows,
        fields=[
            Field("label", _("Customers")),
            Field("months", _("Months since the first purchase"), Kind.NUMBER),
            Field("customers", _("How many at first"), Kind.NUMBER),
            Field("left", _("Gone by then"), Kind.NUMBER),
            Field("share", _("Share still there"), Kind.PERCENT),
        ],
        height=320,
        is_finding=True,
    )
