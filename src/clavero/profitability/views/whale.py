"""*Profitability*: who earns the money, and who takes it away again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clavero.core.money import Money
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.portfolio.address import carried
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.selectors import accounts, data_span
from clavero.profitability import selectors
from clavero.profitability.charts import whale_chart
from clavero.profitability.forms.asking import ProfitForm
from clavero.profitability.lists import PROFIT, hidden_columns
from clavero.profitability.selectors import ProfitPicture
from clavero.profitability.selectors.rates import activity_names, capacity_names
from clavero.profitability.sentences import (
    about_the_curve,
    curve_in_words,
    not_counted_in_words,
)
from clavero.profitability.tiles import profit_tiles
from clavero.ui import formats
from clavero.ui.address import query_with
from clavero.ui.charts import picture_answer
from clavero.ui.lists import Listing


@for_those_who_see_sales
@require_safe
def whale(request: HttpRequest) -> HttpResponse:
    """The curve of a period, the list, and what of the capacities was used."""
    actor = actor_of(request)
    data = data_span()
    if data is None:
        may_import = actor.may(Verb.IMPORT_SALES)
        return render(request, "portfolio/nothing_yet.html", {"may_import": may_import})
    form = ProfitForm(request.GET, data=data, carried=PROFIT.kept_of(request.GET))
    asked = form.asked()
    picture = selectors.profit_picture(actor, period=asked.period, tree=asked.tree)
    if not picture.rows and not accounts(actor).exists():
        return render(request, "portfolio/nobody_assigned.html")
    currency = ledger.shown_currency()
    address = _account_address(request)
    hidden = hidden_columns(picture)
    listing = Listing(
        PROFIT, request, picture.listed, currency=currency, hide=hidden, period=picture.period
    )
    listing.table.address = address
    if answer := listing.answer():
        return answer
    chart = whale_chart(picture, currency=currency, address=address)
    if answer := picture_answer(request, [chart] if chart.rows else []):
        return answer
    context = {
        "form": form,
        "picture": picture,
        "currency": currency,
        "headline": curve_in_words(picture, currency) if chart.rows else "",
        "sentences": list(about_the_curve(picture, currency)),
        "tiles": profit_tiles(picture, currency, finding_url=_finding_url(request)),
        "chart": chart if chart.rows else None,
        "listing": listing,
        **_capacities(actor, picture, currency),
    }
    return render(request, "profitability/whale.html", context)


def _account_address(request: HttpRequest) -> Callable[[int], str]:
    """From a customer's id to its waterfall, in the period and tree of the page."""
    before, after = reverse("profitability:customer", args=[0]).split("0")
    tail = carried(request.GET)
    return lambda customer_id: f"{before}{customer_id}{after}{tail}"


def _finding_url(request: HttpRequest) -> Callable[[str], str]:
    return lambda finding: f"?{query_with(request.GET, finding=finding)}#customers"


def _capacities(actor: Actor, picture: ProfitPicture, currency: str) -> dict[str, Any]:
    """What of the company's capacities was used; and what nobody counted, for everybody."""
    not_counted = ""
    if picture.not_counted:
        not_counted = not_counted_in_words(picture.not_counted, activity_names())
    used: list[dict[str, Any]] = []
    if picture.used:
        names = capacity_names()
        used = [
            {
                "name": names.get(each.key, each.key),
                "cost": formats.money(Money(each.usage.capacity.cost, currency), places=0),
                "minutes": formats.number(each.usage.capacity.minutes, places=0),
                "used": formats.number(each.usage.minutes, places=0),
                "charged": formats.money(Money(each.usage.charged, currency), places=0),
                "unused": formats.number(each.usage.unused_minutes, places=0),
                "unused_cost": formats.money(Money(each.usage.unused_cost, currency), places=0),
                "is_overloaded": each.usage.is_overloaded,
            }
            for each in picture.used
        ]
    return {
        "used": used,
        "not_counted": not_counted,
        "sets_rates": actor.may(Verb.SET_SERVING_RATES),
        "sees_rates": actor.may(Verb.SEE_WHOLE_PORTFOLIO),
    }
