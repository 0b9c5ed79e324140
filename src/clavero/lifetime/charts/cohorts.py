"""How customers stay: of those that came in one quarter, the share that bought in each since."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.core.period import Period
from clavero.lifetime.rules.staying import Cohort
from clavero.ui import formats
from clavero.ui.chart_parts import SHARE, Spec, share, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind
from clavero.ui.palette import SERIES

LEAST = 20
"""Customers: of fewer, a share jumps with each of them."""


def cohorts_chart(cohorts: Sequence[Cohort], data: Period) -> Chart | None:
    """The latest cohorts of some size that have a quarter behind them; ``None`` without any.

    Those of the quarter in which ``data`` begin were customers before, as likely as not.
    """
    drawn = [each for each in cohorts if each.customers >= LEAST and len(each.bought) > 1]
    drawn = drawn[-len(SERIES) :]
    if not drawn:
        return None
    rows = [
        {
            "label": name_of(cohort, data),
            "quarter": after,
            "customers": Decimal(cohort.customers),
            "bought": Decimal(bought),
            "share": Decimal(bought) / cohort.customers,
        }
        for cohort in drawn
        for after, bought in enumerate(cohort.bought)
    ]
    return Chart(
        key="cohorts",
        title=_("Who goes on buying"),
        description=_in_words(drawn, data),
        spec=_spec([name_of(each, data) for each in drawn]),
        rows=rows,
        fields=[
            Field("label", _("First purchase")),
            Field("quarter", _("Quarters later"), Kind.NUMBER),
            Field("customers", _("Customers"), Kind.NUMBER),
            Field("bought", _("Bought"), Kind.NUMBER),
            Field("share", _("Share"), Kind.PERCENT),
        ],
        height=300,
    )


def name_of(cohort: Cohort, data: Period) -> str:
    """The quarter, as people write it."""
    words = {"quarter": cohort.quarter, "year": cohort.year}
    begins = (data.start.year, (data.start.month - 1) // 3 + 1)
    if (cohort.year, cohort.quarter) == begins:
        return _("Q%(quarter)s %(year)s or before") % words
    return _("Q%(quarter)s %(year)s") % words


def _in_words(drawn: Sequence[Cohort], data: Period) -> str:
    oldest = drawn[0]
    return _(
        "Of the %(customers)s customers that first bought in %(cohort)s, %(next)s bought in the "
        "quarter after it and %(last)s in the last one."
    ) % {
        "customers": formats.number(oldest.customers),
        "cohort": name_of(oldest, data),
        "next": formats.percent(Decimal(oldest.bought[1]) / oldest.customers, places=0),
        "last": formats.percent(Decimal(oldest.bought[-1]) / oldest.customers, places=0),
    }


def _spec(labels: Sequence[str]) -> Spec:
    return {
        "mark": {"type": "line", "point": True, "strokeWidth": 2},
        "encoding": {
            "x": {
                "field": "quarter",
                "type": "quantitative",
                "axis": {"title": _("Quarters later"), "tickMinStep": 1,
                         "format": "d", "grid": False},
            },
            "y": share("share", _("Share that bought")),
            "color": {
                "field": "label",
                "type": "nominal",
                "sort": None,
                "scale": {
                    "domain": list(labels),
                    "range": [f"@{name}" for name in SERIES[: len(labels)]],
                },
                "legend": {"title": None, "orient": "top", "columns": 3},
            },
            "tooltip": [
                tip("label", _("First purchase")),
                tip("quarter", _("Quarters later"), "d"),
                tip("bought", _("Bought"), ",.0f"),
                tip("share", _("Share"), SHARE),
            ],
        },
    }  # fmt: skip
