"""*Hours on an account*: every piece of work behind its hours in a period."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from clavero.core.period import Period, first_of_month
from clavero.identity.doors import actor_of
from clavero.ledger import selectors as ledger
from clavero.portfolio.doors import account_seen, for_those_who_see_sales
from clavero.profitability.lists import HOURS
from clavero.profitability.selectors.work import WorkBehind, work_behind
from clavero.profitability.views.work import crumbs_of_account
from clavero.ui import formats
from clavero.ui.lists import Listing


@for_those_who_see_sales
@require_safe
def hours(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The work of a period, twelve full months unless said, one by one, with its sum."""
    actor = actor_of(request)
    account_seen(actor, customer_id)
    period = _period(request.GET.get("period", ""))
    found = work_behind(actor, customer_id, period)
    listing = Listing(
        HOURS,
        request,
        found.rows,
        currency=ledger.shown_currency(),
        hide=() if found.is_group else ("account",),
        period=period,
    )
    context = {
        "crumbs": crumbs_of_account(customer_id, found.title),
        "heading": _("Hours spent on %(name)s") % {"name": found.title},
        "period": period,
        "sum": _sum(found),
        "customer_id": customer_id,
        "listing": listing,
    }
    return listing.answer() or render(request, "profitability/hours.html", context)


def _period(asked: str) -> Period:
    """The period asked for; of what is none, the last twelve full months."""
    try:
        return Period.parse(asked)
    except ValueError:
        return Period.ttm(first_of_month(timezone.localdate()))


def _sum(found: WorkBehind) -> str:
    """What the rows come to."""
    told = ngettext(
        "%(hours)s hour in all.", "%(hours)s hours in all.", formats.counted_as(found.hours)
    )
    return told % {"hours": formats.number(found.hours)}
