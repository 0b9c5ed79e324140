"""Records that were merged into others, in SQL: what is written of one is of the account that it is
today. A record may be merged on, as often as accounts grow together."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf

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


def with_account(found: QuerySet[Any]) -> QuerySet[Any]:
    """Rows with the account that each is of today: ``account_id``, ``account_name`` and
    ``account_code``."""
    named: QuerySet[Any] = found.annotate(
        account_id=ACCOUNT,
        account_name=_of_today(_called),
        account_code=_of_today(lambda of: F(f"{of}__code")),
    )
    return named


def _called(of: str) -> Coalesce:
    return Coalesce(NullIf(f"{of}__name", Value("")), f"{of}__code")


def _of_today(field: Callable[[str], Any]) -> Case:
    """A field of the record that the account is today."""
    *merged, own = _PATHS
    return Case(
        *(When(**{f"{path}__isnull": False}, then=field(path)) for path in merged),
        default=field(own),
    )
