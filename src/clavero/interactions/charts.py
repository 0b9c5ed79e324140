"""Where people's time goes, as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clavero.interactions.rules.time import together
from clavero.interactions.selectors import Spent
from clavero.interactions.sentences import time_in_words
from clavero.interactions.words import ACTIVITY_NAMES
from clavero.profitability.rules.work import WorkKind
from clavero.ui.chart_parts import Spec, legend_above, names, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind

MOST = 20
"""Bars in one picture, those of most hours; the table has all."""
_COLOURS = ("@data-1", "@data-2", "@data-3", "@data-4", "@data-rest")


def time_chart(spent: Sequence[Spent], *, title: str, label: str) -> Chart:
    """A bar for each, of the hours of each type; what nobody said of stands last."""
    some = spent[:MOST]
    return Chart(
        key="time",
        title=title,
        description=" ".join(time_in_words(together(each.time for each in spent))),
        spec=_spec(),
        rows=[row for each in some for row in _rows(each)],
        fields=[
            Field("name", label),
            Field("kind", _("Type of activity")),
            Field("hours", _("Hours"), Kind.NUMBER, places=1),
            Field("share", _("Share"), Kind.PERCENT, places=0),
        ],
        height=90 + 36 * len(some),
    )


def _kinds() -> dict[str, str]:
    """What the colours are called."""
    found = {each.value: str(ACTIVITY_NAMES[each]) for each in WorkKind}
    return {**found, "": _("Not said")}


def _rows(spent: Spent) -> Iterator[dict[str, Any]]:
    time, called = spent.time, _kinds()
    minutes = {each.value: time.by_kind.get(each, 0) for each in WorkKind} | {"": time.unsaid}
    for place, (key, amount) in enumerate(minutes.items()):
        if amount:
            yield {
                "name": spent.name,
                "kind": called[key],
                "place": place,
                "hours": Decimal(amount) / 60,
                "share": Decimal(amount) / time.total,
            }


def _spec() -> Spec:
    return {
        "mark": {"type": "bar", "cornerRadius": 2},
        "encoding": {
            "y": names("name"),
            "x": {
                "field": "hours", "type": "quantitative", "aggregate": "sum",
                "axis": {"title": _("Hours"), "tickCount": 6},
            },
            "order": {"field": "place", "type": "quantitative"},
            "color": {
                "field": "kind", "type": "nominal",
                "scale": {"domain": list(_kinds().values()), "range": list(_COLOURS)},
                "legend": legend_above(below=620, columns=1),
            },
            "tooltip": [
                tip("name", ""), tip("kind", _("Type of activity")),
                tip("hours", _("Hours"), ",.1f"), tip("share", _("Share"), ".0%"),
            ],
        },
    }  # fmt: skip
