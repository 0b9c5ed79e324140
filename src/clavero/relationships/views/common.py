"""What the pages of one account have in common: who may enter, the way there, the other pages."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.identity.rules import Actor
from clavero.portfolio.address import customer_address
from clavero.portfolio.selectors import Account
from clavero.relationships.selectors import Boss, ContactRow
from clavero.relationships.tables import called
from clavero.relationships.visibility import require
from clavero.ui.parts import Crumb


def refuse_readers(actor: Actor, method: str | None) -> None:
    """A 403 for who only reads and sends a form."""
    if method == "POST":
        require(actor)


def tabs(customer_id: int, here: str) -> list[tuple[str, str, bool]]:
    """The pages about one account: name, address, and whether the reader is there."""
    names = {
        "account": _("Contacts"),
        "chart": _("Organisation chart"),
        "influence": _("Influence map"),
        "matrix": _("Who knows whom"),
    }
    return [
        (name, reverse(f"relationships:{key}", args=[customer_id]), key == here)
        for key, name in names.items()
    ]


def crumbs_of(request: HttpRequest, account: Account) -> list[Crumb]:
    """The way to the pages of an account."""
    card = account.card
    return [
        Crumb(_("Contacts"), reverse("relationships:contacts")),
        Crumb(card.title, customer_address(request.GET)(card.id)),
    ]


def crumb_of(row: ContactRow) -> Crumb:
    """The way to one contact."""
    address = reverse("relationships:contact", args=[row.id])
    return Crumb(called(row.name, row.title), address)


def crumb_of_account(customer_id: int) -> Crumb:
    """The way to the contacts of an account."""
    return Crumb(_("Its contacts"), reverse("relationships:account", args=[customer_id]))


def bosses(possible: Sequence[Boss], now: int | None = None) -> list[tuple[int, str]]:
    """Whom a contact may report to; the one of today among them, even where the reader does not see
    who that is."""
    offered = [(each.id, called(each.name, each.title)) for each in possible]
    if now is not None and now not in dict(offered):
        offered.append((now, _("somebody whom you do not see")))
    return offered
