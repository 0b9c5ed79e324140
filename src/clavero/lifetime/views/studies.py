"""*Retention by cohort*, *How long customers stay*, *Contracts that renew* and *Purchases by
cycle*."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.lifetime import selectors
from clavero.lifetime.address import account_address
from clavero.lifetime.charts import (
    cohorts_chart,
    contracts_charts,
    cycles_charts,
    heat_chart,
    pooled_chart,
    staying_chart,
)
from clavero.lifetime.forms.studies import CohortsForm, ContractsForm, CyclesForm, StayingForm
from clavero.lifetime.lists import COHORTS, CONTRACTS, CYCLES, STAYING
from clavero.lifetime.lists.contracts import contract_lines
from clavero.lifetime.lists.staying import cohort_lines, staying_lines
from clavero.lifetime.rules.fitting import NoFit
from clavero.lifetime.sentences.contracts import about_contracts, contracts_finding
from clavero.lifetime.sentences.cycles import about_cycles, cycles_finding
from clavero.lifetime.sentences.staying import (
    about_cohorts,
    about_staying,
    cohorts_finding,
    staying_finding,
)
from clavero.lifetime.study_tiles import contract_tiles, cycle_tiles
from clavero.lifetime.words import refusal_of, unfit_in_words
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.charts import Chart, picture_answer
from clavero.ui.lists import Listing
from clavero.ui.parts import Crumb


@for_those_who_see_sales
@require_safe
def cohorts(request: HttpRequest) -> HttpResponse:
    """Customers by the term in which they came, and who of them went on buying."""
    form = CohortsForm(request.GET, carried=COHORTS.kept_of(request.GET))
    picture = selectors.cohorts_picture(actor_of(request), form.asked())
    if picture is None:
        return _nothing_yet(request)
    return answered(
        request,
        listing=Listing(COHORTS, request, cohort_lines(picture)),
        charts=[
            heat_chart(picture),
            pooled_chart(picture),
            cohorts_chart(picture.cohorts, picture.data, picture.step),
        ],
        title=_("Retention by cohort"),
        intro=_("Who goes on buying, by when they came"),
        form=form,
        data=picture.data,
        headline=cohorts_finding(picture),
        sentences=list(about_cohorts(picture)),
    )


@for_those_who_see_sales
@require_safe
def staying(request: HttpRequest) -> HttpResponse:
    """How long customers stay until they are gone."""
    form = StayingForm(request.GET, carried=STAYING.kept_of(request.GET))
    picture = selectors.staying_picture(actor_of(request), form.asked())
    if picture is None:
        return _nothing_yet(request)
    return answered(
        request,
        listing=Listing(STAYING, request, staying_lines(picture)),
        charts=[staying_chart(picture)],
        title=_("How long customers stay"),
        intro=_("From the first purchase to the last"),
        form=form,
        data=picture.data,
        headline=staying_finding(picture) if picture.groups else "",
        sentences=list(about_staying(picture)) if picture.groups else [],
    )


@for_those_who_see_sales
@require_safe
def contracts(request: HttpRequest) -> HttpResponse:
    """Customers under contract: who renews, and what is still to come."""
    actor = actor_of(request)
    form = ContractsForm(
        request.GET, carried=CONTRACTS.kept_of(request.GET), kinds=selectors.kinds_of(actor)
    )
    picture = selectors.contracts_picture(actor, form.asked())
    currency = ledger.shown_currency()
    shown: dict[str, Any] = {
        "title": _("Contracts that renew"),
        "intro": _("Who renews, and what is still to come"),
        "form": form,
        "data": None if picture.asked.typed or form.is_mistyped else picture.data,
    }
    if form.is_mistyped:
        return answered(request, listing=None, charts=[], **shown)
    hidden = () if picture.asked.margin is not None else ("value",)
    refusal = unfit_in_words(picture.unfit, picture.customers) if picture.unfit else ""
    return answered(
        request,
        listing=Listing(
            CONTRACTS, request, contract_lines(picture), currency=currency, hide=hidden
        ),
        charts=contracts_charts(picture),
        refused=_("No model can be fitted"),
        refusal=refusal,
        headline=contracts_finding(picture),
        sentences=list(about_contracts(picture)),
        tiles=contract_tiles(picture, currency),
        **shown,
    )


@for_those_who_see_sales
@require_safe
def cycles(request: HttpRequest) -> HttpResponse:
    """Purchases of which there is one in a cycle: who makes the next ones."""
    form = CyclesForm(request.GET, carried=CYCLES.kept_of(request.GET))
    picture = selectors.cycles_picture(actor_of(request), form.asked())
    if picture is None:
        return _nothing_yet(request)
    listing = Listing(CYCLES, request, picture.listed)
    listing.table.address = account_address(request.GET.__class__())
    refused = picture.fitted
    return answered(
        request,
        listing=listing,
        charts=cycles_charts(picture),
        title=_("Purchases by cycle"),
        intro=_("For what is bought once in a cycle, such as an order each year"),
        form=form,
        data=picture.data,
        refused=_("No model can be fitted"),
        refusal=refusal_of(refused) if isinstance(refused, NoFit) else "",
        headline=cycles_finding(picture),
        sentences=list(about_cycles(picture)),
        tiles=cycle_tiles(picture),
    )


def answered(
    request: HttpRequest,
    *,
    listing: Listing | None,
    charts: Sequence[Chart | None],
    crumbs: Sequence[Crumb] = (),
    refusal: Any = "",
    **shown: Any,
) -> HttpResponse:
    """The file of the list or of a picture, where one was asked for, or the page."""
    if listing is not None and not refusal and (answer := listing.answer()):
        return answer
    drawn = [each for each in charts if each is not None]
    if answer := picture_answer(request, drawn):
        return answer
    context = {
        "crumbs": [Crumb(_("Lifetime value"), reverse("lifetime:lifetime")), *crumbs],
        "charts": drawn,
        "listing": None if refusal else listing,
        "refusal": refusal,
        **shown,
    }
    return render(request, "lifetime/study.html", context)


def _nothing_yet(request: HttpRequest) -> HttpResponse:
    may_import = actor_of(request).may(Verb.IMPORT_SALES)
    return render(request, "portfolio/nothing_yet.html", {"may_import": may_import})
