"""What the pages of requests have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.coordination.selectors import RequestRow
from clavero.coordination.tables import due_told
from clavero.coordination.visibility import answers, enters, governs
from clavero.coordination.words import STATE_NAMES, URGENCY_NAMES
from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.address import customer_address
from clavero.portfolio.selectors import Account
from clavero.portfolio.visibility import sees_sales
from clavero.ui.parts import Crumb

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_those_who_ask_or_answer(view: View[P]) -> View[P]:
    """A 403 for the roles that have no business with requests."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not enters(actor_of(request)):
            raise Forbidden(Verb.ANSWER_REQUESTS)
        return view(request, *args, **kwargs)

    return cast("View[P]", guarded)


def tabs(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """The pages about requests: name, address, and whether the reader is there."""
    names = {}
    if answers(actor):
        names["queue"] = _("Requests to us")
    if sees_sales(actor):
        names["board"] = _("Late, and who holds it")
        names["processes"] = _("Processes")
    if governs(actor):
        names["departments"] = _("Departments")
    return [(name, reverse(f"coordination:{key}"), key == here) for key, name in names.items()]


def crumb(actor: Actor) -> Crumb:
    """The way to all of them."""
    if sees_sales(actor):
        return Crumb(_("Requests"), reverse("coordination:board"))
    return Crumb(_("Requests to us"), reverse("coordination:queue"))


def crumbs_of(request: HttpRequest, account: Account) -> list[Crumb]:
    """The way to the pages of an account."""
    card = account.card
    return [
        crumb(actor_of(request)),
        Crumb(card.title, customer_address(request.GET)(card.id)),
    ]


def card_of(row: RequestRow) -> dict[str, Any]:
    """A request as a card shows it."""
    return {
        "row": row,
        "url": reverse("coordination:request", args=[row.id]),
        "stands": due_told(row),
        "state": STATE_NAMES[row.state],
        "urgency": URGENCY_NAMES[row.urgency],
        "is_bad": row.urgency in {"high", "critical"},
    }
