"""Alerts for programs: the same as ``clavero alerts``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from clavero.alerts import selectors
from clavero.alerts.selectors import Shown
from clavero.core.errors import Forbidden
from clavero.identity.rules import Verb
from clavero.portfolio.visibility import sees_sales
from clavero.rest.bearer import actor_of
from clavero.rest.pagination import Paged, Window, page_of
from clavero.rest.problems import PROBLEMS

router = Router(tags=["alerts"])


class AlertsAsked(Window):
    """Which alerts, and which part of them."""

    state: Shown = Field(Shown.OPEN, description="open, snoozed or over.")


class AlertOut(Schema):
    """An alert; the sentence is in the language of the token's owner."""

    id: int
    kind: str = Field(description="The same for all that is told in the same words.")
    account: str
    name: str
    severity: str = Field(description="urgent, warning or notice.")
    state: str = Field(description="open, snoozed, closed or resolved.")
    sentence: str
    parameters: dict[str, Any] = Field(description="What the sentence is made of.")
    since: str
    opened_on: str
    last_seen: str
    snoozed_until: str | None
    assignee: str | None
    reason: str | None = Field(description="Why it was closed.")
    address: str = Field(description="The page that explains it.")


class AlertsOut(Paged):
    """A part of the alerts, the most severe first."""

    rows: list[AlertOut]


@router.get(
    "alerts",
    response={200: AlertsOut, **PROBLEMS},
    operation_id="alerts",
    url_name="alerts",
)
def alerts(request: HttpRequest, asked: Query[AlertsAsked]) -> dict[str, Any]:
    """The alerts of the accounts that the token's owner sees."""
    actor = actor_of(request)
    if not sees_sales(actor):
        raise Forbidden(Verb.SEE_OWN_ACCOUNTS)
    page = page_of(request, asked, selectors.listed(actor, asked.state))
    return {
        "count": page.count,
        "next": page.next,
        "rows": [selectors.alert_as_data(row) for row in page.rows],
    }
