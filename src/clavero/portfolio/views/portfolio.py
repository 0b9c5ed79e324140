"""*Portfolio*: who the key accounts are, and how much depends on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.portfolio import charts, selectors
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.forms.picture import PictureForm
from clavero.portfolio.lists import PORTFOLIO, counted_by, hidden_columns, portfolio_screen
from clavero.portfolio.marks import marks_for
from clavero.portfolio.selectors import PortfolioPicture, StressPicture
from clavero.portfolio.selectors.picture import Mover
from clavero.portfolio.sentences import compared, headline
from clavero.portfolio.tiles import concentration_inputs, portfolio_tiles
from clavero.portfolio.words import ALERT_BADGES, ALERT_SENTENCES, ALERT_TONES, BASIS_NAMES
from clavero.ui.charts import Chart, picture_answer
from clavero.ui.lists import Listing
from clavero.ui.navigation import Place, entries_for

Address = Callable[[int], str]
FIRST_MOVERS = 8
MOST_MOVERS = 24  # each way; among tens of thousands of customers there are thousands


@for_those_who_see_sales
@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """The picture of a period: Pareto, the list, concentration, and what a loss would do."""
    actor = actor_of(request)
    data = selectors.data_span()
    if data is None:
        may_import = actor.may(Verb.IMPORT_SALES)
        return render(request, "portfolio/nothing_yet.html", {"may_import": may_import})
    form = PictureForm(request.GET, data=data, carried=PORTFOLIO.kept_of(request.GET))
    asked = form.asked()
    picture = selectors.portfolio_picture(
        actor, period=asked.period, by=asked.by, compare=asked.compare, tree=asked.tree
    )
    if not picture.summary.customers and not selectors.accounts(actor).exists():
        return render(request, "portfolio/nobody_assigned.html")
    currency = ledger.shown_currency()
    address = customer_address(request.GET)
    listing = _listing(request, picture, currency, address)
    if answer := listing.answer():
        return answer
    stress = _stress(actor, picture)
    pictures = _charts(picture, stress, currency, address)
    if answer := picture_answer(request, list(pictures.values())):
        return answer
    context = {
        "form": form,
        "picture": picture,
        "currency": currency,
        "has_sales": bool(picture.summary.customers or picture.summary.net_sales),
        "sees_team": actor.may(Verb.SEE_TEAM_ACCOUNTS),
        "headline": headline(picture),
        "compared": list(compared(picture, currency)),
        "tiles": portfolio_tiles(picture, currency),
        "charts": pictures,
        "alerts": _alerts(picture, address),
        "listing": listing,
        "movers": _movers(picture, address),
        "concentration": [(each.label, each.value) for each in concentration_inputs(picture)],
        **_stress_context(actor, stress, currency, address),
        "entries": entries_for(actor, Place.PORTFOLIO),
    }
    return render(request, "portfolio/portfolio.html", context)


def _listing(
    request: HttpRequest, picture: PortfolioPicture, currency: str, address: Address
) -> Listing:
    listing = Listing(
        portfolio_screen(picture),
        request,
        picture.listed,
        currency=currency,
        hide=hidden_columns(picture),
        period=picture.summary.period,
        counted_by=counted_by(picture),
    )
    listing.table.address = address
    shape = selectors.structure_at(picture.versions.structure)
    listing.table.show_marks(marks_for(actor_of(request), shape))
    return listing


def _charts(
    picture: PortfolioPicture, stress: StressPicture | None, currency: str, address: Address
) -> dict[str, Chart]:
    """The charts that have something to show."""
    pictures = {}
    if picture.rows:
        pictures = {
            "pareto": charts.pareto_chart(picture, currency=currency, address=address),
            "lorenz": charts.lorenz_chart(picture),
            "largest": charts.concentration_chart(picture),
        }
    if stress is not None and stress.figures.currency == currency:
        pictures["stress"] = charts.stress_chart(stress, address=address)
    return pictures


def _alerts(picture: PortfolioPicture, address: Address) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "url": address(row.id) if row.id else "",
            "badge": ALERT_BADGES[row.alert],
            "tone": ALERT_TONES[row.alert],
            "sentence": ALERT_SENTENCES[row.alert],
        }
        for row in picture.alerts
        if row.alert
    ]


def _movers(picture: PortfolioPicture, address: Address) -> dict[str, dict[str, Any]] | None:
    """Who entered and who left class A, with their pages; ``None`` where nobody did."""
    comparison = picture.comparison
    if comparison is None or not (comparison.entered_a or comparison.left_a):
        return None

    def told(movers: list[Mover]) -> dict[str, Any]:
        shown = [(mover, address(mover.id) if mover.id else "") for mover in movers[:MOST_MOVERS]]
        return {
            "count": len(movers),
            "first": shown[:FIRST_MOVERS],
            "more": shown[FIRST_MOVERS:],
            "rest": len(movers) - len(shown),
        }

    return {"entered": told(comparison.entered_a), "left": told(comparison.left_a)}


def _stress(actor: Actor, picture: PortfolioPicture) -> StressPicture | None:
    if not actor.may(Verb.SEE_COMPANY_FIGURES):
        return None
    return selectors.stress_picture(actor, picture)


def _stress_context(
    actor: Actor, stress: StressPicture | None, currency: str, address: Address
) -> dict[str, Any]:
    """The loss stress test, for those who see the company's figures."""
    if not actor.may(Verb.SEE_COMPANY_FIGURES):
        return {"sees_figures": False}
    return {
        "sees_figures": True,
        "enters_figures": actor.may(Verb.ENTER_COMPANY_FIGURES),
        "stress": stress,
        "is_other_currency": stress is not None and stress.figures.currency != currency,
        "at_risk": [
            (each, address(each.id) if each.id else "", BASIS_NAMES[each.basis])
            for each in (stress.accounts if stress else [])
        ],
    }
