"""What one customer buys, by month and by product family."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.portfolio.selectors.customer import CustomerPicture, FamilyRow
from clavero.ui import formats
from clavero.ui.chart_parts import (
    AMOUNT,
    SHARE,
    Spec,
    amount,
    names,
    short_month,
    tip,
    told_apart,
)
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind

MOST_FAMILIES = 12
ZERO = Decimal(0)


def months_chart(
    picture: CustomerPicture, *, currency: str, address: Callable[[date], str]
) -> Chart:
    """Net sales by month, beside the same months a year earlier; a month opens its lines."""
    months = picture.figures.months
    rows = [
        {
            "label": short_month(row.month),
            "net_sales": row.net_sales,
            "net_sales_before": row.net_sales_before,
            "orders": row.orders,
            "state": _("complete") if row.is_complete else _("incomplete"),
            "href": address(row.month),
        }
        for row in months
    ]
    return Chart(
        key="months",
        title=_("Sales by month"),
        description=_months_in_words(picture, currency),
        spec=_months_spec(currency, has_before=_has_before(rows)),
        rows=rows,
        fields=[
            Field("label", _("Month")),
            Field("net_sales", _("Net sales"), Kind.MONEY, currency),
            Field("net_sales_before", _("A year earlier"), Kind.MONEY, currency),
            Field("orders", _("Orders"), Kind.NUMBER),
            Field("state", _("Month is")),
        ],
        currency=currency,
        is_finding=bool(months),
    )


def families_chart(
    picture: CustomerPicture, *, currency: str, address: Callable[[str], str]
) -> Chart:
    """What it buys, by product family, beside the period before; a family opens its products."""
    rows = _family_rows(picture.figures.families, address)
    return Chart(
        key="families",
        title=_("Sales by product family"),
        description=_families_in_words(picture),
        spec=_families_spec(currency, has_before=_has_before(rows)),
        rows=rows,
        fields=[
            Field("label", _("Product family")),
            Field("net_sales", _("Net sales"), Kind.MONEY, currency),
            Field("share", _("Share"), Kind.PERCENT),
            Field("net_sales_before", _("Before"), Kind.MONEY, currency),
        ],
        currency=currency,
        height=60 + 30 * max(len(rows), 1),
    )


def _has_before(rows: list[dict[str, Any]]) -> bool:
    """Whether there is a period before; a layer of nothing has no extent, and is warned of."""
    return any(row["net_sales_before"] is not None for row in rows)


def _months_spec(currency: str, *, has_before: bool) -> Spec:
    x = names(labelAngle=-45, labelOverlap="greedy")
    tooltip = [
        tip("label", _("Month")),
        tip("net_sales", _("Net sales"), AMOUNT),
        tip("net_sales_before", _("A year earlier"), AMOUNT),
        tip("orders", _("Orders"), ",.0f"),
        tip("state", _("Month is")),
    ]
    incomplete = _("incomplete")
    bars = {
        "mark": {"type": "bar"},
        "encoding": {
            "x": x,
            "y": amount("net_sales", _("Net sales"), currency),
            "opacity": {
                "condition": {"test": {"field": "state", "equal": incomplete}, "value": 0.45},
                "value": 1,
            },
            "color": _series(_("This period")),
            "tooltip": tooltip,
        },
    }
    before = {
        "mark": {"type": "line", "point": True, "strokeDash": [4, 3]},
        "encoding": {
            "x": x,
            "y": amount("net_sales_before", _("Net sales"), currency),
            "color": _series(_("A year earlier")),
            "tooltip": tooltip,
        },
    }
    return {"layer": [bars, before] if has_before else [bars]}


def _series(name: str) -> Spec:
    """A colour with its entry in the legend that both layers share."""
    return {
        "datum": name,
        "type": "nominal",
        "scale": {
            "domain": [_("This period"), _("A year earlier")],
            "range": ["@data-1", "@data-2"],
        },
        "legend": {"title": None, "orient": "top"},
    }


def _months_in_words(picture: CustomerPicture, currency: str) -> str:
    months = picture.figures.months
    if not months:
        return _("There are no sales in this period.")
    best = max(months, key=lambda row: row.net_sales)
    silent = sum(1 for row in months if row.net_sales <= 0)
    sentence = _("The best month was %(month)s with %(amount)s.") % {
        "month": formats.month(best.month),
        "amount": formats.money(Money(best.net_sales, currency), places=0),
    }
    if not silent:
        return sentence
    without = ngettext(
        "There is %(count)s month without sales.",
        "There are %(count)s months without sales.",
        silent,
    ) % {"count": silent}
    return f"{sentence} {without}"


def _family_rows(families: list[FamilyRow], address: Callable[[str], str]) -> list[dict[str, Any]]:
    seen: set[str] = set()
    rows = [
        {
            "label": told_apart(row.family or _("Without family"), "…", seen),
            "net_sales": row.net_sales,
            "net_sales_before": row.net_sales_before,
            "share": row.share,
            **({"href": address(row.family)} if row.family else {}),
        }
        for row in families[:MOST_FAMILIES]
    ]
    others = families[MOST_FAMILIES:]
    if others:
        rows.append(_other_families(others))
    return rows


def _other_families(others: list[FamilyRow]) -> dict[str, Any]:
    before = [row.net_sales_before for row in others if row.net_sales_before is not None]
    shares = [row.share for row in others if row.share is not None]
    return {
        "label": ngettext("%(count)s other family", "%(count)s other families", len(others))
        % {"count": len(others)},
        "net_sales": sum((row.net_sales for row in others), ZERO),
        "net_sales_before": sum(before, ZERO) if before else None,
        "share": sum(shares, ZERO) if shares else None,
    }


def _families_spec(currency: str, *, has_before: bool) -> Spec:
    x, y = amount("net_sales", _("Net sales"), currency), names(labelLimit=200)
    tooltip = [
        tip("label", _("Product family")),
        tip("net_sales", _("Net sales"), AMOUNT),
        tip("share", _("Share"), SHARE),
        tip("net_sales_before", _("Before"), AMOUNT),
    ]
    bars = {
        "mark": {"type": "bar", "color": "@data-1"},
        "encoding": {"x": x, "y": y, "tooltip": tooltip},
    }
    before = {
        "mark": {
            "type": "tick",
            "color": "@data-2",
            "opacity": 1,
            "thickness": 4,
            "size": 22,
        },
        "encoding": {"x": {**x, "field": "net_sales_before"}, "y": y, "tooltip": tooltip},
    }
    return {"layer": [bars, before] if has_before else [bars]}


def _families_in_words(picture: CustomerPicture) -> str:
    sold = [row for row in picture.figures.families if row.family and row.net_sales > 0]
    if not sold:
        return _("No sales of this period have a product family.")
    first = sold[0]
    sentence = ngettext(
        "It buys from %(count)s product family; the first, %(name)s, makes %(share)s.",
        "It buys from %(count)s product families; the first, %(name)s, makes %(share)s.",
        len(sold),
    ) % {
        "count": len(sold),
        "name": first.family,
        "share": formats.percent(first.share or ZERO),
    }
    if picture.period_before is None:
        return sentence
    return _("%(sentence)s The mark on each bar is the period before.") % {"sentence": sentence}
