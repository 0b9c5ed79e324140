"""*Customer*: what one customer buys, in which rhythm, and where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from clavero.core.period import Period
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.portfolio import charts, files, selectors
from clavero.portfolio.address import carried, customer_address, family_address, month_address
from clavero.portfolio.doors import doors_of, for_those_who_see_sales, moved_on
from clavero.portfolio.forms.picture import CustomerForm, LinesForm
from clavero.portfolio.marks import marks_for
from clavero.portfolio.models import COVERAGE_ROLE_NAMES, TREE_NAMES, Customer
from clavero.portfolio.rules.grouping import Kind, Tree
from clavero.portfolio.selectors import CustomerPicture
from clavero.portfolio.selectors.customer import Member
from clavero.portfolio.sentences import about_customer
from clavero.portfolio.tiles import customer_tiles
from clavero.ui.address import EXPORT
from clavero.ui.charts import Chart, picture_answer
from clavero.ui.navigation import Place

LINES_A_PAGE = 100


@for_those_who_see_sales
@require_safe
def customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """One customer with all that rolls up to it."""
    actor = actor_of(request)
    data = selectors.data_span()
    form = CustomerForm(request.GET, data=data) if data else None
    asked = form.asked() if form else None
    try:
        picture = selectors.customer_picture(
            actor,
            customer_id,
            period=asked.period if asked else Period.ttm(timezone.localdate()),
            compare=asked.compare if asked else None,
            tree=asked.tree if asked else Tree.LEGAL,
        )
    except Customer.DoesNotExist:
        return moved_on(request, actor, customer_id)
    currency = ledger.shown_currency()
    pictures = _charts(picture, currency, request.GET)
    if answer := picture_answer(request, list(pictures.values())):
        return answer
    address = customer_address(request.GET)
    tail = carried(request.GET)
    lines_url = reverse("portfolio:customer_lines", args=[customer_id]) + tail
    shape = selectors.structure_at(picture.versions.structure)
    buttons = doors_of(actor, customer_id, request.GET, place=Place.ACCOUNT)
    doors = doors_of(actor, customer_id, request.GET)
    context = {
        "form": form,
        "picture": picture,
        "currency": currency,
        "lead": list(about_customer(picture, currency)),
        "tiles": customer_tiles(picture, currency, lines_url=lines_url),
        "charts": pictures,
        "has_lines": _has_lines(picture),
        "above": [(card, address(card.id)) for card in reversed(picture.groups_above)],
        "marks": marks_for(actor, shape).get(picture.card.code, []),
        "portfolio_url": reverse("portfolio:portfolio") + carried(request.GET),
        "lines_url": lines_url,
        "products_url": reverse("portfolio:customer_products", args=[customer_id]) + tail,
        "trees": _trees(picture, address),
        "coverage": [(row, COVERAGE_ROLE_NAMES[row.role]) for row in picture.coverage],
        "manages": actor.may(Verb.MANAGE_CUSTOMERS),
        "assigns": actor.may(Verb.ASSIGN_COVERAGE),
        "doors": [each for each in doors if each[1] not in {address for _, address in buttons}],
        "buttons": buttons,
    }
    return render(request, "portfolio/customer.html", context)


@for_those_who_see_sales
@require_safe
def customer_lines(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The ledger's lines behind a customer's figures, the latest first; as a file all of them."""
    actor = actor_of(request)
    data = selectors.data_span()
    if data is None:
        raise Http404("the ledger is empty")
    form = LinesForm(request.GET, data=data)
    asked = form.asked()
    is_file = request.GET.get(EXPORT) == "csv"
    try:
        page = selectors.customer_lines(
            actor,
            customer_id,
            period=asked.period,
            tree=asked.tree,
            family=form.asked_family,
            page=1 if is_file else _page_number(request),
            size=files.MOST_LINES if is_file else LINES_A_PAGE,
        )
    except Customer.DoesNotExist:
        return moved_on(request, actor, customer_id)
    currency = ledger.shown_currency()
    if is_file:
        return files.lines_as_csv(page, currency)
    context = {
        "form": form,
        "page": page,
        "currency": currency,
        "customer_url": customer_address(request.GET)(customer_id),
        "portfolio_url": reverse("portfolio:portfolio") + carried(request.GET),
        "family": form.asked_family,
        "tail": _tail(request.GET, form.asked_family),
        "most_lines": files.MOST_LINES,
    }
    return render(request, "portfolio/lines.html", context)


def _tail(query: QueryDict, family: str | None) -> str:
    """What every address of the lines carries along."""
    kept = carried(query) or "?"
    return kept if family is None else f"{kept}&{urlencode({'family': family})}"


def _has_lines(picture: CustomerPicture) -> bool:
    """Whether the ledger says anything of the customer or of what counts for it."""
    if picture.card.kind == Kind.GROUP:
        return True  # it never has lines of its own
    members = [member.card for each in picture.figures.members.values() for member in each]
    return selectors.has_lines(card.code for card in [picture.card, *picture.merged, *members])


def _charts(picture: CustomerPicture, currency: str, query: QueryDict) -> dict[str, Chart]:
    """The charts that have something to show."""
    pictures = {}
    if picture.figures.months:
        pictures["months"] = charts.months_chart(
            picture, currency=currency, address=month_address(query, picture.card.id)
        )
    if picture.figures.families:
        pictures["families"] = charts.families_chart(
            picture, currency=currency, address=family_address(query, picture.card.id)
        )
    return pictures


def _trees(
    picture: CustomerPicture, address: Callable[[int], str]
) -> list[tuple[Tree, object, list[tuple[Member, str]]]]:
    """Each tree the customer stands in: its name, and its members with their pages."""
    return [
        (tree, TREE_NAMES[tree], [(member, address(member.card.id)) for member in members])
        for tree, members in picture.figures.members.items()
    ]


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
