"""Requests for means: asked, decided by an executive, in one plan and of all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.plans import selectors, services
from clavero.plans.forms.value import DecisionForm, RequestForm, request_initial
from clavero.plans.models import Initiative, ResourceRequest
from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.kinds import RequestState
from clavero.plans.views._common import crumbs_to, demand, of_accounts_seen, plan_or_404
from clavero.plans.views.plan import redirect_to_section
from clavero.plans.words import REQUEST_KIND_NAMES, REQUEST_STATE_NAMES, REQUEST_STATE_TONES
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.answers import ask
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


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def add_request(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Ask for means."""
    actor = actor_of(request)
    plan = plan_or_404(selectors.plan_seen(actor, customer_id))
    demand(actor, Verb.WRITE_PLANS)
    form = RequestForm(sent(request), initiatives=selectors.choices_of(plan, Initiative))

    def keep(seen: int, **given: Any) -> None:
        services.request_resources(actor, customer_id=customer_id, **given)

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("It is asked for; an executive decides."))
        return redirect_to_section(customer_id, Section.RESOURCES)
    context = {
        "crumbs": crumbs_to(plan.customer),
        "title": _("Ask for means"),
        "form": form,
        "verb": _("Ask for it"),
        "back": reverse("plans:plan", args=[customer_id]),
    }
    return render(request, "plans/form.html", context, status=status_of(form))


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
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
        return redirect_to_section(customer.pk, Section.RESOURCES)
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


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def retire_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """It is no longer asked for."""
    actor = actor_of(request)
    row = selectors.row_seen(actor, ResourceRequest, request_id).row
    demand(actor, Verb.WRITE_PLANS)
    if request.method == "POST":
        services.retire_request(actor, request_id=request_id)
        messages.success(request, _("It is no longer asked for."))
        return redirect_to_section(row.plan.customer_id, Section.RESOURCES)
    return ask(
        request,
        title=_("No longer ask for it"),
        question=_("Take “%(text)s” out of the plan?") % {"text": row.text},
        consequences=[_("The history keeps it, and approved versions hold it as it was.")],
        verb=_("Take it out"),
        back=reverse("plans:resource", args=[request_id]),
        is_destructive=True,
    )
