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
from django.utils.translation import gettext_lazy

from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.plans import selectors, services
from clavero.plans.examples import shown_examples
from clavero.plans.forms.value import InitiativeForm, SignForm, initiative_initial
from clavero.plans.models import Initiative, Objective, Plan
from clavero.plans.rules.catalogue import Section
from clavero.plans.selectors import RowSeen
from clavero.plans.valuing import shown_win_win
from clavero.plans.views._common import crumbs_to, demand, people_of_account
from clavero.plans.views.plan import redirect_to_section
from clavero.plans.views.tending import (
    Adding,
    Changing,
    Retiring,
    adding,
    changing,
    page,
    retiring,
)
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


def _new(request: HttpRequest, actor: Actor, plan: Plan) -> InitiativeForm:
    given = request.GET
    start = {name: given[name] for name in ("kind", "text", "answers") if name in given}
    if "customer_value" in given:
        start["customer_value"] = given["customer_value"]
    return _form(request, actor, plan, {"owner_id": actor.user_id, **start}, is_new=True)


def _changed(request: HttpRequest, actor: Actor, found: RowSeen[Initiative]) -> InitiativeForm:
    initial = {**initiative_initial(found.row), "seen": found.seen}
    return _form(request, actor, found.row.plan, initial, is_new=False)


def _form(
    request: HttpRequest, actor: Actor, plan: Plan, initial: Mapping[str, Any], *, is_new: bool
) -> InitiativeForm:
    return InitiativeForm(
        sent(request),
        initial=dict(initial),
        people=people_of_account(plan.customer_id),
        objectives=selectors.choices_of(plan, Objective),
        is_new=is_new,
    )


def _worth(_actor: Actor, row: Initiative) -> dict[str, Any]:
    """What it is worth to both."""
    forecast = getattr(row.plan, "forecast", None)
    currency = ledger.shown_currency()
    test = None if forecast is None else selectors.win_win_of(row.plan, forecast, row)
    return {
        "test": shown_win_win(test, currency),
        "has_forecast": forecast is not None,
        "actions": selectors.actions_of_initiative(row),
        "today": timezone.localdate(),
        "currency": currency,
    }


def _lands(plan: Plan) -> HttpResponse:
    return redirect_to_section(plan.customer_id, Section.INITIATIVES)


add_initiative = adding(
    Adding(
        form=_new,
        add=services.add_initiative,
        title=gettext_lazy("A new initiative"),
        added=gettext_lazy("The initiative is in the plan."),
        lands=_lands,
        examples=lambda customer_id: shown_examples(customer_id, Section.INITIATIVES),
    )
)
initiative = changing(
    Changing(
        model=Initiative,
        argument="initiative_id",
        out="plans:retire_initiative",
        form=_changed,
        change=services.change_initiative,
        title=lambda _row: gettext_lazy("Initiative for both"),
        is_answer=True,
        lands=lambda row: _lands(row.plan),
        template="plans/initiative.html",
        more=_worth,
    )
)
retire_initiative = retiring(
    Retiring(
        model=Initiative,
        argument="initiative_id",
        page="plans:initiative",
        retire=services.retire_initiative,
        title=gettext_lazy("Take an initiative out"),
        lands=lambda row: _lands(row.plan),
        consequence=gettext_lazy("What is given up is dropped instead, and stays in sight."),
    )
)


@page
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
