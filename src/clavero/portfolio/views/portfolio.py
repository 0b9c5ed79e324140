"""*Portfolio*: who the key accounts are, and how much depends on them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.portfolio import charts, selectors
from clavero.portfolio.address import customer_address
from clavero.portfolio.forms.picture import PictureForm
from clavero.portfolio.lists import PORTFOLIO
from clavero.portfolio.rules.picture import By
from clavero.portfolio.selectors import PortfolioPicture, StressPicture
from clavero.portfolio.tiles import headline, portfolio_tiles
from clavero.portfolio.views.doors import for_those_who_see_sales
from clavero.portfolio.words import ALERT_NAMES, BASIS_NAMES
from clavero.ui.charts import picture_answer
from clavero.ui.lists import Listing


@for_those_who_see_sales
@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """The picture of a period: Pareto, concentration, the list, and what a loss would do."""
    actor = actor_of(request)
    data = selectors.data_span()
    if data is None:
        may_import = actor.may(Verb.IMPORT_SALES)
        return render(request, "portfolio/nothing_yet.html", {"may_import": may_import})
    form = PictureForm(request.GET, data=data)
    asked = form.asked()
    picture = selectors.portfolio_picture(
        actor, period=asked.period, by=asked.by, compare=asked.compare, tree=asked.tree
    )
    currency = ledger.shown_currency()
    address = customer_address(request.GET)
    stress = _stress(actor, picture)
    pictures = {
        "pareto": charts.pareto_chart(picture, currency=currency, address=address),
        "lorenz": charts.lorenz_chart(picture),
        "largest": charts.concentration_chart(picture),
    }
    if stress is not None:
        pictures["stress"] = charts.stress_chart(stress, address=address)
    if answer := picture_answer(request, list(pictures.values())):
        return answer
    listing = _listing(request, picture, currency)
    return listing.answer() or render(
        request,
        "portfolio/portfolio.html",
        {
            "form": form,
            "picture": picture,
            "currency": currency,
            "by_contribution": picture.by is By.CONTRIBUTION,
            "headline": headline(picture),
            "tiles": portfolio_tiles(picture, currency),
            "charts": pictures,
            "alerts": [
                (row, ALERT_NAMES[row.alert], address(row.id) if row.id else "")
                for row in picture.alerts
                if row.alert
            ],
            "movers": _movers(picture),
            "stress": stress,
            "bases": BASIS_NAMES,
            "sees_figures": actor.may(Verb.SEE_COMPANY_FIGURES),
            "enters_figures": actor.may(Verb.ENTER_COMPANY_FIGURES),
            "listing": listing,
        },
    )


def _stress(actor: Actor, picture: PortfolioPicture) -> StressPicture | None:
    if not actor.may(Verb.SEE_COMPANY_FIGURES):
        return None
    return selectors.stress_picture(actor, picture)


def _listing(request: HttpRequest, picture: PortfolioPicture, currency: str) -> Listing:
    hidden = [] if picture.comparison and picture.comparison.is_covered else ["growth"]
    if picture.is_margin_unknown:
        hidden += ["contribution", "margin"]
    if not picture.alerts:
        hidden += ["alert"]
    listing = Listing(PORTFOLIO, request, picture.listed, currency=currency, hide=hidden)
    listing.table.address = customer_address(request.GET)
    return listing


def _movers(picture: PortfolioPicture) -> bool:
    comparison = picture.comparison
    return bool(comparison and (comparison.entered_a or comparison.left_a))
