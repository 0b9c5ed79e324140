"""Where a customer's page is, with the period and the tree the reader is looking at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from clavero.core.period import Period

CARRIED = ("period", "first", "last", "compare", "tree")


def carried(query: QueryDict) -> str:
    """Period and tree of the page with ``query``, as the end of another page's address."""
    kept = QueryDict(mutable=True)
    for name in CARRIED:
        if value := query.get(name):
            kept[name] = value
    return f"?{kept.urlencode()}" if kept else ""


def customer_address(query: QueryDict) -> Callable[[int], str]:
    """From a customer's id to its page, in the period and tree of the page with ``query``."""
    # A page links to a hundred customers: the pattern is looked up once.
    before, after = reverse("portfolio:customer", args=[0]).split("0")
    tail = carried(query)
    return lambda customer_id: f"{before}{customer_id}{after}{tail}"


def month_address(query: QueryDict, customer_id: int) -> Callable[[date], str]:
    """From a month to its lines of a customer, in the tree of the page with ``query``."""
    lines = reverse("portfolio:customer_lines", args=[customer_id])
    kept = QueryDict(mutable=True)

    def address(month: date) -> str:
        kept["period"] = f"{month:%Y-%m}"
        if tree := query.get("tree"):
            kept["tree"] = tree
        return f"{lines}?{kept.urlencode()}"

    return address


def family_address(query: QueryDict, customer_id: int) -> Callable[[str], str]:
    """From a product family to what a customer bought of it, in the period and tree of the page
    with ``query``."""
    products = reverse("portfolio:customer_products", args=[customer_id])
    tail = carried(query)

    def address(family: str) -> str:
        return f"{products}{tail or '?'}{'&' if tail else ''}{urlencode({'family': family})}"

    return address


def lines_address(customer_id: int, period: Period, family: str = "") -> str:
    """The lines that a customer, and what belongs to it, bought in a period; of one ``family``."""
    asked = {"period": str(period), **({"family": family} if family else {})}
    return f"{reverse('portfolio:customer_lines', args=[customer_id])}?{urlencode(asked)}"


def family_lines_address(customer_id: int, family: str) -> str:
    """The lines of one family that a customer itself bought in the last twelve full months."""
    lines = reverse("portfolio:customer_lines", args=[customer_id])
    return f"{lines}?{urlencode({'period': 'ttm', 'tree': 'none', 'family': family})}"
