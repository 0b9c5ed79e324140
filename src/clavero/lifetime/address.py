"""Where the page of one customer is, with the model and the years the reader is looking at."""

from __future__ import annotations

from collections.abc import Callable

from django.http import QueryDict
from django.urls import reverse

from clavero.lifetime.forms.asking import LifetimeForm


def asked_again(query: QueryDict) -> str:
    """What was asked of the page with ``query``, as the end of another page's address."""
    kept = QueryDict(mutable=True)
    for name in LifetimeForm.base_fields:
        if value := query.get(name):
            kept[name] = value
    return f"?{kept.urlencode()}" if kept else ""


def account_address(query: QueryDict) -> Callable[[int], str]:
    """From a customer's id to what is expected of it."""
    before, after = reverse("lifetime:customer", args=[0]).split("0")
    tail = asked_again(query)
    return lambda customer_id: f"{before}{customer_id}{after}{tail}"
