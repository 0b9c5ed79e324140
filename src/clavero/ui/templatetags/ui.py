"""What templates say: ``{% load ui %}``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.template.base import NodeList
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString

from clavero.core.estimates import Estimate
from clavero.core.money import Money
from clavero.core.period import Period
from clavero.core.sentences import with_one_stop
from clavero.ui import assets, formats, html, icons
from clavero.ui.address import query_with
from clavero.ui.charts import CHART, DRAWN_AS, Chart
from clavero.ui.lists import body as bodies
from clavero.ui.parts import Crumb, Explanation, Tile

register = template.Library()

# -- the page ----------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """``{% icon "upload" %}``: a Tabler icon, drawn in place."""
    return icons.icon(name, css)


@register.simple_tag
def stylesheets() -> SafeString:
    """Our style sheets, after Tabler's."""
    return assets.stylesheets()


@register.simple_tag(takes_context=True)
def import_map(context: template.Context) -> SafeString:
    """The names of our scripts. It stands before the first of them."""
    # str() makes the nonce and puts it in the policy; until then it counts as false.
    return assets.import_map(nonce=str(context.get("CSP_NONCE", "")))


@register.simple_tag(takes_context=True)
def block_again(context: template.Context, name: str) -> SafeString:
    """``{% block_again "heading" %}``: what a block of the page says, said a second time.

    A page that is called in the browser's tab what its heading says fills ``heading`` alone.
    """
    return BlockNode(name, NodeList()).render(context)


@register.inclusion_tag("ui/partials/breadcrumb.html")
def breadcrumb(crumbs: Sequence[Crumb]) -> dict[str, Any]:
    """``{% breadcrumb crumbs %}``: the way to the page, in ``{% block breadcrumb %}``."""
    return {"crumbs": crumbs}


@register.simple_tag
def shell_lines(lines: Iterable[Any]) -> SafeString:
    """``{% shell_lines shell.main %}``: the ways that stand around every page, all in one go."""
    return html.shell_lines(lines)


@register.simple_tag
def options(groups: Iterable[Any]) -> SafeString:
    """``{% options widget.optgroups %}``: what a choice offers."""
    return html.options(groups)


@register.inclusion_tag("ui/partials/tile.html")
def tile(tile: Tile) -> dict[str, Any]:
    """``{% tile net_sales %}``: a figure that stands alone; several go in ``class="tiles"``."""
    return {"tile": tile}


@register.inclusion_tag("ui/partials/explanation.html")
def explanation(explanation: Explanation) -> dict[str, Any]:
    """``{% explanation why %}``: why a number is what it is."""
    return {"explanation": explanation}


@register.simple_tag(takes_context=True)
def listing(context: template.Context, listing: Any) -> SafeString:
    """``{% listing listing %}``: a list with its filters, menus and pages."""
    request = context["request"]
    return render_to_string("ui/lists/list.html", {"listing": listing}, request=request)


@register.simple_tag
def list_body(rows: Iterable[Any]) -> SafeString:
    """``{% list_body table.rows %}``: the rows of a list."""
    return bodies.body(rows)


@register.simple_tag
def chart_body(rows: Iterable[Any]) -> SafeString:
    """``{% chart_body chart.table %}``: the rows of a chart's table."""
    return bodies.chart_body(rows)


@register.inclusion_tag("ui/lists/plain.html")
def plain_table(table: Any, label: str) -> dict[str, Any]:
    """``{% plain_table table label %}``: a few rows as a list shows them, without its tools."""
    return {"table": table, "label": label}


@register.inclusion_tag("ui/partials/facts.html")
def facts(pairs: Iterable[tuple[Any, Any]], css: str = "") -> dict[str, Any]:
    """``{% facts known "is-rows" %}``: names and their values, side by side; ``is-rows`` one
    beneath the other, each value beside its name; ``is-line`` along a line."""
    return {"pairs": pairs, "css": css}


@register.inclusion_tag("ui/partials/field_cell.html")
def field_cell(
    field: forms.BoundField,
    writes: Any = True,
    *,
    value: Any = None,
    label: Any = "",
    css: str = "",
) -> dict[str, Any]:
    """``{% field_cell field writes %}``: a cell of a table in which somebody writes.

    Who only reads gets the ``value``, which is the field's own when none is given. ``label`` is
    the column, where the field's own says more than that.
    """
    return {
        "field": field,
        "writes": writes,
        "value": field.value() if value is None else value,
        "label": label or field.label,
        "css": css,
    }


@register.inclusion_tag("ui/partials/chart.html", takes_context=True)
def chart(context: template.Context, chart: Chart) -> dict[str, Any]:
    """``{% chart pareto %}``: a chart with its downloads and its table."""
    request = context["request"]
    return {
        "chart": chart,
        "payload": html.json_text(chart.payload()),
        "data_id": f"chart-{chart.key}-data",
        "address": f"{request.path}?{query_with(request.GET, **{CHART: chart.key, DRAWN_AS: ''})}",
    }


@register.filter(is_safe=True)
@stringfilter
def one_stop(text: str) -> str:
    """``{{ sentence|one_stop }}``: a name that ends in a full stop does not get another."""
    return with_one_stop(text)


# -- figures -----------------------------------------------------------------------------------


@register.filter
def money(value: Money | Decimal | None, currency: str = "") -> str:
    """``{{ amount|money }}`` of a Money, ``{{ amount|money:"EUR" }}`` of a Decimal."""
    amount = _money(value, currency)
    return formats.NOTHING if amount is None else formats.money(amount)


@register.filter
def money_whole(value: Money | Decimal | None, currency: str = "") -> str:
    """An amount without cents."""
    amount = _money(value, currency)
    return formats.NOTHING if amount is None else formats.money(amount, places=0)


@register.filter
def money_compact(value: Money | Decimal | None, currency: str = "") -> str:
    """An amount in three figures or so: €1.2M."""
    amount = _money(value, currency)
    return formats.NOTHING if amount is None else formats.money_compact(amount)


@register.filter
def percent(fraction: Decimal | None, places: int = 1) -> str:
    """``{{ share|percent }}``: a fraction as a percentage."""
    return formats.NOTHING if fraction is None else formats.percent(fraction, places=places)


@register.filter
def number(value: Decimal | int | None, places: int | None = None) -> str:
    """``{{ count|number }}``, ``{{ index|number:2 }}``."""
    return formats.NOTHING if value is None else formats.number(value, places=places)


@register.filter
def day(value: date | None) -> str:
    """``{{ last_purchase|day }}``: 9 Dec 2011."""
    return formats.NOTHING if value is None else formats.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """``{{ imported_at|moment }}``: 9 Dec 2011, 14:05."""
    return formats.NOTHING if value is None else formats.moment(value)


@register.simple_tag
def period_words(period: Period) -> str:
    """``{% period_words period %}``: the 12 months to November 2011."""
    return formats.period_in_words(period)


@register.simple_tag
def estimate(
    value: Estimate, kind: str = "percent", currency: str = "", places: int | None = None
) -> SafeString:
    """``{% estimate top20_share %}``: the figure, or a dash that says why there is none."""
    return html.estimate(value, formats.Kind(kind), currency=currency, places=places)


@register.simple_tag
def growth(value: Estimate) -> SafeString:
    """``{% growth growth %}``: arrow, sign and word."""
    return html.growth(value)


@register.simple_tag
def missing(reason: Any) -> SafeString:
    """``{% missing reason %}``: a dash, and why."""
    return html.missing(reason)


def _money(value: Money | Decimal | None, currency: str) -> Money | None:
    if value is None or isinstance(value, Money):
        return value
    return Money(value, currency)
