"""How the probability alive of one customer went down in silence and up with each purchase."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.lifetime.selectors import AccountLifetime
from clavero.lifetime.sentences import course_in_words
from clavero.ui import formats
from clavero.ui.chart_parts import SHARE, names, share, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind


def course_chart(account: AccountLifetime) -> Chart | None:
    """The probability from the first purchase to the last day; ``None`` where there is none."""
    if account.row is None:
        return None
    rows = [
        {
            "label": formats.day(each.day),
            "alive": Decimal(each.alive),
            "purchases": Decimal(each.purchases),
        }
        for each in account.course
    ]
    return Chart(
        key="course",
        title=_("Probability alive since the first purchase"),
        description=course_in_words(account),
        spec={
            "mark": {"type": "line", "strokeWidth": 2, "interpolate": "step-after"},
            "encoding": {
                "x": names(labelAngle=-45, labelOverlap="greedy"),
                "y": share("alive", _("Probability alive"), scale={"domain": [0, 1]}),
                "tooltip": [
                    tip("label", _("Day")),
                    tip("alive", _("Probability alive"), SHARE),
                    tip("purchases", _("Days of purchase"), ",.0f"),
                ],
            },
        },
        rows=rows,
        fields=[
            Field("label", _("Day")),
            Field("alive", _("Probability alive"), Kind.PERCENT),
            Field("purchases", _("Days of purchase"), Kind.NUMBER),
        ],
        height=280,
    )
