"""The pictures of loyalty: groups beside one another, and waves one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.loyalty.rules.scores import Nps
from clavero.loyalty.selectors import Scores
from clavero.loyalty.sentences import nps_in_words
from clavero.ui.chart_parts import Spec, names, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind

_MOST = 25
# Names of waves touch one another on a phone: there each word has a line of its own.
_IN_LINES = "width < 400 ? slice(split(datum.label, ' '), 0, 5) : datum.label"


def groups_chart(
    key: str, title: str, rows: Sequence[tuple[Scores, str]], addresses: Sequence[str] = ()
) -> Chart | None:
    """The recommendation by group with its interval, as far as it is told; ``None`` of fewer than
    two."""
    told = [
        {**_row(each.nps, name), "href": addresses[at] if addresses else ""}
        for at, (each, name) in enumerate(rows)
        if each.nps is not None and each.score is not None
    ]
    if len(told) < 2:
        return None
    drawn = sorted(told, key=lambda row: -row["score"])[:_MOST]
    return Chart(
        key=key,
        title=title,
        description=_(
            "Promoters less detractors, from −100 to 100; the line is where the score lies with "
            "95% confidence."
        ),
        spec=_spec(
            {"y": names("label", sort=None, labelLimit=190)},
            {"x": _score_axis()}, {"x2": {"field": "high"}},
        ),
        rows=drawn,
        fields=_fields(_("Group")),
        height=70 + 34 * len(drawn),
    )  # fmt: skip


def trend_chart(
    waves: Sequence[tuple[str, Any, Scores]], *, is_of_account: bool = False
) -> Chart | None:
    """The recommendation from wave to wave, each ``(name, began, scores)``; ``None`` of fewer than
    two that are told."""
    told = [
        {**_row(scores.nps, name), "day": timezone.localdate(began)}
        for name, began, scores in sorted(waves, key=lambda each: each[1])
        if scores.nps is not None and scores.score is not None
    ]
    if len(told) < 2:
        return None
    return Chart(
        key="trend",
        title=_("From wave to wave"),
        description=_("Promoters less detractors of each wave, with 95% confidence.")
        if is_of_account
        else _(
            "Promoters less detractors of each wave, with 95% confidence. Waves that asked other "
            "accounts do not compare."
        ),
        spec=_spec(
            {"x": {"field": "label", "type": "ordinal", "sort": None,
                   "axis": {"title": None, "labelAngle": 0, "labelLimit": 120,
                            "labelExpr": _IN_LINES}}},
            {"y": _score_axis()}, {"y2": {"field": "high"}}, is_line=True,
        ),
        rows=told,
        fields=_fields(_("Wave")),
        height=260,
    )  # fmt: skip


def _row(found: Nps | None, name: str) -> dict[str, Any]:
    assert found is not None
    assert found.score.value is not None
    score = found.score.value
    low, high = found.score.interval or (float(score), float(score))
    if found.margin is None:
        low = high = float(score)
    return {
        "label": name,
        "score": score,
        "low": Decimal(str(low)),
        "high": Decimal(str(high)),
        "told": nps_in_words(found),
        "n": found.score.n or 0,
    }


def _fields(first: str) -> list[Field]:
    return [
        Field("label", first),
        Field("told", _("NPS")),
        Field("n", _("Answers"), Kind.NUMBER, places=0),
    ]


def _score_axis() -> Spec:
    return {
        "field": "low",
        "type": "quantitative",
        "scale": {"domain": [-100, 100]},
        "axis": {"title": _("NPS"), "tickCount": 5},
    }


def _spec(place: Spec, axis: Spec, until: Spec, *, is_line: bool = False) -> Spec:
    """Points with the lines of their intervals, and a line at zero."""
    side = next(iter(axis))
    points = {side: {**axis[side], "field": "score"}}
    tips = [
        tip("label", _("Group")),
        tip("told", _("NPS")),
        tip("n", _("Answers"), "d"),
    ]
    layers: list[Spec] = [
        {
            "mark": {"type": "rule", "strokeWidth": 1.5, "strokeDash": [3, 3]},
            "encoding": {side: {"datum": 0, "type": "quantitative"}},
        },
        {
            "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.55, "color": "@data-1"},
            "encoding": {**place, **axis, **until},
        },
    ]
    if is_line:
        layers.append(
            {
                "mark": {"type": "line", "strokeWidth": 2, "color": "@data-1"},
                "encoding": {**place, **points},
            }
        )
    layers.append(
        {
            "mark": {"type": "point", "filled": True, "size": 110, "color": "@data-1"},
            "encoding": {**place, **points, "tooltip": tips},
        }
    )
    return {"layer": layers}
