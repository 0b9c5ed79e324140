"""Objectives: added, changed, taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.kpis.rules.kpi import Level
from clavero.kpis.selectors import catalogue
from clavero.kpis.words import name_of
from clavero.plans import selectors, services
from clavero.plans.forms.work import ObjectiveForm, objective_initial
from clavero.plans.models import Objective
from clavero.plans.rules.catalogue import Section
from clavero.plans.views._common import crumbs_to, demand, of_accounts_seen, people_of_account
from clavero.plans.views.plan import redirect_to_section
from clavero.portfolio.selectors import accounts
from clavero.ui.answers import ask
from clavero.ui.steps import done, sent, status_of


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def add_objective(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Something is to be reached."""
    actor = actor_of(request)
    customer = accounts(actor).get(pk=customer_id)
    demand(actor, Verb.WRITE_PLANS)
    form = _form(request, actor, customer_id, {"owner_id": actor.user_id})

    def keep(seen: int, **given: Any) -> None:
        services.add_objective(actor, customer_id=customer_id, **given)

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("The objective is in the plan."))
        return redirect_to_section(customer_id, Section.OBJECTIVES)
    context = {
        "crumbs": crumbs_to(customer),
        "title": _("A new objective"),
        "form": form,
        "verb": _("Add"),
        "back": reverse("plans:plan", args=[customer_id]),
    }
    return render(request, "plans/form.html", context, status=status_of(form))


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def objective(request: HttpRequest, objective_id: int) -> HttpResponse:
    """An objective: changed, with its history."""
    actor = actor_of(request)
    found = selectors.row_seen(actor, Objective, objective_id)
    row, customer = found.row, found.row.plan.customer
    if request.method == "POST":
        demand(actor, Verb.WRITE_PLANS)
    initial = {**objective_initial(row, catalogue().by_key), "seen": found.seen}
    form = _form(request, actor, customer.pk, initial)

    def keep(**given: Any) -> None:
        services.change_objective(actor, objective_id=objective_id, **given)

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("It is written down."))
        return redirect_to_section(customer.pk, Section.OBJECTIVES)
    context = {
        "crumbs": crumbs_to(customer),
        "title": _("Objective"),
        "row": row,
        "form": form,
        "writes": found.writes,
        "take_out": reverse("plans:retire_objective", args=[objective_id]),
        "changes": selectors.changes_of_row(row),
        "back": reverse("plans:plan", args=[customer.pk]),
    }
    return render(request, "plans/row.html", context, status=status_of(form))


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def retire_objective(request: HttpRequest, objective_id: int) -> HttpResponse:
    """It is no longer wanted."""
    actor = actor_of(request)
    row = selectors.row_seen(actor, Objective, objective_id).row
    demand(actor, Verb.WRITE_PLANS)
    if request.method == "POST":
        services.retire_objective(actor, objective_id=objective_id)
        messages.success(request, _("It is out of the plan."))
        return redirect_to_section(row.plan.customer_id, Section.OBJECTIVES)
    return ask(
        request,
        title=_("Take an objective out"),
        question=_("Take “%(text)s” out of the plan?") % {"text": row.text},
        consequences=[_("The history keeps it, and approved versions hold it as it was.")],
        verb=_("Take it out"),
        back=reverse("plans:objective", args=[objective_id]),
        is_destructive=True,
    )


def _form(
    request: HttpRequest, actor: Actor, customer_id: int, initial: Mapping[str, Any]
) -> ObjectiveForm:
    known = catalogue()
    return ObjectiveForm(
        sent(request),
        initial=dict(initial),
        people=people_of_account(actor, customer_id),
        kpis=[
            (kpi.key, name_of(kpi, known.names))
            for kpi in known.kpis
            if Level.ACCOUNT in kpi.levels
        ],
        known=known.by_key,
    )
