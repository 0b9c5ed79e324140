"""The loss stress test."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from clavero.core.money import Money
from clavero.portfolio.rules.stress import Outcome
from clavero.portfolio.selectors.stress import StressPicture
from clavero.ui import formats
from clavero.ui.chart_parts import (
    AMOUNT,
    Address,
    Spec,
    address_of,
    amount,
    names,
    on_a_wide_plane,
    tip,
    told_apart,
)
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind

ROOM = 0.16
_NARROW = 240  # pixels of the plane


def stress_chart(stress: StressPicture, *, address: Address) -> Chart:
    """EBIT today and after losing each of the largest, and the largest together."""
    currency = stress.figures.currency
    rows = _rows(stress, address)
    return Chart(
        key="stress",
        title=_("EBIT after losing a customer"),
        description=_in_words(stress),
        spec=_spec(_domain(rows), currency),
        rows=rows,
        fields=[
            Field("label", _("Lost customer")),
            Field("ebit", _("EBIT after"), Kind.MONEY, currency),
            Field("runway", _("Months until the cash is gone"), Kind.NUMBER, places=1),
        ],
        currency=currency,
        height=60 + 30 * len(rows),
        is_finding=True,
    )


def _rows(stress: StressPicture, address: Address) -> list[dict[str, Any]]:
    seen: set[str] = set()
    rows: list[dict[str, Any]] = [
        {"label": told_apart(_("None: today"), "", seen), "ebit": stress.figures.ebit}
    ]
    for account in stress.accounts:
        if account.outcome is not None:
            label = told_apart(account.name, account.code, seen)
            rows.append(_row(label, account.outcome) | address_of(account.id, address))
    for joint in stress.together:
        if joint.outcome is not None:
            label = _("The %(count)s largest together") % {"count": len(joint.names)}
            rows.append(_row(label, joint.outcome))
    for row in rows:
        row["side"] = _("Loss") if row["ebit"] < 0 else _("Profit")
        row["shown"] = formats.money_compact(Money(row["ebit"], stress.figures.currency))
    return rows


def _row(label: str, outcome: Outcome) -> dict[str, Any]:
    return {"label": label, "ebit": outcome.ebit_after, "runway": outcome.runway}


def _domain(rows: list[dict[str, Any]]) -> list[float]:
    """From the worst to the best, with room for the figures that stand outside the bars."""
    lowest = min(0.0, *(float(row["ebit"]) for row in rows))
    highest = max(0.0, *(float(row["ebit"]) for row in rows))
    room = ROOM * (highest - lowest)
    return [lowest - room if lowest else 0.0, highest + room if highest else 0.0]


def _spec(domain: list[float], currency: str) -> Spec:
    y = names(labelLimit=150)
    x = amount("ebit", _("EBIT of twelve months"), currency, scale={"domain": domain})
    bars = {
        "mark": {"type": "bar"},
        "encoding": {
            "x": x,
            "y": y,
            "color": {
                "field": "side",
                "type": "nominal",
                "scale": {"domain": [_("Profit"), _("Loss")], "range": ["@data-1", "@bad"]},
                "legend": {"title": None, "orient": "top"},
            },
            "tooltip": [
                tip("label", _("Lost customer")),
                tip("ebit", _("EBIT after"), AMOUNT),
                tip("runway", _("Months until the cash is gone"), ".1f"),
            ],
        },
    }
    figures = {
        "mark": {
            "type": "text",
            "align": {"expr": "datum.ebit < 0 ? 'right' : 'left'"},
            "dx": {"expr": "datum.ebit < 0 ? -6 : 6"},
            "text": on_a_wide_plane("shown", _NARROW),
        },
        "encoding": {"x": x, "y": y},
    }
    zero = {
        "mark": {"type": "rule", "strokeWidth": 1.5},
        "encoding": {"x": {"datum": 0, "type": "quantitative"}},
    }
    return {"layer": [bars, figures, zero]}


def _in_words(stress: StressPicture) -> str:
    known = [(each.name, each.outcome) for each in stress.accounts if each.outcome is not None]
    if not known:
        return _("The cost of what customers bought is not known, so neither is what they leave.")
    name, outcome = known[0]
    words = {
        "name": name,
        "ebit": formats.money(Money(outcome.ebit_after, stress.figures.currency), places=0),
    }
    if outcome.loses_money and stress.figures.ebit < 0:
        lost = Money(-outcome.ebit_after, stress.figures.currency)
        return _("The company loses money already; without %(name)s it would lose %(amount)s.") % {
            "name": name,
            "amount": formats.money(lost, places=0),
        }
    if outcome.loses_money:
        return _("Without %(name)s the company would lose money: EBIT %(ebit)s.") % words
    return _("Without %(name)s EBIT would be %(ebit)s.") % words
