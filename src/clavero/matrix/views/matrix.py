"""*Matrix*: where each account is, and the strategy it deserves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.matrix import charts, selectors
from clavero.matrix.lists import MATRIX, ONLY_IN_FILES, line_of
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.address import EXPORT
from clavero.ui.charts import picture_answer
from clavero.ui.lists import Listing, Rows

_TOLD = 100  # refused rows on one page


@for_those_who_see_sales
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """The picture of today, and the list with the same content."""
    actor = actor_of(request)
    today = timezone.localdate()
    holding = selectors.settings_on(today)
    rows = selectors.matrix_rows(actor, as_of=today, holding=holding)
    hidden = () if request.GET.get(EXPORT) else ONLY_IN_FILES
    listing = Listing(MATRIX, request, Rows([line_of(row) for row in rows]), hide=hidden)
    if answer := listing.answer():
        return answer
    picture = charts.matrix_chart(rows, holding.settings.base, address=_why)
    if answer := picture_answer(request, [picture]):
        return answer
    context = {
        "listing": listing,
        "picture": picture if picture.rows else None,
        "unclassifiable": sum(row.strategy is None for row in rows),
        "scores_accounts": actor.may(Verb.SCORE_ACCOUNTS),
    }
    return render(request, "matrix/matrix.html", context)


def _why(customer_id: int) -> str:
    return reverse("matrix:why", args=[customer_id])
