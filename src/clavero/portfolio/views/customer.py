"""*Customer*: what one customer buys, in which rhythm, and where it belongs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clavero.core.period import Period
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.portfolio import charts, selectors
from clavero.portfolio.address import customer_address
from clavero.portfolio.forms.picture import PeriodForm
from clavero.portfolio.models import COVERAGE_ROLE_NAMES, TREE_NAMES, Customer
from clavero.portfolio.selectors import CustomerPicture
from clavero.portfolio.selectors.customer import Member
from clavero.portfolio.tiles import customer_tiles
from clavero.portfolio.views.doors import for_those_who_see_sales
from clavero.ui.charts import picture_answer

LINES_A_PAGE = 100


@for_those_who_see_sales
@require_safe
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """One customer with all that rolls up to it."""
    actor = actor_of(request)
    data = selectors.data_span()
    form = PeriodForm(request.GET, data=data) if data else None
    asked = form.asked() if form else None
    try:
        picture = selectors.customer_picture(
            actor,
            customer_id,
            period=asked.period if asked else Period.ttm(timezone.localdate()),
            compare=asked.compare if asked else None,
        )
    except Customer.DoesNotExist:
        return _moved(request, actor, customer_id)
    currency = ledger.shown_currency()
    address = customer_address(request.GET)
    pictures = {
        "months": charts.months_chart(picture, currency=currency),
        "families": charts.families_chart(picture, currency=currency),
    }
    return picture_answer(request, list(pictures.values())) or render(
        request,
        "portfolio/customer.html",
        {
            "form": form,
            "picture": picture,
            "currency": currency,
            "tiles": customer_tiles(picture, currency),
            "charts": pictures,
            "above": [(card, address(card.id)) for card in reversed(picture.groups_above)],
            "trees": _trees(picture, address),
            "coverage": [(row, COVERAGE_ROLE_NAMES[row.role]) for row in picture.coverage],
            "manages": actor.may(Verb.MANAGE_CUSTOMERS),
            "assigns": actor.may(Verb.ASSIGN_COVERAGE),
            "query": request.GET.urlencode(),
        },
    )


@for_those_who_see_sales
@require_safe
def customer_lines(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The ledger's lines behind a customer's figures, the latest first."""
    actor = actor_of(request)
    data = selectors.data_span()
    if data is None:
        raise Http404("the ledger is empty")
    form = PeriodForm(request.GET, data=data)
    try:
        page = selectors.customer_lines(
            actor,
            customer_id,
            period=form.asked().period,
            page=_page_number(request),
            size=LINES_A_PAGE,
        )
    except Customer.DoesNotExist:
        return _moved(request, actor, customer_id)
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "portfolio/lines.html",
        {
            "form": form,
            "page": page,
            "currency": ledger.shown_currency(),
            "back": customer_address(request.GET)(customer_id),
            "query": query.urlencode(),
        },
    )


def _moved(request: HttpRequest, actor: Actor, customer_id: int) -> HttpResponse:
    """An old address of a merged record leads on; to strangers there is nothing."""
    try:
        target = selectors.merged_into(actor, customer_id)
    except Customer.DoesNotExist as stranger:
        raise Http404("no such customer for this reader") from stranger
    if target is None:
        raise Http404("a record without sales for this reader")
    return redirect(customer_address(request.GET)(target))


def _trees(
    picture: CustomerPicture, address: Callable[[int], str]
) -> list[tuple[object, list[tuple[Member, str]]]]:
    """Each tree the customer stands in: its name, and its members with their pages."""
    return [
        (TREE_NAMES[tree], [(member, address(member.card.id)) for member in members])
        for tree, members in picture.figures.members.items()
    ]


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
