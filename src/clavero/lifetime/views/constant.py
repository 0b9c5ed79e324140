"""*At constant retention*: one account worth a margin as long as it stays, reckoned by hand."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.ledger import selectors as ledger
from clavero.lifetime import selectors
from clavero.lifetime.charts import years_chart
from clavero.lifetime.forms.studies import ConstantForm
from clavero.lifetime.lists import YEARS
from clavero.lifetime.lists.years import year_lines
from clavero.lifetime.rules.staying import Constant
from clavero.lifetime.sentences.constant import about_what_is_assumed, constant_finding
from clavero.lifetime.study_tiles import constant_tiles, worth_within
from clavero.lifetime.views.studies import answered
from clavero.portfolio.doors import for_those_who_see_sales, moved_on
from clavero.ui.lists import Listing
from clavero.ui.parts import Crumb


@for_those_who_see_sales
@require_safe
def constant(request: HttpRequest, customer_id: int) -> HttpResponse:
    """One account at a retention that never changes, beside its lifetime value."""
    actor = actor_of(request)
    try:
        assumed = selectors.assumed_for(actor, customer_id)
    except ObjectDoesNotExist:
        return moved_on(request, actor, customer_id)
    if assumed is None:
        raise Http404("the ledger is empty")
    form = ConstantForm(
        request.GET,
        carried=YEARS.kept_of(request.GET),
        margin=assumed.contribution,
        retention=assumed.retention,
    )
    asked, currency, card = form.asked(), ledger.shown_currency(), assumed.account.card
    page = reverse("lifetime:customer", args=[customer_id])
    shown: dict[str, Any] = {
        "crumbs": [Crumb(card.title, page)],
        "title": _("%(name)s at constant retention") % {"name": card.title},
        "intro": _("What it is worth if each year leaves the same and as many stay"),
        "form": form,
        "counts": assumed.account.counts,
        "sentences": list(about_what_is_assumed(assumed, currency)),
    }
    if asked is None:
        return answered(request, listing=None, charts=[], **shown)
    model = Constant(float(asked.margin), float(asked.retention), float(asked.discount))
    years = model.years(asked.years)
    return answered(
        request,
        listing=Listing(YEARS, request, year_lines(years), currency=currency),
        charts=[years_chart(years, currency)],
        headline=constant_finding(asked, worth_within(model, asked), currency),
        tiles=constant_tiles(assumed, asked, model, currency, url=page),
        **shown,
    )
