"""Factors of success: where we fall short, and what the matrix could learn from them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.matrix.rules.evidence import Source
from clavero.matrix.words import SOURCE_NAMES
from clavero.plans import selectors, services
from clavero.plans.forms.factors import ProposeForm, ids_sent
from clavero.plans.rules.factors import weighs_right
from clavero.plans.rules.kinds import DraftState
from clavero.plans.tools import row_address, shown_factors, tabs, weights_together
from clavero.plans.views._common import crumbs_to, demand, of_accounts_seen
from clavero.plans.views.tending import page
from clavero.plans.words.states import DRAFT_STATE_NAMES, DRAFT_STATE_TONES
from clavero.ui import formats
from clavero.ui.steps import done, sent, status_of


@page
def factors(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The gaps, the widest first; a form that proposes the scores to the matrix."""
    actor = actor_of(request)
    rows = selectors.tool_rows(actor, customer_id, "csf")
    if request.method == "POST":
        demand(actor, Verb.WRITE_PLANS)
    names = selectors.position_criteria()
    drafts = selectors.drafts_of(rows.plan)
    shown = shown_factors(rows)
    form = ProposeForm(
        sent(request),
        factors=[(each.item.pk, each.item.text) for each in shown],
        criteria=names,
        known={number: each.criterion for each in drafts for number in each.factors},
    )

    def keep(**given: Any) -> None:
        services.propose_scores(actor, customer_id=customer_id, **given)

    here = reverse("plans:factors", args=[customer_id])
    if request.method == "POST" and done(form, keep):
        messages.success(request, _("The scores are proposed; they count once they are accepted."))
        return redirect(f"{here}#proposed-title")
    waiting = [each for each in drafts if each.state == DraftState.PROPOSED]
    data = rows.data.values()
    context = {
        "crumbs": crumbs_to(rows.plan.customer),
        "customer": rows.plan.customer,
        "tabs": tabs(customer_id, "factors"),
        "writes": rows.writes,
        "factors": shown,
        "weights": weights_together(data),
        "is_hundred": weighs_right(data),
        "add": row_address(customer_id, "csf", here, weight=""),
        "form": form,
        "drafts": [
            (
                each,
                names.get(each.criterion, each.criterion),
                DRAFT_STATE_NAMES[each.state],
                DRAFT_STATE_TONES[each.state],
                SOURCE_NAMES[Source(each.source)],
            )
            for each in drafts
        ],
        "waiting": waiting,
        "scores": actor.may(Verb.SCORE_ACCOUNTS) and bool(waiting),
    }
    return render(request, "plans/factors.html", context, status=status_of(form))


@of_accounts_seen
@require_POST
def decide_scores(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Take the proposed scores into the matrix, or leave it as it is."""
    actor = actor_of(request)
    drafts = ids_sent(request.POST.getlist("draft"))
    if "refuse" in request.POST:
        services.refuse_scores(actor, customer_id=customer_id, drafts=drafts)
        messages.success(request, _("The matrix stays as it is."))
        return redirect("plans:factors", customer_id)
    count = services.accept_scores(actor, customer_id=customer_id, drafts=drafts)
    told = ngettext(
        "%(count)s score is in the matrix now.", "%(count)s scores are in the matrix now.", count
    )
    messages.success(request, told % {"count": formats.number(count)})
    return redirect("matrix:why", customer_id)
