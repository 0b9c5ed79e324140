"""*Proposals*: what waits for a decision, and the decision on one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.playbook import selectors, services
from clavero.playbook.forms.proposals import DecideForm, decision_of
from clavero.playbook.lists import PROPOSALS, line_of
from clavero.playbook.words import KIND_NAMES
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.lists import Listing, Rows
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@for_those_who_see_sales
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits, of the accounts that the reader sees."""
    found = selectors.readable(selectors.open_proposals(actor_of(request)))
    listing = Listing(PROPOSALS, request, Rows([line_of(each) for each in found]))
    if answer := listing.answer():
        return answer
    context = {"crumbs": [Crumb(_("Playbook"), reverse("playbook:playbook"))], "listing": listing}
    return render(request, "playbook/proposals.html", context)


@allowed(Verb.DECIDE_PROPOSALS)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Decide on one."""
    actor = actor_of(request)
    try:
        shown = selectors.proposal(actor, proposal_id)
    except ObjectDoesNotExist as stranger:
        raise Http404("no such proposal for this reader") from stranger
    customer = shown.proposal.customer
    form = DecideForm(sent(request), initial=decision_of(shown))

    def keep(**given: Any) -> None:
        if given["text"] == shown.text:
            given["text"] = None
        services.decide(actor, proposal_id=proposal_id, **given)

    if done(form, keep):
        messages.success(request, _("Decided."))
        return redirect("playbook:account", customer.pk)
    context = {
        "crumbs": [
            Crumb(_("Proposals"), reverse("playbook:proposals")),
            Crumb(str(customer), reverse("playbook:account", args=[customer.pk])),
        ],
        "shown": shown,
        "kind": KIND_NAMES[shown.kind],
        "text": shown.text or _("Review of the account"),
        "form": form,
    }
    return render(request, "playbook/decide.html", context, status=status_of(form))
