"""*Additional services*: the families that an account did not buy before."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.ledger import selectors as ledger
from clavero.opportunities import selectors
from clavero.opportunities.sentences import additional_in_words
from clavero.opportunities.tables import FamiliesTable
from clavero.opportunities.views.common import crumb_of_pipeline, tabs
from clavero.portfolio.address import customer_address, family_address
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.answers import or_404
from clavero.ui.parts import Crumb


@for_those_who_see_sales
@require_safe
def additional(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Every family, the additional ones first, with its first invoice."""
    actor = actor_of(request)
    account = or_404(lambda: selectors.account_of(actor, customer_id))
    picture = selectors.additional_services(account)
    card, currency = account.card, ledger.shown_currency()
    context = {
        "crumbs": [
            crumb_of_pipeline(),
            Crumb(card.title, customer_address(request.GET)(card.id)),
        ],
        "card": card,
        "tabs": tabs(customer_id, "additional"),
        "sentences": additional_in_words(picture, currency) if picture else [],
        "table": FamiliesTable(
            picture.lines, currency=currency, address=family_address(request.GET, card.id)
        )
        if picture and picture.lines
        else None,
    }
    return render(request, "opportunities/additional.html", context)
