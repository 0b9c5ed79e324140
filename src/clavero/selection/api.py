"""The key accounts for programs: the same as ``clavero key-accounts``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from clavero.core.errors import Forbidden
from clavero.identity.rules import Verb
from clavero.rest.bearer import actor_of
from clavero.rest.pagination import Paged, Window, page_of
from clavero.rest.problems import PROBLEMS
from clavero.selection import selectors
from clavero.selection.visibility import sees_selection
from clavero.ui.rows import Rows

router = Router(tags=["selection"])


class KeyAccountsAsked(Window):
    """Which part of the key accounts of which day."""

    as_of: date | None = Field(None, description="The day, as 2026-03-31; without it, today.")


class KeyAccount(Schema):
    """A customer in the programme: since when it has its status, and the decision that last
    confirmed it."""

    account: str
    name: str
    status: str = Field(description="key or probation.")
    since: str
    decided_on: str
    cycle: int
    reason: str
    against_the_rule: str | None


class KeyAccounts(Paged):
    """A part of the key accounts, by name."""

    as_of: str
    rows: list[KeyAccount]


@router.get(
    "key-accounts",
    response={200: KeyAccounts, **PROBLEMS},
    operation_id="key_accounts",
    url_name="key_accounts",
)
def key_accounts(request: HttpRequest, asked: Query[KeyAccountsAsked]) -> dict[str, Any]:
    """The key accounts of a day, those on probation too, as the committee decided them."""
    actor = actor_of(request)
    if not sees_selection(actor):
        raise Forbidden(Verb.SEE_SELECTION)
    day = asked.as_of or timezone.localdate()
    page = page_of(request, asked, Rows(selectors.key_accounts(actor, day)))
    return {
        "count": page.count,
        "next": page.next,
        "as_of": day.isoformat(),
        "rows": [selectors.key_accounts_as_data(each) for each in page.rows],
    }
