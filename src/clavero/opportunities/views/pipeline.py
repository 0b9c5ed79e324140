"""*Pipeline*: all opportunities as a board and as a list, and those of one account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clavero.core.revisions import revisions_of
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.opportunities import selectors, services
from clavero.opportunities.forms.pipeline import MoveForm
from clavero.opportunities.lists import (
    ONCE_ENDED,
    ONLY_IN_PIPELINE_FILES,
    PIPELINE,
    WHILE_OPEN,
)
from clavero.opportunities.models import Opportunity
from clavero.opportunities.sentences import pipeline_in_words
from clavero.opportunities.showing import board
from clavero.opportunities.tables import EndedTable
from clavero.opportunities.views.common import crumb_of_pipeline, refuse_readers, tabs
from clavero.opportunities.words import stage_name
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.address import EXPORT
from clavero.ui.answers import or_404
from clavero.ui.lists import Listing, Rows
from clavero.ui.parts import Crumb
from clavero.ui.steps import done

BOARD, TABLE, ENDED = "board", "table", "ended"


@for_those_who_see_sales
@require_safe
def pipeline(request: HttpRequest) -> HttpResponse:
    """What is under way with all accounts that the reader sees: a board or a list; or what has
    ended."""
    actor = actor_of(request)
    view = request.GET.get("view", BOARD)
    view = view if view in {TABLE, ENDED} else BOARD
    found, currency = selectors.pipeline(actor), ledger.shown_currency()
    context = {
        "view": view,
        "sentences": pipeline_in_words(found, currency),
        "tends": actor.may(Verb.TEND_OPPORTUNITIES),
    }
    if view == BOARD and EXPORT not in request.GET:
        seen = revisions_of(Opportunity, [str(row.id) for row in found.rows])
        return render(
            request, "opportunities/pipeline.html", {**context, **board(found, currency, seen)}
        )
    rows = selectors.ended_rows(actor) if view == ENDED else found.rows
    hidden = [] if EXPORT in request.GET else list(ONLY_IN_PIPELINE_FILES)
    hidden += ONCE_ENDED if view == ENDED else WHILE_OPEN
    listing = Listing(PIPELINE, request, Rows(list(rows)), currency=currency, hide=hidden)
    return listing.answer() or render(
        request, "opportunities/pipeline.html", {**context, "listing": listing}
    )


@for_those_who_see_sales
@require_safe
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The opportunities of one account, those under way as a board."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.account_opportunities(actor, customer_id))
    card, currency = found.account.card, ledger.shown_currency()
    running = found.pipeline
    seen = revisions_of(Opportunity, [str(row.id) for row in running.rows])
    context = {
        "crumbs": [
            crumb_of_pipeline(),
            Crumb(card.title, customer_address(request.GET)(card.id)),
        ],
        "card": card,
        "tabs": tabs(customer_id, "account"),
        "tends": actor.may(Verb.TEND_OPPORTUNITIES),
        "sentences": pipeline_in_words(running, currency),
        "ended": EndedTable(found.ended, currency=currency) if found.ended else None,
        **board(running, currency, seen),
    }
    return render(request, "opportunities/account.html", context)


@for_those_who_see_sales
@require_POST
def move(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """Into another stage, from the board."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.opportunity_seen(actor, opportunity_id))
    refuse_readers(actor, "POST")
    stages = [(key, stage_name(key)) for key in found.stages.keys]
    form = MoveForm(request.POST, stages=stages)

    def keep(*, stage: str, seen: int) -> None:
        services.move_opportunity(actor, opportunity_id=opportunity_id, stage=stage, seen=seen)

    if done(form, keep):
        messages.success(request, _("“%(title)s” is moved.") % {"title": found.row.title})
        return redirect(_back(request, opportunity_id))
    for sentence in [text for texts in form.errors.values() for text in texts]:
        messages.error(request, str(sentence))
    return redirect("opportunities:opportunity", opportunity_id)


def _back(request: HttpRequest, opportunity_id: int) -> str:
    """The board on which it was moved, if it is one of ours."""
    back = request.POST.get("back", "")
    ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if ours else reverse("opportunities:opportunity", args=[opportunity_id])
