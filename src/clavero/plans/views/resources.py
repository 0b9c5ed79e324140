"""Requests for means: asked, decided by an executive, in one plan and of all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.plans import selectors, services
from clavero.plans.forms.value import DecisionForm, RequestForm, request_initial
from clavero.plans.models import Initiative, Plan, ResourceRequest
from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.kinds import RequestState
from clavero.plans.views._common import crumbs_to, demand
from clavero.plans.views.plan import redirect_to_section
from clavero.plans.views.tending import Adding, Retiring, adding, page, retiring
from clavero.plans.words import REQUEST_KIND_NAMES, REQUEST_STATE_NAMES, REQUEST_STATE_TONES
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@for_those_who_see_sales
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """What the plans of the reader's accounts ask for and nobody has decided."""
    actor = actor_of(request)
    rows = selectors.waiting_requests(actor)
    context = {
        "crumbs": [Crumb(_("Customer plans"), reverse("plans:home"))],
        "rows": [(row, REQUEST_KIND_NAMES[row.kind]) for row in rows],
        "currency": ledger.shown_currency(),
        "decides": actor.may(Verb.DECIDE_RESOURCES),
    }
    return render(request, "plans/requests.html", context)


def _lands(plan: Plan) -> HttpResponse:
    return redirect_to_section(plan.customer_id, Section.RESOURCES)


def _new(request: HttpRequest, _actor: Actor, plan: Plan) -> RequestForm:
    return RequestForm(sent(request), initiatives=selectors.choices_of(plan, Initiative))


add_request = adding(
    Adding(
        form=_new,
        add=services.request_resources,
        title=gettext_lazy("Ask for means"),
        added=gettext_lazy("It is asked for; an executive decides."),
        lands=_lands,
        verb=gettext_lazy("Ask for it"),
    )
)
retire_request = retiring(
    Retiring(
        model=ResourceRequest,
        argument="request_id",
        page="plans:resource",
        retire=services.retire_request,
        title=gettext_lazy("No longer ask for it"),
        lands=lambda row: _lands(row.plan),
        retired=gettext_lazy("It is no longer asked for."),
    )
)


@page
def resource(request: HttpRequest, request_id: int) -> HttpResponse:
    """What is asked for; whoever asked changes it, an executive decides on it."""
    actor = actor_of(request)
    found = selectors.row_seen(actor, ResourceRequest, request_id)
    row, customer = found.row, found.row.plan.customer
    is_open = row.state == RequestState.REQUESTED
    decides = actor.may(Verb.DECIDE_RESOURCES)
    if request.method == "POST" and not decides:
        demand(actor, Verb.WRITE_PLANS)
    form: Any
    if decides:
        form = DecisionForm(sent(request), initial={"seen": found.seen})
    else:
        form = RequestForm(
            sent(request),
            initial={**request_initial(row), "seen": found.seen},
            initiatives=selectors.choices_of(row.plan, Initiative),
        )

    def keep(**given: Any) -> None:
        verb = services.decide_request if decides else services.change_request
        verb(actor, request_id=request_id, **given)

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("It is decided.") if decides else _("It is written down."))
        if decides:
            return redirect("plans:requests")
        return _lands(row.plan)
    context = {
        "crumbs": crumbs_to(customer),
        "title": REQUEST_KIND_NAMES[row.kind],
        "row": row,
        "form": form,
        # What was written stays in sight where somebody else has decided meanwhile.
        "decides": decides and (is_open or form.is_bound),
        "writes": found.writes and (is_open or form.is_bound) and not decides,
        "state": REQUEST_STATE_NAMES[row.state],
        "tone": REQUEST_STATE_TONES[row.state],
        "currency": ledger.shown_currency(),
        "take_out": reverse("plans:retire_request", args=[request_id]),
        "changes": selectors.changes_of_row(row),
        "back": reverse("plans:plan", args=[customer.pk]),
    }
    return render(request, "plans/request.html", context, status=status_of(form))
