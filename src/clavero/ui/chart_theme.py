"""How charts look and speak. Colours stand by name; whoever draws puts them in."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language

from clavero.ui import formats, palette

FONT = "Liberation Sans, Arial, sans-serif"


def colours(value: Any, names: dict[str, str] = palette.LIGHT) -> Any:
    """A specification with its colours' names (``"@data-1"``) replaced by the colours."""
    if isinstance(value, dict):
        return {key: colours(part, names) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [colours(part, names) for part in value]
    if isinstance(value, str) and value.startswith("@") and value[1:] in names:
        return names[value[1:]]
    return value


def config() -> dict[str, Any]:
    """Vega-Lite's configuration, colours by name."""
    return {
        # What a mark says of itself is written beside it, by whoever draws it: what the drawing
        # library would say by itself has the names of fields, in English.
        "aria": False,
        "background": "@paper",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelColor": "@ink-soft",
            "titleColor": "@ink-soft",
            "gridColor": "@line",
            "domainColor": "@line",
            "tickColor": "@line",
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": 500,
            "labelOverlap": True,
            "labelSeparation": 8,
            "labelPadding": 6,
            "titlePadding": 10,
        },
        "axisX": {"grid": False},
        "legend": {"labelColor": "@ink", "titleColor": "@ink-soft", "labelFontSize": 12},
        "title": {
            "color": "@ink",
            "subtitleColor": "@ink-soft",
            "anchor": "start",
            "fontSize": 16,
            "subtitleFontSize": 13,
            "subtitleLineHeight": 18,
            "subtitlePadding": 6,
            "offset": 16,
        },
        "text": {"color": "@ink", "fontSize": 12},
        "range": {"category": [f"@{name}" for name in palette.SERIES]},
        "mark": {"color": "@data-1"},
        "rule": {"color": "@ink-soft"},
        "bar": {"cornerRadiusEnd": 2},
        "line": {"strokeWidth": 2.5},
        "point": {"size": 60, "filled": True},
    }


def format_locale(currency: str) -> dict[str, Any]:
    """How numbers are written, in D3's terms."""
    style = formats.writing()
    sign = style.signs.get(currency, currency)
    is_after = style is formats.SPANISH
    return {
        "decimal": style.decimal,
        "thousands": style.group,
        "grouping": [3],
        "currency": ["", f"{formats.NBSP}{sign}"] if is_after else [sign, ""],
        "percent": f"{formats.NBSP}%" if is_after else "%",
        "minus": formats.MINUS,
    }


def short_money(currency: str) -> str:
    """What an axis writes at ``datum.value``, as a Vega expression: €50k, 50 k€.

    D3's own short form has one letter for thousand millions and puts it before the space.
    """
    size = "abs(datum.value)"
    *shortened, (_one, before, after) = formats.compact_frames(currency)
    written = f"{json.dumps(before)} + format({size}, ',~f') + {json.dumps(after)}"
    for start, before, after in reversed(shortened):
        short = f"{json.dumps(before)} + format({size} / {start}, ',~f') + {json.dumps(after)}"
        written = f"{size} >= {start} ? {short} : {written}"
    return f"(datum.value < 0 ? '{formats.MINUS}' : '') + ({written})"


def time_locale() -> dict[str, Any]:
    """The names of days and months, in D3's terms."""
    return _times_in(get_language() or "")


@cache
def _times_in(language: str) -> dict[str, Any]:  # the reader's, which is the one in force
    days = [date(2023, 1, number) for number in range(1, 8)]  # a Sunday and the days after
    months = [date(2023, number, 1) for number in range(1, 13)]
    short = "b" if formats.writing() is formats.SPANISH else "M"
    return {
        "dateTime": "%d %b %Y %H:%M",
        "date": "%d/%m/%Y",
        "time": "%H:%M",
        "periods": ["AM", "PM"],
        "days": [date_format(day, "l") for day in days],
        "shortDays": [date_format(day, "D") for day in days],
        "months": [date_format(month, "F") for month in months],
        "shortMonths": [date_format(month, short) for month in months],
    }
