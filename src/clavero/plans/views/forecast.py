"""The forecast of a plan: what it is made of, and what follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.core.revisions import revision_beside
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.plans import selectors, services
from clavero.plans.agreeing import found_apart
from clavero.plans.forms.value import ForecastForm, forecast_initial
from clavero.plans.models import Forecast
from clavero.plans.retaining import score_in_words
from clavero.plans.rules.timeline import detail_of
from clavero.plans.valuing import prefilled, shown_worth
from clavero.plans.views._common import crumbs_to, demand, of_accounts_seen, plan_or_404
from clavero.ui import formats
from clavero.ui.steps import done, sent, status_of


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def forecast(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Three to five years, low, base and high; below, the drivers."""
    actor = actor_of(request)
    picture = selectors.plan_picture(
        actor,
        customer_id,
        linked=True,
        forecast_revision=revision_beside(Forecast, "plan__forecast__pk"),
    )
    plan = plan_or_404(picture.plan)
    if request.method == "POST":
        demand(actor, Verb.WRITE_PLANS)
    drivers = picture.forecast
    initial: dict[str, Any] = prefilled(picture)
    if drivers is not None:
        initial = {
            **forecast_initial(drivers),
            "seen": vars(picture.customer)["forecast_revision"] or 0,
        }
    form = ForecastForm(sent(request), initial=initial)

    def keep(**given: Any) -> None:
        services.set_forecast(actor, customer_id=customer_id, **given)

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("The forecast is made."))
        return redirect("plans:forecast", customer_id)
    currency = picture.live.currency
    context = {
        "crumbs": crumbs_to(plan.customer),
        "customer": plan.customer,
        "scorecard": "" if picture.scorecard is None else score_in_words(picture.scorecard),
        "apart": found_apart(picture, currency),
        "form": form,
        "begins": formats.month(detail_of(picture.today).start),
        "writes": picture.writes,
        "worth": None if picture.worth is None else shown_worth(picture, picture.worth, currency),
    }
    return render(request, "plans/forecast.html", context, status=status_of(form))
