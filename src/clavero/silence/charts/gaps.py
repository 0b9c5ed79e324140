"""The gaps between purchases one after the other, within the limits of their own rhythm."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.silence.rules.control import ENOUGH
from clavero.silence.selectors import AccountSilence
from clavero.silence.words import days_in_words
from clavero.ui import formats
from clavero.ui.chart_parts import Spec, legend_above, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind

MOST = 60
"""Gaps shown, the last ones: more are dots upon dots."""


def gaps_chart(found: AccountSilence) -> Chart:
    """A dot for each gap, the silence of today as the last; lines where there are limits."""
    rows = [_row(gap) for gap in found.gaps[-MOST:]]
    return Chart(
        key="gaps",
        title=_("Days between purchases"),
        description=_in_words(found),
        spec=_spec(found),
        rows=rows,
        fields=[
            Field("start", _("From")),
            Field("end", _("To")),
            Field("days", _("Days"), Kind.NUMBER),
            Field("kind", _("Which is")),
        ],
        height=280,
        is_finding=True,
        note=_("Silence as of %(day)s.") % {"day": formats.day(found.as_of)},
    )


def _in_words(found: AccountSilence) -> str:
    limits = found.limits
    if limits is None:
        finished = len(found.recent)
        return ngettext(
            "With %(count)s gap there are no limits yet: they need %(enough)s.",
            "With %(count)s gaps there are no limits yet: they need %(enough)s.",
            finished,
        ) % {"count": formats.number(finished), "enough": ENOUGH}
    words = {"lower": days_in_words(limits.lower), "upper": days_in_words(limits.upper)}
    if found.gaps[-1].is_unusual:
        return (
            _("The silence is beyond the limits of its own rhythm, from %(lower)s to %(upper)s.")
            % words
        )
    return _("The silence is within the limits of its own rhythm, from %(lower)s to %(upper)s.") % (
        words
    )


def _row(gap: Any) -> dict[str, Any]:
    if gap.is_open:
        kind = _("Silence, outside the limits") if gap.is_unusual else _("Silence so far")
    else:
        kind = _("Gap outside the limits") if gap.is_unusual else _("Gap")
    return {"start": gap.start, "end": gap.end, "days": gap.days, "kind": kind}


def _spec(found: AccountSilence) -> Spec:
    kinds = {
        _("Gap"): ("@data-1", "circle"),
        _("Gap outside the limits"): ("@data-2", "diamond"),
        _("Silence so far"): ("@data-4", "square"),
        _("Silence, outside the limits"): ("@bad", "triangle-up"),
    }
    there = [name for name in kinds if any(_row(gap)["kind"] == name for gap in found.gaps[-MOST:])]
    x = {
        "field": "end",
        "type": "temporal",
        "axis": {"title": None, "format": "%b %Y", "tickCount": 6},
    }
    y = {"field": "days", "type": "quantitative", "axis": {"title": _("Days"), "tickCount": 5}}
    line = {
        "mark": {"type": "line", "color": "@data-rest", "strokeWidth": 1},
        "encoding": {"x": x, "y": y},
    }
    dots = {
        "mark": {"type": "point", "filled": True, "size": 80},
        "encoding": {
            "x": x,
            "y": y,
            "color": {
                "field": "kind",
                "type": "nominal",
                "scale": {"domain": there, "range": [kinds[name][0] for name in there]},
                "legend": legend_above(below=560, columns=1, otherwise=2, labelLimit=300),
            },
            "shape": {
                "field": "kind",
                "type": "nominal",
                "scale": {"domain": there, "range": [kinds[name][1] for name in there]},
            },
            "tooltip": [
                tip("kind", _("Which is")),
                {"field": "start", "title": _("From"), "type": "temporal"},
                {"field": "end", "title": _("To"), "type": "temporal"},
                tip("days", _("Days"), ",.0f"),
            ],
        },
    }
    return {"layer": [*_rules(found), line, dots]}


def _rules(found: AccountSilence) -> list[Spec]:
    if found.limits is None:
        return []
    bounds = [
        (found.limits.upper, "@bad", [6, 4]),
        (found.limits.centre, "@ink-soft", [1, 0]),
        (found.limits.lower, "@bad", [6, 4]),
    ]
    return [
        {
            "mark": {"type": "rule", "color": colour, "strokeDash": dash},
            "encoding": {"y": {"datum": round(days, 1), "type": "quantitative"}},
        }
        for days, colour, dash in bounds
    ]
