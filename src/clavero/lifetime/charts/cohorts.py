"""How customers stay: of those that came in one term, the share that bought in each since."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clavero.core.period import Period
from clavero.lifetime.rules.staying import Cohort, pooled
from clavero.lifetime.rules.terms import Step
from clavero.lifetime.selectors import CohortsPicture
from clavero.lifetime.words import LATER, term_name
from clavero.ui import formats
from clavero.ui.chart_parts import SHARE, Spec, share, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind
from clavero.ui.palette import SERIES

LEAST = 20
"""Customers: of fewer, a share jumps with each of them."""
_MOST_ROWS, _MOST_COLUMNS = 16, 16
"""Of the heat table, as many as can be read from the back of a room."""
_ROOM = 620  # pixels of the plane below which a share has no room in its cell


def cohorts_chart(
    cohorts: Sequence[Cohort], data: Period, step: Step = Step.QUARTER
) -> Chart | None:
    """The latest cohorts of some size that have a term behind them; ``None`` without any.

    Those of the term in which ``data`` begin were customers before, as likely as not.
    """
    drawn = [each for each in cohorts if each.customers >= LEAST and len(each.bought) > 1]
    drawn = drawn[-len(SERIES) :]
    if not drawn:
        return None
    return Chart(
        key="cohorts",
        title=_("Who goes on buying"),
        description=_in_words(drawn[0], data),
        spec=_lines([term_name(each.term, data) for each in drawn], step),
        rows=_rows(drawn, data),
        fields=_fields(step),
        height=300,
    )


def heat_chart(picture: CohortsPicture) -> Chart | None:
    """Each of the latest cohorts in a row, and the share that bought so many terms later in a cell;
    ``None`` while no cohort has a term behind it."""
    drawn = [each for each in picture.cohorts if len(each.bought) > 1][-_MOST_ROWS:]
    if not drawn:
        return None
    rows = [row for row in _rows(drawn, picture.data) if 0 < row["quarter"] <= _MOST_COLUMNS]
    return Chart(
        key="heat",
        title=_("Cohorts side by side"),
        description=_(
            "Each row are the customers that first bought in one term; a cell is the share of them "
            "that bought so many terms later; the more it stands out, the larger it is."
        ),
        spec=_heat(picture.step),
        rows=[{**row, "told": formats.percent(row["share"], places=0)} for row in rows],
        fields=_fields(picture.step),
        height=60 + 24 * len(drawn),
    )


def pooled_chart(picture: CohortsPicture) -> Chart | None:
    """The share of all customers that bought so many terms after they came; ``None`` without any.
    Ages that few have reached are left out."""
    found = [
        {
            "quarter": after,
            "customers": Decimal(customers),
            "bought": Decimal(bought),
            "share": Decimal(bought) / customers,
        }
        for after, (bought, customers) in enumerate(pooled(picture.cohorts))
        if customers >= LEAST
    ]
    if len(found) < 2:
        return None
    return Chart(
        key="retention",
        title=_("All cohorts together"),
        description=_(
            "The share of all customers that bought so many terms after they came, of those who "
            "came early enough."
        ),
        spec={
            "mark": {"type": "line", "point": True, "strokeWidth": 2},
            "encoding": {
                "x": _later(picture.step),
                "y": share("share", _("Share that bought"), scale={"domain": [0, 1]}),
                "tooltip": _tips(picture.step)[1:],
            },
        },
        rows=found,
        fields=_fields(picture.step)[1:],
        height=280,
    )


def _rows(cohorts: Sequence[Cohort], data: Period) -> list[dict[str, Any]]:
    return [
        {
            "label": term_name(cohort.term, data),
            "quarter": after,
            "customers": Decimal(cohort.customers),
            "bought": Decimal(bought),
            "share": Decimal(bought) / cohort.customers,
        }
        for cohort in cohorts
        for after, bought in enumerate(cohort.bought)
    ]


def _fields(step: Step) -> list[Field]:
    return [
        Field("label", _("First purchase")),
        Field("quarter", LATER[step], Kind.NUMBER),
        Field("customers", _("Customers"), Kind.NUMBER),
        Field("bought", _("Bought"), Kind.NUMBER),
        Field("share", _("Share"), Kind.PERCENT),
    ]


def _in_words(oldest: Cohort, data: Period) -> str:
    return _(
        "Of the %(customers)s customers that first bought in %(cohort)s, %(next)s bought in the "
        "term after it and %(last)s in the last one."
    ) % {
        "customers": formats.number(oldest.customers),
        "cohort": term_name(oldest.term, data),
        "next": formats.percent(Decimal(oldest.bought[1]) / oldest.customers, places=0),
        "last": formats.percent(Decimal(oldest.bought[-1]) / oldest.customers, places=0),
    }


def _later(step: Step) -> Spec:
    return {
        "field": "quarter",
        "type": "quantitative",
        "axis": {"title": str(LATER[step]), "tickMinStep": 1, "format": "d", "grid": False},
    }


def _tips(step: Step) -> list[Spec]:
    return [
        tip("label", _("First purchase")),
        tip("quarter", str(LATER[step]), "d"),
        tip("customers", _("Customers"), ",.0f"),
        tip("bought", _("Bought"), ",.0f"),
        tip("share", _("Share"), SHARE),
    ]


def _lines(labels: Sequence[str], step: Step) -> Spec:
    return {
        "mark": {"type": "line", "point": True, "strokeWidth": 2},
        "encoding": {
            "x": _later(step),
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
            "tooltip": _tips(step),
        },
    }


def _heat(step: Step) -> Spec:
    x = {
        "field": "quarter",
        "type": "ordinal",
        "axis": {"title": str(LATER[step]), "labelAngle": 0, "orient": "top"},
    }
    y = {"field": "label", "type": "ordinal", "sort": None, "axis": {"title": None}}
    return {
        "encoding": {"x": x, "y": y, "tooltip": _tips(step)},
        "layer": [
            {
                "mark": {"type": "rect", "color": "@data-1"},
                "encoding": {
                    # A ground on which the ink is read, light or dark.
                    "opacity": {
                        "field": "share",
                        "type": "quantitative",
                        "scale": {"domain": [0, 1], "range": [0.03, 0.5]},
                        "legend": None,
                    }
                },
            },
            {
                "mark": {
                    "type": "text",
                    "color": "@ink",
                    "opacity": {"expr": f"width < {_ROOM} ? 0 : 1"},
                },
                "encoding": {"text": {"field": "told"}},
            },
        ],
    }
