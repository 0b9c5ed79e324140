"""The tools of analysis: each a page that reads the plan's rows, and leads to where they are
written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.opportunities.selectors import placed_opportunities
from clavero.plans import selectors
from clavero.plans.selectors import ToolRows
from clavero.plans.tools import shown_ansoff, shown_buying, shown_chain, tabs
from clavero.plans.views._common import crumbs_to, of_accounts_seen


@of_accounts_seen
@require_safe
def value_chain(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Where the customer makes its money, and where we help."""
    rows = selectors.tool_rows(actor_of(request), customer_id, "activity")
    chain = shown_chain(rows, ledger.shown_currency())
    return _page(request, "value_chain", rows, chain=chain)


@of_accounts_seen
@require_safe
def ansoff(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Initiatives and opportunities by what is sold where."""
    actor = actor_of(request)
    rows = selectors.tool_rows(actor, customer_id)
    placed = placed_opportunities(actor, customer_id)
    grid = shown_ansoff(rows, placed, ledger.shown_currency())
    return _page(request, "ansoff", rows, grid=grid, tends=actor.may(Verb.TEND_OPPORTUNITIES))


@of_accounts_seen
@require_safe
def buying(request: HttpRequest, customer_id: int) -> HttpResponse:
    """How the customer buys, phase by phase, and where we come in."""
    rows = selectors.tool_rows(actor_of(request), customer_id, "phase")
    return _page(request, "buying", rows, buying=shown_buying(rows))


def _page(request: HttpRequest, name: str, rows: ToolRows, **shown: Any) -> HttpResponse:
    customer = rows.plan.customer
    context = {
        "crumbs": crumbs_to(customer),
        "customer": customer,
        "tabs": tabs(customer.pk, name),
        "writes": rows.writes,
        "here": reverse(f"plans:{name}", args=[customer.pk]),
        **shown,
    }
    return render(request, f"plans/{name}.html", context)
