"""What the pages have in common: who may enter, by which clock, and the way there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.core.zones import zone_named
from clavero.identity.rules import Actor
from clavero.interactions.visibility import require
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.selectors import Account
from clavero.ui.parts import Crumb

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def by_their_clock(view: View[P]) -> View[P]:
    """A page of those who see sales, on which hours are read and written in their own zone."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        name = request.user.time_zone if request.user.is_authenticated else ""
        with timezone.override(zone_named(name)):
            return view(request, *args, **kwargs)

    return for_those_who_see_sales(cast("View[P]", answered))


def refuse_readers(actor: Actor, method: str | None) -> None:
    """A 403 for who only reads and sends a form."""
    if method == "POST":
        require(actor)


def tabs(customer_id: int, here: str) -> list[tuple[str, str, bool]]:
    """The pages about one account: name, address, and whether the reader is there."""
    names = {"account": _("Interactions"), "account_time": _("Where the time goes")}
    return [
        (name, reverse(f"interactions:{key}", args=[customer_id]), key == here)
        for key, name in names.items()
    ]


def crumbs_of(request: HttpRequest, account: Account) -> list[Crumb]:
    """The way to the pages of an account."""
    card = account.card
    return [
        Crumb(_("Interactions"), reverse("interactions:home")),
        Crumb(card.title, customer_address(request.GET)(card.id)),
    ]


def crumb_of_account(customer_id: int) -> Crumb:
    """The way to the interactions of an account."""
    return Crumb(_("Its interactions"), reverse("interactions:account", args=[customer_id]))
