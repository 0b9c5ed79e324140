"""What the pages have in common: who may enter, by which clock, and the way there."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.identity.rules import Actor
from clavero.interactions.visibility import require
from clavero.portfolio.address import customer_address
from clavero.portfolio.selectors import Account
from clavero.ui.parts import Crumb


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
