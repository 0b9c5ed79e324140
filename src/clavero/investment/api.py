"""Investments for programs: a round with its cases, as ``clavero invest`` names things."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from clavero.core.errors import Forbidden
from clavero.identity.rules import Verb
from clavero.investment import selectors
from clavero.investment.models import Round
from clavero.investment.visibility import sees_investments
from clavero.rest.bearer import actor_of
from clavero.rest.pagination import Paged, Window, page_of
from clavero.rest.problems import PROBLEMS
from clavero.ui.rows import Rows

router = Router(tags=["investments"])


class InvestmentsAsked(Window):
    """Which round."""

    round: str | None = Field(None, description="The name of a round; without it, the latest.")


class InvestmentLevel(Schema):
    """A level of a case; amounts in the reporting currency, rates as fractions."""

    account: str
    level: str
    outlay: str
    npv: str
    index: str | None
    simple_return: str | None = Field(alias="return")
    payback: str | None = Field(
        description="In years; null where three years do not bring it back."
    )
    factor: str = Field(description="What forecasts of who put it forward count for.")
    chosen: bool | None
    why: str | None
    funded: bool | None = Field(description="Null while nobody has decided.")
    gate: str


class Investments(Paged):
    """A part of the levels of a round."""

    round: dict[str, Any] | None
    rows: list[InvestmentLevel]


@router.get(
    "investments",
    response={200: Investments, **PROBLEMS},
    operation_id="investments",
    url_name="investments",
    by_alias=True,
)
def investments(request: HttpRequest, asked: Query[InvestmentsAsked]) -> dict[str, Any]:
    """The cases that you see of a round, with what each level is worth and what was decided."""
    actor = actor_of(request)
    if not sees_investments(actor):
        raise Forbidden(Verb.PROPOSE_INVESTMENTS)
    found = selectors.latest_round()
    if asked.round is not None:
        found = Round.objects.filter(name=asked.round).first()
        if found is None:
            raise Http404("no such round")
    if found is None:
        return {"count": 0, "next": None, "round": None, "rows": []}
    picture = selectors.round_picture(actor, found)
    rows = Rows([line for row in picture.rows for line in selectors.case_as_data(row)])
    page = page_of(request, asked, rows)
    return {
        "count": page.count,
        "next": page.next,
        "round": selectors.round_as_data(picture),
        "rows": page.rows,
    }
