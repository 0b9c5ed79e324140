"""*Lifetime value*: what the whole base of customers is likely to buy."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.ledger.notices import notice_of_holes
from clavero.lifetime import selectors
from clavero.lifetime.address import account_address
from clavero.lifetime.charts import cohorts_chart, holdout_charts
from clavero.lifetime.forms.asking import LifetimeForm
from clavero.lifetime.lists import LIFETIME, hidden_columns
from clavero.lifetime.rules.fitting import NoFit
from clavero.lifetime.sentences import (
    about_the_fit,
    finding,
    forecast_in_words,
    parameters_in_words,
)
from clavero.lifetime.tiles import lifetime_tiles
from clavero.lifetime.words import refusal_of
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.selectors import accounts
from clavero.ui.address import query_with
from clavero.ui.charts import picture_answer
from clavero.ui.lists import Listing


@for_those_who_see_sales
@require_safe
def lifetime(request: HttpRequest) -> HttpResponse:
    """The finding, the fit in words, how well it forecast, how customers stay, and the list."""
    actor = actor_of(request)
    form = LifetimeForm(request.GET, carried=LIFETIME.kept_of(request.GET))
    picture = selectors.lifetime_picture(actor, form.asked())
    if picture is None:
        may_import = actor.may(Verb.IMPORT_SALES)
        return render(request, "portfolio/nothing_yet.html", {"may_import": may_import})
    if not picture.rows and not picture.is_whole and not accounts(actor).exists():
        return render(request, "portfolio/nobody_assigned.html")
    currency = ledger.shown_currency()
    hidden = hidden_columns(picture)
    listing = Listing(LIFETIME, request, picture.listed, currency=currency, hide=hidden)
    listing.table.address = account_address(request.GET)
    if answer := listing.answer():
        return answer
    held = selectors.held_out_of(picture)
    tested = holdout_charts(held)
    cohorts = cohorts_chart(picture.cohorts, picture.data)
    if answer := picture_answer(request, [*tested, *([cohorts] if cohorts else [])]):
        return answer
    refused = picture.base.purchases
    context = {
        **notice_of_holes(actor),
        "form": form,
        "picture": picture,
        "refusal": refusal_of(refused) if isinstance(refused, NoFit) else None,
        "headline": finding(picture, currency),
        "sentences": list(about_the_fit(picture, currency)),
        "parameters": parameters_in_words(picture),
        "tiles": lifetime_tiles(
            picture,
            currency,
            state_url=lambda state: f"?{query_with(request.GET, alive=state)}#customers",
        ),
        "tested": tested,
        "not_tested": forecast_in_words(held) if held and not tested else "",
        "cohorts": cohorts,
        "listing": listing,
    }
    return render(request, "lifetime/lifetime.html", context)
