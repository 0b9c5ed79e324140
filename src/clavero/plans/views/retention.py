"""How likely an account is to stay: what it shows, and what somebody says instead."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.plans import selectors, services
from clavero.plans.forms.retention import RetentionForm
from clavero.plans.retaining import (
    basis_in_words,
    known_in_words,
    score_in_words,
    shown_bands,
    shown_items,
)
from clavero.plans.rules.retention import Item
from clavero.plans.views._common import crumbs_to, demand, of_accounts_seen, plan_or_404
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Item by item, from 0 to 10; below, where one says another figure."""
    actor = actor_of(request)
    plan, live = selectors.plan_with_live(actor, customer_id)
    plan = plan_or_404(plan)
    if request.method == "POST":
        demand(actor, Verb.WRITE_PLANS)
    shown, card = selectors.shown_by(live), selectors.scorecard_of(live, plan)
    form = RetentionForm(
        sent(request),
        told=known_in_words(shown),
        said=card.said,
        initial={"seen": revision_of(plan)},
    )

    def keep(points: Mapping[Item, Decimal], seen: int) -> None:
        services.say_retention(actor, customer_id=customer_id, points=points, seen=seen)

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("The scorecard is kept."))
        return redirect("plans:retention", customer_id)
    lost = live.lost
    tells_counts = actor.may(Verb.SEE_WHOLE_PORTFOLIO)
    context = {
        "basis": basis_in_words(lost, tells_counts=tells_counts),
        "bands": shown_bands(lost),
        "has_curve": selectors.curve_of(lost) is not None,
        "tells_counts": tells_counts and lost is not None and lost.years > 0,
        "crumbs": crumbs_to(
            plan.customer,
            Crumb(_("Its forecast"), reverse("plans:forecast", args=[customer_id])),
        ),
        "customer": plan.customer,
        "told": score_in_words(card),
        "items": shown_items(card, shown),
        "form": form,
        "writes": actor.may(Verb.WRITE_PLANS),
    }
    return render(request, "plans/retention.html", context, status=status_of(form))
