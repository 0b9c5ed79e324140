"""What the pages of complaints have in common."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.care.visibility import governs
from clavero.identity.rules import Actor
from clavero.portfolio.address import customer_address
from clavero.portfolio.selectors import Account
from clavero.ui.parts import Crumb


def tabs(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """The pages about complaints: name, address, and whether the reader is there."""
    names = {"inbox": _("Inbox"), "board": _("Board"), "complaints": _("All complaints")}
    if governs(actor):
        names["terms"] = _("Times and calendars")
    return [(name, reverse(f"care:{key}"), key == here) for key, name in names.items()]


def crumb() -> Crumb:
    """The way to the inbox."""
    return Crumb(_("Complaints"), reverse("care:inbox"))


def crumbs_of(request: HttpRequest, account: Account) -> list[Crumb]:
    """The way to the pages of an account."""
    card = account.card
    return [crumb(), Crumb(card.title, customer_address(request.GET)(card.id))]


def crumb_of_account(customer_id: int) -> Crumb:
    """The way to the complaints of an account."""
    return Crumb(_("Its complaints"), reverse("care:account", args=[customer_id]))
