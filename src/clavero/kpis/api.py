"""The KPIs for programs: how everybody stands, as ``clavero kpis``, and values to enter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from clavero.core.errors import Forbidden
from clavero.identity.rules import Verb
from clavero.kpis import selectors, services
from clavero.portfolio.selectors import accounts
from clavero.portfolio.visibility import sees_sales
from clavero.rest.bearer import actor_of
from clavero.rest.pagination import Paged, Window, page_of
from clavero.rest.problems import PROBLEMS
from clavero.ui.rows import Rows

router = Router(tags=["kpis"])


class KpisAsked(Window):
    """Whose KPIs, and of which day."""

    account: str | None = Field(None, description="The code of one account; without it, all.")
    as_of: date | None = Field(None, description="The day, as 2026-03-31; without it, today.")


class KpiValue(Schema):
    """A KPI of an account, a manager, a team or the company; a missing value has a reason."""

    level: str = Field(description="account, manager, team or company.")
    subject: str = Field(description="The account's code, or the person's number.")
    kpi: str
    formula: int
    unit: str
    value: str | None
    numerator: str | None
    denominator: str | None
    n: int | None
    low: float | None
    high: float | None
    change: str | None
    reason: str | None
    quality: str
    source: str | None = Field(
        description="Of a share of wallet: disclosed, market, drivers or rank."
    )
    day: str


class KpiValues(Paged):
    """A part of the values, accounts first."""

    snapshot: dict[str, Any] | None
    rows: list[KpiValue]


class EnteredValue(Schema):
    """A value of an entered KPI; another one of the same day takes its place."""

    account: str
    kpi: str
    day: date
    value: Decimal
    n: int | None = Field(None, ge=1, le=10**9)
    note: str = Field("", max_length=300)


class Kept(Schema):
    """What is kept of it."""

    account: str
    kpi: str
    day: str
    value: str


@router.get("kpis", response={200: KpiValues, **PROBLEMS}, operation_id="kpis", url_name="kpis")
def kpis(request: HttpRequest, asked: Query[KpisAsked]) -> dict[str, Any]:
    """How the accounts that you see stand, with the managers, teams and totals that you may see."""
    actor = actor_of(request)
    if not sees_sales(actor):
        raise Forbidden(Verb.SEE_OWN_ACCOUNTS)
    snapshot = selectors.latest(asked.as_of)
    found = (
        [] if snapshot is None else selectors.values_of(actor, snapshot, asked.account, asked.as_of)
    )
    rows = Rows([selectors.as_data(row, value) for row, values in found for value in values])
    page = page_of(request, asked, rows)
    return {
        "count": page.count,
        "next": page.next,
        "snapshot": None if snapshot is None else selectors.snapshot_as_data(snapshot),
        "rows": page.rows,
    }


@router.post(
    "kpi-values",
    response={200: Kept, **PROBLEMS},
    operation_id="enter_kpi_value",
    url_name="kpi_values",
)
def kpi_values(request: HttpRequest, given: EnteredValue) -> dict[str, Any]:
    """Enter a value of a KPI that people enter; rates are fractions."""
    actor = actor_of(request)
    if not actor.may(Verb.ENTER_KPIS):
        raise Forbidden(Verb.ENTER_KPIS)
    customer = accounts(actor).filter(code=given.account).first()
    if customer is None:
        raise Http404("no such account for this reader")
    entry = services.enter_value(
        actor,
        customer_id=customer.pk,
        key=given.kpi,
        day=given.day,
        value=given.value,
        n=given.n,
        note=given.note,
    )
    return {
        "account": given.account,
        "kpi": entry.key,
        "day": entry.day.isoformat(),
        "value": str(entry.value),
    }
