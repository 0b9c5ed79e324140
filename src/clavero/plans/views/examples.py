"""Examples: how a good row of a section reads, and one of them as a start."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.plans import selectors
from clavero.plans.examples import shown_examples
from clavero.plans.rules.catalogue import Section
from clavero.plans.views._common import crumbs_to, of_accounts_seen, plan_or_404
from clavero.plans.views.plan import section_address
from clavero.plans.words import SECTION_NAMES, SECTION_QUESTIONS


@of_accounts_seen
@require_safe
def examples(request: HttpRequest, customer_id: int, number: int) -> HttpResponse:
    """The examples of a section, each to be taken over into the form."""
    actor = actor_of(request)
    plan = plan_or_404(selectors.plan_seen(actor, customer_id))
    if number not in set(Section):
        raise Http404("no such section")
    section = Section(number)
    context = {
        "crumbs": crumbs_to(plan.customer),
        "customer": plan.customer,
        "name": SECTION_NAMES[section],
        "question": SECTION_QUESTIONS[section],
        "examples": shown_examples(customer_id, section),
        "writes": actor.may(Verb.WRITE_PLANS),
        "back": section_address(customer_id, section),
    }
    return render(request, "plans/examples.html", context)
