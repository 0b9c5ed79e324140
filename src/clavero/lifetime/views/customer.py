"""*Lifetime value of a customer*: its figures, explained, and how its probability alive went."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.ledger import selectors as ledger
from clavero.ledger.notices import notice_of_holes
from clavero.lifetime import selectors
from clavero.lifetime.account_tiles import account_tiles
from clavero.lifetime.address import asked_again
from clavero.lifetime.charts import course_chart
from clavero.lifetime.forms.asking import LifetimeForm
from clavero.lifetime.rules.fitting import NoFit
from clavero.lifetime.sentences import account_in_words, learned_in_words, pace_in_words
from clavero.lifetime.words import refusal_of
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import doors_of, for_those_who_see_sales, moved_on
from clavero.portfolio.hooks import known_of
from clavero.ui.charts import picture_answer


@for_those_who_see_sales
@require_safe
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What is expected of one customer with all that rolls up to it."""
    actor = actor_of(request)
    form = LifetimeForm(request.GET, carried=[])
    try:
        account = selectors.account_lifetime(actor, customer_id, form.asked())
    except ObjectDoesNotExist:
        return moved_on(request, actor, customer_id)
    if account is None:
        raise Http404("the ledger is empty")
    currency = ledger.shown_currency()
    chart = course_chart(account)
    if answer := picture_answer(request, [chart] if chart else []):
        return answer
    fitted = account.base.purchases
    refused = isinstance(fitted, NoFit)
    lines = reverse("portfolio:customer_lines", args=[customer_id])
    context = {
        **notice_of_holes(actor),
        "form": form,
        "account": account,
        "refusal": refusal_of(fitted) if isinstance(fitted, NoFit) else None,
        "headline": "" if refused else account_in_words(account, currency),
        "sentences": []
        if isinstance(fitted, NoFit)
        else [learned_in_words(fitted, account.base), pace_in_words(fitted)],
        "tiles": account_tiles(account, currency, lines_url=f"{lines}?period=all"),
        "chart": chart,
        "known": known_of(actor, customer_id),
        "judged_elsewhere": [
            door
            for door in doors_of(actor, customer_id, request.GET)
            if door[0].url_name == "silence:customer"
        ],
        "customer_url": customer_address(request.GET)(customer_id),
        "base_url": reverse("lifetime:lifetime") + asked_again(request.GET),
    }
    return render(request, "lifetime/customer.html", context)
