"""Initiatives for both sides: added, changed, signed by the customer, taken out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.plans import selectors, services
from clavero.plans.forms.value import InitiativeForm, SignForm, initiative_initial
from clavero.plans.models import Initiative, Objective, Plan
from clavero.plans.rules.catalogue import Section
from clavero.plans.valuing import shown_win_win
from clavero.plans.views._common import (
    crumbs_to,
    demand,
    of_accounts_seen,
    people_of_account,
    plan_or_404,
)
from clavero.plans.views.plan import redirect_to_section
from clavero.ui.answers import ask
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def add_initiative(request: HttpRequest, customer_id: int) -> HttpResponse:
    """An idea for both sides."""
    actor = actor_of(request)
    plan = plan_or_404(selectors.plan_seen(actor, customer_id))
    demand(actor, Verb.WRITE_PLANS)
    form = _form(request, actor, plan, {"owner_id": actor.user_id}, is_new=True)

    def keep(seen: int, **given: Any) -> None:
        services.add_initiative(actor, customer_id=customer_id, **given)

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("The initiative is in the plan."))
        return redirect_to_section(customer_id, Section.INITIATIVES)
    context = {
        "crumbs": crumbs_to(plan.customer),
        "title": _("A new initiative"),
        "form": form,
        "verb": _("Add"),
        "back": reverse("plans:plan", args=[customer_id]),
    }
    return render(request, "plans/form.html", context, status=status_of(form))


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def initiative(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """An initiative: what it is worth to both, and its figures."""
    actor = actor_of(request)
    found = selectors.row_seen(actor, Initiative, initiative_id)
    row, customer = found.row, found.row.plan.customer
    if request.method == "POST":
        demand(actor, Verb.WRITE_PLANS)
    initial = {**initiative_initial(row), "seen": found.seen}
    form = _form(request, actor, row.plan, initial, is_new=False)

    def keep(**given: Any) -> None:
        services.change_initiative(actor, initiative_id=initiative_id, **given)

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("It is written down."))
        return redirect_to_section(customer.pk, Section.INITIATIVES)
    forecast = getattr(row.plan, "forecast", None)
    currency = ledger.shown_currency()
    test = None if forecast is None else selectors.win_win_of(row.plan, forecast, row)
    context = {
        "crumbs": crumbs_to(customer),
        "title": _("Initiative for both"),
        "row": row,
        "form": form,
        "writes": found.writes,
        "test": shown_win_win(test, currency),
        "has_forecast": forecast is not None,
        "currency": currency,
        "take_out": reverse("plans:retire_initiative", args=[initiative_id]),
        "changes": selectors.changes_of_row(row),
        "back": reverse("plans:plan", args=[customer.pk]),
    }
    return render(request, "plans/initiative.html", context, status=status_of(form))


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def sign_value(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """The customer has signed a value."""
    actor = actor_of(request)
    found = selectors.row_seen(actor, Initiative, initiative_id)
    row = found.row
    demand(actor, Verb.WRITE_PLANS)
    initial = {
        "value": row.customer_value,
        "by": row.customer_owner,
        "on": timezone.localdate(),
        "seen": found.seen,
    }
    form = SignForm(sent(request), initial=initial)

    def keep(value: Decimal, **given: Any) -> None:
        services.sign_value(actor, initiative_id=initiative_id, value=value, **given)

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("The value is signed."))
        return redirect("plans:initiative", initiative_id)
    back = reverse("plans:initiative", args=[initiative_id])
    context = {
        "crumbs": crumbs_to(row.plan.customer, Crumb(row.text, back)),
        "title": _("The customer has signed"),
        "form": form,
        "verb": _("Keep the signed value"),
        "back": back,
    }
    return render(request, "plans/form.html", context, status=status_of(form))


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def retire_initiative(request: HttpRequest, initiative_id: int) -> HttpResponse:
    """It was a mistake."""
    actor = actor_of(request)
    row = selectors.row_seen(actor, Initiative, initiative_id).row
    demand(actor, Verb.WRITE_PLANS)
    if request.method == "POST":
        services.retire_initiative(actor, initiative_id=initiative_id)
        messages.success(request, _("It is out of the plan."))
        return redirect_to_section(row.plan.customer_id, Section.INITIATIVES)
    return ask(
        request,
        title=_("Take an initiative out"),
        question=_("Take “%(text)s” out of the plan?") % {"text": row.text},
        consequences=[_("What is given up is dropped instead, and stays in sight.")],
        verb=_("Take it out"),
        back=reverse("plans:initiative", args=[initiative_id]),
        is_destructive=True,
    )


def _form(
    request: HttpRequest, actor: Actor, plan: Plan, initial: Mapping[str, Any], *, is_new: bool
) -> InitiativeForm:
    return InitiativeForm(
        sent(request),
        initial=dict(initial),
        people=people_of_account(actor, plan.customer_id),
        objectives=selectors.choices_of(plan, Objective),
        is_new=is_new,
    )
