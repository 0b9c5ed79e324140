"""Who enters the pages about sales, where old addresses lead, how an account is chosen for
something new, and which doors a customer has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from clavero.core.errors import Forbidden
from clavero.core.zones import zone_named
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.portfolio import selectors
from clavero.portfolio.address import carried, customer_address
from clavero.portfolio.models import Customer
from clavero.portfolio.visibility import sees_sales
from clavero.ui.navigation import Entry, Place, entries_for
from clavero.ui.parts import Crumb

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

_OFFERED = 20


def for_those_who_see_sales(view: View[P]) -> View[P]:
    """A 403 for the roles that have no business with sales."""
    return _guarded(view, sees_sales)


def by_their_clock(view: View[P]) -> View[P]:
    """A page of those who see sales, on which hours are read and written in their own zone."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        name = request.user.time_zone if request.user.is_authenticated else ""
        with timezone.override(zone_named(name)):
            return view(request, *args, **kwargs)

    return for_those_who_see_sales(cast("View[P]", answered))


def for_those_who_see_products(view: View[P]) -> View[P]:
    """A 403 for the roles that have nothing to do with what is sold."""
    return _guarded(view, ledger.sees_products)


def _guarded(view: View[P], may_enter: Callable[[Actor], bool]) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may_enter(actor_of(request)):
            raise Forbidden(Verb.SEE_OWN_ACCOUNTS)
        return view(request, *args, **kwargs)

    return cast("View[P]", guarded)


def account_seen(actor: Actor, customer_id: int) -> Customer:
    """The account of a page; to strangers there is none."""
    customer = selectors.accounts(actor).filter(pk=customer_id).first()
    if customer is None:
        raise Http404("no such customer for this reader")
    return customer


def moved_on(request: HttpRequest, actor: Actor, customer_id: int) -> HttpResponse:
    """An old address of a merged record leads on, one of a record that is no more says so; to
    strangers there is nothing."""
    try:
        target = selectors.merged_into(actor, customer_id)
    except Customer.DoesNotExist as stranger:
        if gone := selectors.gone_customer(actor, customer_id):
            return tell_gone(request, gone, "portfolio:customer")
        raise Http404("no such customer for this reader") from stranger
    if target is None:
        raise Http404("a record without sales for this reader")
    return redirect(customer_address(request.GET)(target))


def tell_gone(request: HttpRequest, gone: selectors.Gone, record: str) -> HttpResponse:
    """The page of a record that is no more. ``record`` names the page of the one of today."""
    today = reverse(record, args=[gone.today]) if gone.today else None
    return render(request, "portfolio/gone.html", {"gone": gone, "today": today}, status=404)


def told_when_gone(view: View[Concatenate[int, P]]) -> View[Concatenate[int, P]]:
    """What is done to a record that is no more, from a page opened before, says what became of
    it, like its page."""

    @wraps(view)
    def answered(
        request: HttpRequest, customer_id: int, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        try:
            return view(request, customer_id, *args, **kwargs)
        except Http404:
            if gone := selectors.gone_customer(actor_of(request), customer_id):
                return tell_gone(request, gone, "portfolio:record")
            raise

    return cast("View[Concatenate[int, P]]", answered)


def choose_account(
    request: HttpRequest,
    *,
    title: str,
    question: str,
    onward: str,
    crumbs: Sequence[Crumb],
    before: Sequence[int] = (),
) -> HttpResponse:
    """Of which account something is: those that are called so, each a way to the page named
    ``onward``, whose address has the numbers ``before`` that of the account."""
    asked = request.GET.get("q", "").strip()
    found = selectors.accounts(actor_of(request)).filter(merged_into=None).order_by("name", "code")
    if asked:
        found = found.filter(name__icontains=asked) | found.filter(code__istartswith=asked)
    shown = list(found[: _OFFERED + 1])
    context = {
        "crumbs": crumbs,
        "title": title,
        "question": question,
        "asked": asked,
        "found": [(each, reverse(onward, args=[*before, each.pk])) for each in shown[:_OFFERED]],
        "has_more": len(shown) > _OFFERED,
    }
    return render(request, "portfolio/choose_account.html", context)


def doors_of(
    actor: Actor,
    customer_id: int,
    query: QueryDict,
    *,
    here: str = "",
    place: Place = Place.CUSTOMER,
) -> list[tuple[Entry, str]]:
    """The pages of other domains about a customer, each with its address, in the period and tree
    of the page with ``query``; not the page named ``here``, where the reader is. ``place`` is where
    the ways to them stand."""
    tail = carried(query)
    return [
        (entry, reverse(entry.url_name, args=[customer_id]) + tail)
        for entry in entries_for(actor, place)
        if entry.url_name != here
    ]
