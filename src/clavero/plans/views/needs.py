"""The needs of a customer, as its plan has them: what they are, and what answers them."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.opportunities.sentences import need_in_words
from clavero.plans import selectors, services
from clavero.plans.forms.rows import LinkForm, target_of
from clavero.plans.rules.catalogue import Section
from clavero.plans.views._common import (
    crumbs_to,
    demand,
    of_accounts_seen,
    targets_of,
)
from clavero.plans.views.plan import section_address
from clavero.plans.views.tending import page
from clavero.ui.steps import done, sent, status_of


@page
def need(request: HttpRequest, customer_id: int, need_id: int) -> HttpResponse:
    """A need, what the plan answers it with, and a form to say so."""
    actor = actor_of(request)
    plan, row = selectors.need_in_plan(actor, customer_id, need_id)
    if request.method == "POST":
        demand(actor, Verb.WRITE_PLANS)
    form = LinkForm(sent(request), targets=targets_of(plan))
    link = partial(services.link_need, actor, customer_id=customer_id, need_id=need_id)
    if request.method == "POST" and done(form, lambda target: link(**target_of(target))):
        messages.success(request, _("They go together."))
        return redirect("plans:need", customer_id, need_id)
    here = urlencode({"here": reverse("plans:need", args=[customer_id, need_id])})
    context = {
        "crumbs": crumbs_to(plan.customer),
        "customer": plan.customer,
        "need": row,
        "known": need_in_words(row),
        "links": [
            (link, text, reverse("plans:unlink_need", args=[customer_id, need_id, link.pk]))
            for link, text in selectors.links_of(plan, need_id=need_id)
        ],
        "form": form,
        "writes": actor.may(Verb.WRITE_PLANS),
        "change": f"{reverse('opportunities:change_need', args=[need_id])}?{here}"
        if actor.may(Verb.TEND_OPPORTUNITIES) and row.is_open
        else "",
        "back": section_address(customer_id, Section.NEEDS),
    }
    return render(request, "plans/need.html", context, status=status_of(form))


@of_accounts_seen
@require_POST
def unlink_need(request: HttpRequest, customer_id: int, need_id: int, link_id: int) -> HttpResponse:
    """They have nothing to do with each other."""
    services.unlink_need(
        actor_of(request), customer_id=customer_id, need_id=need_id, link_id=link_id
    )
    messages.success(request, _("The link is taken away."))
    return redirect("plans:need", customer_id, need_id)
