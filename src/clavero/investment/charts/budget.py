"""What the best choice is worth at each budget: the steeper, the more another euro brings."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.investment.rules.choosing import Shadow
from clavero.ui.chart_parts import AMOUNT, Spec, amount, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind


def budget_chart(
    curve: Sequence[Shadow], *, now: Decimal, currency: str, description: str
) -> Chart:
    """A point for each budget looked at, with a rule at that of now. No line between them: where
    the choice changes there, nobody has looked."""
    rows = [
        {"budget": each.budget, "value": each.value, "spent": each.spent, "count": each.accounts}
        for each in curve
    ]
    return Chart(
        key="budget",
        title=_("Net present value by budget"),
        description=description,
        spec=_spec(now, currency),
        rows=rows,
        fields=[
            Field("budget", _("Budget"), Kind.MONEY, currency, 0),
            Field("value", _("Net present value"), Kind.MONEY, currency, 0),
            Field("spent", _("Spent"), Kind.MONEY, currency, 0),
            Field("count", _("Accounts"), Kind.NUMBER),
        ],
        currency=currency,
        height=280,
        is_finding=True,
    )


def _spec(now: Decimal, currency: str) -> Spec:
    x = amount("budget", _("Budget"), currency)
    y = amount("value", _("Net present value"), currency)
    points = {
        "mark": {"type": "point", "filled": True, "size": 70, "color": "@data-1", "opacity": 1},
        "encoding": {
            "x": x,
            "y": y,
            "tooltip": [
                tip("budget", _("Budget"), AMOUNT),
                tip("value", _("Net present value"), AMOUNT),
                tip("spent", _("Spent"), AMOUNT),
                tip("count", _("Accounts"), ",.0f"),
            ],
        },
    }
    here = {
        "mark": {"type": "rule", "color": "@ink-soft", "strokeDash": [4, 4]},
        "encoding": {"x": {"datum": float(now), "type": "quantitative"}},
    }
    return {"layer": [here, points]}
