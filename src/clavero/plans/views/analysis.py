"""The analysis of a plan: what its rows say together."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.plans import selectors
from clavero.plans.analysing import analysed
from clavero.plans.tools import tabs
from clavero.plans.views._common import crumbs_to, of_accounts_seen, plan_or_404


@of_accounts_seen
@require_safe
def analysis(request: HttpRequest, customer_id: int) -> HttpResponse:
    """SWOT with what answers it, TOWS, surroundings, forces, factors of success, buying."""
    picture = selectors.plan_picture(actor_of(request), customer_id, linked=True)
    plan = plan_or_404(picture.plan)
    context = {
        "crumbs": crumbs_to(plan.customer),
        "customer": plan.customer,
        "analysis": analysed(picture),
        "tabs": tabs(customer_id, "analysis"),
        "writes": picture.writes,
    }
    return render(request, "plans/analysis.html", context)
