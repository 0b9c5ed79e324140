"""What several charts are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from textwrap import wrap
from typing import Any

from django.utils.formats import date_format

from clavero.ui import formats
from clavero.ui.chart_theme import short_money

Spec = dict[str, Any]
Address = Callable[[int], str]
"""From a customer's id to the page of the customer."""

AMOUNT = "$,.0f"  # "$" is the currency's sign in the reader's own place
SHARE = ".1%"
AXIS_SHARE = "~%"  # as many figures as the tick has: it lies where it says


def names(field: str = "label", **axis: Any) -> Spec:
    """An axis of names, in the order of the rows."""
    return {
        "field": field,
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": 160, **axis},
    }


def amount(field: str, title: str, currency: str, **extra: Any) -> Spec:
    """An axis of money."""
    axis = {"title": title, "labelExpr": short_money(currency), "tickCount": 6}
    return {"field": field, "type": "quantitative", "axis": axis, **extra}


def share(field: str, title: str, **extra: Any) -> Spec:
    """An axis of shares, 0–1."""
    axis = {"title": title, "format": AXIS_SHARE, "tickCount": 5}
    return {"field": field, "type": "quantitative", "axis": axis, **extra}


def in_lines(title: str, most: int = 24) -> list[str]:
    """The title of an axis along the foot, in lines that a phone has room for.

    >>> in_lines("Part of the customers, the smallest first")
    ['Part of the customers,', 'the smallest first']
    """
    return wrap(title, most)


def legend_above(*, below: int, columns: int, otherwise: int = 0, **extra: Any) -> Spec:
    """The names of the colours over a picture: in so many ``columns`` where the whole picture has
    less room than ``below``, in pixels; else in ``otherwise`` many, 0 for one line.

    It asks for the room of the whole picture: the plane's width is known only once the axis beside
    it is drawn, and a line that the legend needs from then on would stand outside.
    """
    room = f"width && containerSize()[0] < {below}"
    return {
        "title": None,
        "orient": "top",
        "columns": {"expr": f"{room} ? {columns} : {otherwise}"},
        **extra,
    }


def tip(field: str, title: str, form: str = "") -> Spec:
    """A line of the tooltip."""
    kind: Spec = {"type": "quantitative", "format": form} if form else {"type": "nominal"}
    return {"field": field, "title": title, **kind}


def on_a_wide_plane(field: str, narrow: int) -> Spec:
    """A text that a plane below ``narrow`` pixels leaves out: hidden it would take its room."""
    return {"expr": f"width < {narrow} ? '' : datum.{field}"}


def address_of(customer_id: int | None, address: Address) -> dict[str, str]:
    """The row's address, for a customer that has a page."""
    return {} if customer_id is None else {"href": address(customer_id)}


def short_month(day: date) -> str:
    """A month as it stands under a bar: Mar 2024, mar 2024."""
    return date_format(day, "b Y" if formats.writing() is formats.SPANISH else "M Y")


def told_apart(name: str, code: str, seen: set[str]) -> str:
    """A label that no other bar has: bars of one name would fall on each other."""
    label = f"{name} ({code})" if name in seen else name
    seen.add(label)
    return label
