"""Records that were merged into others, in SQL: what is written of one is of the account that it is
today. A record may be merged on, as often as accounts grow together."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.db.models.functions import Coalesce

_DEEP = 3  # merges one after the other: more were never seen of one record
_PATHS = ["__".join(["customer", *["merged_into"] * times]) for times in range(_DEEP, -1, -1)]

ACCOUNT = Coalesce(*_PATHS)
"""The account that the record of a row's ``customer`` is today, by its number."""


def at_accounts(customer_ids: Collection[int]) -> Q:
    """Rows whose ``customer`` is one of these, or a record that was merged into one."""
    found = Q()
    for path in _PATHS:
        found |= Q(**{f"{path}__in": customer_ids})
    return found
