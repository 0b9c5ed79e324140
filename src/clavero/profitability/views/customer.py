"""*Profitability of a customer*: its waterfall, opened down to events × minutes × rate."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.portfolio.address import carried, customer_address
from clavero.portfolio.doors import for_those_who_see_sales, moved_on
from clavero.portfolio.selectors import data_span
from clavero.profitability import selectors
from clavero.profitability.charts import waterfall_chart
from clavero.profitability.explaining import charges_in_words, events_in_words, fall_table
from clavero.profitability.forms.asking import AccountProfitForm
from clavero.profitability.selectors.customer import MOST_EVENTS, events_of
from clavero.profitability.selectors.rates import activity_names, capacity_names
from clavero.profitability.sentences import (
    about_the_fall,
    fall_in_words,
    not_counted_in_words,
)
from clavero.ui.charts import picture_answer


@for_those_who_see_sales
@require_safe
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The waterfall of one customer with all that rolls up to it."""
    actor = actor_of(request)
    data = data_span()
    if data is None:
        raise Http404("the ledger is empty")
    form = AccountProfitForm(request.GET, data=data)
    asked = form.asked()
    try:
        profit = selectors.account_profit(actor, customer_id, period=asked.period, tree=asked.tree)
    except ObjectDoesNotExist:
        return moved_on(request, actor, customer_id)
    currency = ledger.shown_currency()
    chart = waterfall_chart(profit, currency=currency)
    if answer := picture_answer(request, [chart]):
        return answer
    names, capacities = activity_names(), capacity_names()
    events = events_of(profit)
    tail = carried(request.GET)
    context: dict[str, Any] = {
        "form": form,
        "profit": profit,
        "currency": currency,
        "headline": fall_in_words(profit, currency),
        "sentences": list(about_the_fall(profit, names)),
        "not_counted": not_counted_in_words(profit.not_counted, names),
        "chart": chart if chart.rows else None,
        "fall": fall_table(profit, currency),
        "charges": charges_in_words(profit, names, capacities, currency),
        "events": events_in_words(events[:MOST_EVENTS], names, currency),
        "has_more_events": len(events) > MOST_EVENTS,
        "customer_url": customer_address(request.GET)(customer_id),
        "whale_url": reverse("profitability:whale") + tail,
        "lines_url": reverse("portfolio:customer_lines", args=[customer_id]) + tail,
        "work_url": reverse("profitability:work", args=[customer_id]),
        "records_work": actor.may(Verb.RECORD_WORK),
        "sees_rates": actor.may(Verb.SEE_WHOLE_PORTFOLIO),
    }
    return render(request, "profitability/customer.html", context)
