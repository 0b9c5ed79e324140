"""Needs and opportunities for programs: the same as ``clavero needs`` and ``clavero pipeline``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.opportunities import selectors
from clavero.portfolio.visibility import sees_sales
from clavero.rest.bearer import actor_of
from clavero.rest.pagination import Paged, Window, page_of
from clavero.rest.problems import PROBLEMS
from clavero.ui.rows import Rows

router = Router(tags=["opportunities"])


class NeedsAsked(Window):
    """Which needs, and which part of them."""

    closed: bool = Field(False, description="Those that are closed, in place of the open ones.")


class NeedOut(Schema):
    """What a customer needs."""

    id: int
    account: str
    name: str
    need: str
    horizon: str = Field(description="now or future.")
    function: str = Field(description="The function of the customer that it affects.")
    urgency: int = Field(description="1, can wait, to 5, at once.")
    fit: int | None = Field(description="How well we meet it, 0 to 10.")
    status: str = Field(description="stated, inferred or confirmed.")
    evidence: str
    source: str
    date: str
    owner: str | None
    shared: bool = Field(description="Whether the customer may read it.")
    solutions: str
    closed_on: str | None
    closed_reason: str | None


class NeedsOut(Paged):
    """A part of the needs, the most urgent first."""

    rows: list[NeedOut]


class OpportunitiesAsked(Window):
    """Which opportunities, and which part of them."""

    ended: bool = Field(False, description="Those won and lost, in place of those under way.")


class OpportunityOut(Schema):
    """A sale under way, or one that has ended; amounts are exact."""

    id: int
    account: str
    name: str
    title: str
    stage: str
    days_in_stage: int
    ansoff: str = Field(description="penetration, product, unit or diversification.")
    probability: str
    probability_from: str = Field(description="outcome, written, stage or ansoff.")
    value: str = Field(description="Net sales a year, once it is fully there.")
    weighted: str
    ramp: list[str] = Field(description="The part of the value in each of the first years.")
    starts_on: str | None
    closes_on: str
    owner: str | None
    families: str
    outcome: str | None = Field(description="won or lost.")
    outcome_on: str | None


class OpportunitiesOut(Paged):
    """A part of the opportunities, the next decisions first."""

    rows: list[OpportunityOut]


@router.get("needs", response={200: NeedsOut, **PROBLEMS}, operation_id="needs", url_name="needs")
def needs(request: HttpRequest, asked: Query[NeedsAsked]) -> dict[str, Any]:
    """The needs of the accounts that the token's owner sees."""
    rows = Rows(selectors.need_rows(_reader(request), is_open=not asked.closed))
    page = page_of(request, asked, rows)
    return {
        "count": page.count,
        "next": page.next,
        "rows": [selectors.need_as_data(row) for row in page.rows],
    }


@router.get(
    "opportunities",
    response={200: OpportunitiesOut, **PROBLEMS},
    operation_id="opportunities",
    url_name="opportunities",
)
def opportunities(request: HttpRequest, asked: Query[OpportunitiesAsked]) -> dict[str, Any]:
    """The opportunities of the accounts that the token's owner sees."""
    actor = _reader(request)
    found = selectors.ended_rows(actor) if asked.ended else selectors.pipeline(actor).rows
    page = page_of(request, asked, Rows(list(found)))
    return {
        "count": page.count,
        "next": page.next,
        "rows": [selectors.opportunity_as_data(row) for row in page.rows],
    }


def _reader(request: HttpRequest) -> Actor:
    actor: Actor = actor_of(request)
    if not sees_sales(actor):
        raise Forbidden(Verb.SEE_OWN_ACCOUNTS)
    return actor
