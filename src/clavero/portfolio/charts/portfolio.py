"""Pareto and concentration."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.portfolio.rules.pareto import AbcClass
from clavero.portfolio.rules.picture import By
from clavero.portfolio.selectors.picture import PortfolioPicture, PortfolioRow
from clavero.ui import formats
from clavero.ui.chart_parts import (
    AMOUNT,
    SHARE,
    Address,
    Spec,
    address_of,
    amount,
    in_lines,
    names,
    share,
    tip,
    told_apart,
)
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind

MOST_BARS = 59  # and one more for all others
CLASS_COLOURS = {AbcClass.A: "@data-1", AbcClass.B: "@data-2", AbcClass.C: "@data-rest"}
LARGEST = (1, 3, 5, 10, 20)
LEVELS = (0.10, 0.25, 0.50, 0.80)
NARROW = 340
RULE = 0.80
NAMES_ROOM = 24  # pixels left of the names of a horizontal chart
LABEL = 110  # pixels of a name under a bar


def pareto_chart(picture: PortfolioPicture, *, currency: str, address: Address) -> Chart:
    """Customers from the largest to the smallest, and what they make up to each.

    The customers beyond the first 59 are one hollow bar. Where together they are more than the
    largest, it is drawn as high as the largest, with an arrow and its amount: at its true height
    nothing else could be seen.
    """
    value = _("Contribution") if picture.by is By.CONTRIBUTION else _("Net sales")
    rows = _pareto_rows(picture.rows, address, currency)
    crossing = picture.summary.customers_for_80
    late: bool | None = None
    if crossing and crossing <= min(len(picture.rows), MOST_BARS):
        rows[crossing - 1]["crossing"] = _who_make_80(crossing)
        late = crossing > len(rows) / 2
    return Chart(
        key="pareto",
        title=_("Who makes the contribution")
        if picture.by is By.CONTRIBUTION
        else _("Who makes the sales"),
        description=_pareto_in_words(picture),
        spec=_pareto_spec(
            value,
            currency,
            has_others=len(rows) > MOST_BARS,
            crosses_late=late,
        ),
        rows=rows,
        fields=[
            Field("label", _("Customer")),
            Field("value", value, Kind.MONEY, currency),
            Field("share", _("Share"), Kind.PERCENT),
            Field("cumulative_share", _("Cumulative share"), Kind.PERCENT),
            Field("abc", _("Class")),
        ],
        currency=currency,
        height=360,
        is_finding=bool(rows),
    )


def lorenz_chart(picture: PortfolioPicture) -> Chart:
    """How unequal customers are: the Lorenz curve under the line of equality."""
    return Chart(
        key="lorenz",
        title=_("How unequal customers are"),
        description=_gini_in_words(picture),
        spec=_lorenz_spec(),
        rows=[
            {"customers": Decimal(str(x)), "sales": Decimal(str(y)), "equal": Decimal(str(x))}
            for x, y in picture.lorenz
        ],
        fields=[
            Field("customers", _("Part of the customers"), Kind.PERCENT),
            Field("sales", _("Part of the sales"), Kind.PERCENT),
        ],
    )


def concentration_chart(picture: PortfolioPicture) -> Chart:
    """What the one, three, five… largest make, beside the alert levels."""
    rows = [
        {
            "label": ngettext("The largest", "The %(count)s largest", count) % {"count": count},
            "share": picture.largest_share(count),
        }
        for count in LARGEST
        if count <= len(picture.rows)
    ]
    return Chart(
        key="concentration",
        title=_("What the largest make"),
        description=_largest_in_words(picture),
        spec=_concentration_spec(),
        rows=rows,
        fields=[
            Field("label", _("Customers")),
            Field("share", _("Share"), Kind.PERCENT),
        ],
        height=60 + 34 * len(LARGEST),
        is_finding=bool(rows),
    )


# -- Pareto ------------------------------------------------------------------------------------


def _pareto_rows(
    ranked: Sequence[PortfolioRow], address: Address, currency: str
) -> list[dict[str, Any]]:
    bars, others = ranked[:MOST_BARS], ranked[MOST_BARS:]
    seen: set[str] = set()
    classes = [None, *(row.abc for row in bars)]
    rows = [
        {
            "label": told_apart(row.name, row.code, seen),
            "value": row.base,
            "height": row.base,
            "share": row.share,
            "cumulative_share": row.cumulative_share,
            "abc": row.abc,
            "mark": row.abc if row.abc != last_class else "",
            **address_of(row.id, address),
        }
        for row, last_class in zip(bars, classes, strict=False)
    ]
    if others:
        rows.append(_others(len(others), bars, currency))
    return rows


def _others(count: int, bars: Sequence[PortfolioRow], currency: str) -> dict[str, Any]:
    largest = bars[0]
    # What is left of the total: 50,000 amounts are not added up for every reader.
    together = largest.total - (bars[-1].running or Decimal(0))
    top = largest.base or Decimal(0)
    shown = formats.money_compact(Money(together, currency))
    return {
        "label": ngettext("%(count)s other", "%(count)s others", count)
        % {"count": formats.number(count)},
        "value": together,
        "height": min(together, top),
        "share": together / largest.total,
        "cumulative_share": Decimal(1),
        "abc": None,
        "mark": f"↑ {shown}" if together > top else "",
    }


def _who_make_80(count: int) -> str:
    return ngettext("%(count)s makes 80%%", "%(count)s make 80%%", count) % {
        "count": formats.number(count)
    }


def _pareto_spec(value: str, currency: str, *, has_others: bool, crosses_late: bool | None) -> Spec:
    """``crosses_late`` is whether 80% is reached in the second half of the bars, if at all."""
    tooltip = [
        tip("label", _("Customer")),
        tip("value", value, AMOUNT),
        tip("share", _("Share"), SHARE),
        tip("cumulative_share", _("Cumulative share"), SHARE),
        tip("abc", _("Class")),
    ]
    x = names(labelAngle=-45, labelOverlap="greedy", labelLimit=LABEL)
    if has_others:
        # Names that overlap make room for the first ones: the bar of all others has its own.
        x["axis"]["labelExpr"] = f"(1 - datum.index) * width < {LABEL} ? '' : datum.label"
    y = amount("height", value, currency)
    bars = {
        "transform": [{"filter": "datum.abc"}],
        "mark": "bar",
        "encoding": {"x": x, "y": y, "tooltip": tooltip, "color": _class_colour()},
    }
    others = {
        "transform": [{"filter": "!datum.abc"}],
        "mark": {"type": "bar", "fill": "@paper", "stroke": "@ink-soft", "strokeDash": [4, 3]},
        "encoding": {"x": x, "y": y, "tooltip": tooltip},
    }
    others_name = {
        "transform": [{"filter": "!datum.abc"}],
        "mark": {"type": "text", "angle": -45, "align": "right", "dx": -8, "dy": 8},
        "encoding": {
            "x": x,
            "y": {"value": "height"},
            "text": {"field": "label", "type": "nominal"},
            "color": {"value": "@ink-soft"},
        },
    }
    marks = {
        "mark": {
            "type": "text",
            "fontSize": 10,
            "baseline": "bottom",
            "dy": -4,
            "align": {"expr": "datum.abc ? 'center' : 'right'"},
            "dx": {"expr": "datum.abc ? 0 : 6"},
        },
        "encoding": {"x": x, "y": y, "text": {"field": "mark", "type": "nominal"}},
    }
    running = share(
        "cumulative_share",
        _("Cumulative share"),
        scale={"domain": [0, 1]},
    )
    running["axis"] |= {"grid": False}
    line = {
        "mark": {"type": "line", "color": "@ink-soft", "point": {"color": "@ink-soft", "size": 18}},
        "encoding": {"x": x, "y": running, "tooltip": tooltip},
    }
    limit = {
        "mark": {"type": "rule", "strokeDash": [6, 4], "color": "@bad"},
        "encoding": {"y": {"datum": RULE, "type": "quantitative"}},
    }
    # A layer without rows has no extent, of which the drawing library warns.
    heights = [bars, others, others_name, marks] if has_others else [bars, marks]
    reached = [] if crosses_late is None else _crossing(x, running, is_late=crosses_late)
    return {
        "layer": [{"layer": heights}, {"layer": [line, limit, *reached]}],
        "resolve": {"scale": {"y": "independent"}},
    }


def _crossing(x: Spec, running: Spec, *, is_late: bool) -> list[Spec]:
    """How many make 80%, where the curve crosses the line: on the side that the curve leaves."""
    only = {"transform": [{"filter": "datum.crossing"}]}
    point = {
        **only,
        "mark": {"type": "point", "size": 90, "color": "@bad", "opacity": 1},
        "encoding": {"x": x, "y": running},
    }
    words = {
        **only,
        "mark": {
            "type": "text",
            "fontSize": 13,
            "fontWeight": 600,
            "align": "right" if is_late else "left",
            "dx": -4 if is_late else 10,
            "dy": -14 if is_late else 16,
        },
        "encoding": {"x": x, "y": running, "text": {"field": "crossing", "type": "nominal"}},
    }
    return [point, words]


def _class_colour() -> Spec:
    """Class by colour; its letter stands where it begins, for who does not tell colours apart."""
    return {
        "field": "abc",
        "type": "nominal",
        "scale": {
            "domain": [abc.value for abc in CLASS_COLOURS],
            "range": list(CLASS_COLOURS.values()),
        },
        "legend": {"title": _("Class"), "orient": "top"},
    }


def _pareto_in_words(picture: PortfolioPicture) -> str:
    summary = picture.summary
    needed, part = summary.customers_for_80, summary.customers_for_80_share
    if summary.top20_share is None or needed is None or part is None:
        return _("No customer bought more than it gave back in this period.")
    return ngettext(
        "The top 20%% of the customers make %(top)s. %(count)s customer (%(part)s) makes 80%%.",
        "The top 20%% of the customers make %(top)s. %(count)s customers (%(part)s) make 80%%.",
        needed,
    ) % {
        "top": formats.percent(summary.top20_share),
        "count": formats.number(needed),
        "part": formats.percent(part),
    }


# -- concentration -----------------------------------------------------------------------------


def _lorenz_spec() -> Spec:
    x = share("customers", _("Part of the customers, the smallest first"))
    x["axis"]["title"] = in_lines(x["axis"]["title"])
    line = {
        "mark": {"type": "area", "line": {"color": "@data-1"}, "color": "@data-1", "opacity": 0.25},
        "encoding": {
            "x": x,
            "y": share("sales", _("Part of the sales")),
            "tooltip": [
                tip("customers", _("Part of the customers"), SHARE),
                tip("sales", _("Part of the sales"), SHARE),
            ],
        },
    }
    equal = {
        "mark": {"type": "line", "strokeDash": [6, 4], "color": "@ink-soft", "strokeWidth": 1.5},
        "encoding": {"x": x, "y": share("equal", _("Part of the sales"))},
    }
    return {"layer": [line, equal]}


def _concentration_spec() -> Spec:
    x = share("share", _("Share of what all customers make"), scale={"domain": [0, 1]})
    # Every alert level is told: a lower count of ticks would leave out every other one. On a
    # phone, labels that would touch make room for those between them.
    values = [0, *LEVELS, 1]
    crowded = f"width < {NARROW} && indexof({[0, LEVELS[1], 1]}, datum.value) >= 0"
    x["axis"] |= {
        "title": in_lines(x["axis"]["title"]),
        "labelExpr": f"{crowded} ? '' : datum.label",
        "values": values,
        "tickCount": len(values),
        "labelOverlap": False,
        "grid": True,
        "gridDash": [4, 4],
    }
    y = names()
    bars = {
        "mark": {"type": "bar", "color": "@data-1"},
        "encoding": {
            "x": x,
            "y": y,
            "tooltip": [tip("label", _("Customers")), tip("share", _("Share"), SHARE)],
        },
    }
    figures = {
        "mark": {"type": "text", "align": "left", "dx": 6},
        "encoding": {
            "x": x,
            "y": y,
            "text": {"field": "share", "type": "quantitative", "format": SHARE},
        },
    }
    # A reader's letters may be wider than those the names were measured in.
    padding = {"left": NAMES_ROOM, "right": 5, "top": 5, "bottom": 5}
    return {"layer": [bars, figures], "padding": padding}


def _largest_in_words(picture: PortfolioPicture) -> str:
    found = picture.summary.concentration
    if found is None:
        return _("No customer bought more than it gave back in this period.")
    return _(
        "The largest customer makes %(one)s, the five largest %(five)s: as concentrated as "
        "%(effective)s customers of the same size."
    ) % {
        "one": formats.percent(found.cr1),
        "five": formats.percent(found.cr5),
        "effective": formats.number(found.effective_customers, places=1),
    }


def _gini_in_words(picture: PortfolioPicture) -> str:
    found = picture.summary.concentration
    if found is None:
        return _("No customer bought more than it gave back in this period.")
    return _(
        "The further the curve hangs under the dashed line, the more depends on few customers. "
        "Gini %(gini)s: 0 if all were equal, almost 1 if one made everything."
    ) % {"gini": formats.number(found.gini, places=2)}
