"""The waterfall of one customer: from gross sales to net contribution."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clavero.core.money import Money
from clavero.profitability.rules.cost_to_serve import SUBTOTALS, Step
from clavero.profitability.selectors import AccountProfit
from clavero.profitability.sentences import fall_in_words, steps_of
from clavero.profitability.words import STEP_NAMES
from clavero.ui import formats
from clavero.ui.chart_parts import AMOUNT, Spec, amount, names, on_a_wide_plane, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind

ROOM = 0.2
_NARROW = 240  # pixels of the plane
ZERO = Decimal(0)


def waterfall_chart(profit: AccountProfit, *, currency: str) -> Chart:
    """A bar for each step that is known; what rests on an unknown one is left out."""
    rows = _rows(profit, currency)
    return Chart(
        key="waterfall",
        title=_("From gross sales to what is left"),
        description=fall_in_words(profit, currency),
        spec=_spec(rows, currency),
        rows=rows,
        fields=[
            Field("label", _("Step")),
            Field("amount", _("Amount"), Kind.MONEY, currency),
        ],
        currency=currency,
        height=70 + 30 * len(rows),
        is_finding=bool(rows),
    )


def _rows(profit: AccountProfit, currency: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    level = ZERO
    for step, value in steps_of(profit):
        if value is None or (step not in SUBTOTALS and not value):
            continue
        is_sum = step in SUBTOTALS
        start, end = (ZERO, value) if is_sum else (level, level + value)
        level = end
        rows.append(
            {
                "label": str(STEP_NAMES[step]),
                "amount": value,
                "start": start,
                "end": end,
                "left": min(start, end),
                "right": max(start, end),
                "kind": _kind(step, value),
                "shown": formats.money_compact(Money(value, currency)),
            }
        )
    return rows


def _kind(step: Step, value: Decimal) -> str:
    if step in SUBTOTALS:
        return str(_("What is left") if value >= 0 else _("A loss"))
    return str(_("What goes off") if value < 0 else _("What comes on"))


def _spec(rows: list[dict[str, Any]], currency: str) -> Spec:
    lowest = min([0.0, *(float(row["left"]) for row in rows)])
    highest = max([0.0, *(float(row["right"]) for row in rows)])
    room = ROOM * (highest - lowest)
    domain = [lowest - room if lowest < 0 else 0.0, highest + room]
    y = names(labelLimit=190)
    x = amount("start", _("Amount"), currency, scale={"domain": domain})
    colours = {
        _("What is left"): "@data-1",
        _("What goes off"): "@data-rest",
        _("A loss"): "@bad",
        _("What comes on"): "@data-2",
    }
    there = [name for name in colours if any(row["kind"] == name for row in rows)]
    bars = {
        "mark": {"type": "bar", "height": {"band": 0.72}},
        "encoding": {
            "x": x,
            "x2": {"field": "end"},
            "y": y,
            "color": {
                "field": "kind",
                "type": "nominal",
                "scale": {"domain": there, "range": [colours[name] for name in there]},
                # Beside bars that a phone leaves narrow it would be cut off; the tooltip says it.
                "legend": None,
            },
            "tooltip": [
                tip("label", _("Step")),
                tip("kind", _("Which is")),
                tip("amount", _("Amount"), AMOUNT),
            ],
        },
    }
    figures = {
        "mark": {
            "type": "text",
            "align": "left",
            "dx": 6,
            "text": on_a_wide_plane("shown", _NARROW),
        },
        "encoding": {
            "x": amount("right", _("Amount"), currency, scale={"domain": domain}),
            "y": y,
        },
    }
    zero = {
        "mark": {"type": "rule", "strokeWidth": 1.5},
        "encoding": {"x": {"datum": 0, "type": "quantitative"}},
    }
    return {"layer": [bars, figures, zero]}
