"""Where a customer's page is, with the period the reader is looking at."""

from __future__ import annotations

from collections.abc import Callable

from django.http import QueryDict
from django.urls import reverse

CARRIED = ("period", "first", "last", "compare")


def customer_address(query: QueryDict) -> Callable[[int], str]:
    """From a customer's id to its page, in the same period as the page with ``query``."""
    carried = QueryDict(mutable=True)
    for name in CARRIED:
        if query.get(name):
            carried[name] = query[name]
    tail = f"?{carried.urlencode()}" if carried else ""

    def address(customer_id: int) -> str:
        return reverse("portfolio:customer", args=[customer_id]) + tail

    return address
