"""The prices of a contract: all of them in a list, and one that is ended or withdrawn."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.contracts import selectors, services
from clavero.contracts.forms.terms import EndPriceForm
from clavero.contracts.lists import PRICES
from clavero.contracts.views.common import crumbs, entry
from clavero.contracts.visibility import require
from clavero.identity.doors import actor_of
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.answers import or_404
from clavero.ui.lists import Listing, Rows
from clavero.ui.steps import done, sent


@for_those_who_see_sales
@require_safe
def price_list(request: HttpRequest, contract_id: int) -> HttpResponse:
    """All prices of a contract, with filters and as a file."""
    actor = actor_of(request)
    head, rows = or_404(lambda: selectors.price_rows(actor, contract_id))
    listing = Listing(PRICES, request, Rows(rows))
    context = {"listing": listing, "row": head.row, "crumbs": crumbs(head.row, itself=True)}
    return listing.answer() or render(request, "contracts/price_list.html", context)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def price(request: HttpRequest, price_id: int) -> HttpResponse:
    """End one price, or withdraw it."""
    actor = actor_of(request)
    found, row = or_404(lambda: selectors.price_seen(actor, price_id))
    require(actor)
    form = EndPriceForm(sent(request), initial={"last": found.end, "until": found.end})
    if done(form, partial(services.end_price, actor, price_id=price_id)):
        messages.success(request, _("It is kept."))
        return redirect("contracts:price_list", row.id)
    intro = _("%(price)s %(currency)s, from %(start)s to %(end)s") % {
        "price": formats.number(found.price), "currency": found.currency,
        "start": formats.day(found.start), "end": formats.day(found.end),
    }  # fmt: skip
    return entry(
        request, form, title=found.product or found.family, intro=intro, verb=_("Keep"),
        crumbs=crumbs(row, itself=True),
    )  # fmt: skip
