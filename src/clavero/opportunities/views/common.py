"""What the pages of one account have in common: who may enter, the way there, the other pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.opportunities.selectors import Account
from clavero.portfolio.selectors import people_who_see
from clavero.ui.parts import Crumb


def refuse_readers(actor: Actor, method: str) -> None:
    """A 403 for who only reads and sends a form."""
    if method == "POST" and not actor.may(Verb.TEND_OPPORTUNITIES):
        raise Forbidden(Verb.TEND_OPPORTUNITIES)


def tabs(customer_id: int, here: str) -> list[tuple[str, str, bool]]:
    """The pages about one account: name, address, and whether the reader is there."""
    names = {
        "account_needs": _("Needs"),
        "grid": _("White space"),
        "account": _("Opportunities"),
        "additional": _("Additional services"),
    }
    return [
        (name, reverse(f"opportunities:{key}", args=[customer_id]), key == here)
        for key, name in names.items()
    ]


def owners(
    account: Account, owner_id: int | None = None, owner: str | None = None
) -> list[tuple[int, str]]:
    """Who can own something of an account, with who owns it now."""
    code, shape = account.card.code, account.shape
    people = people_who_see(code, shape, Verb.TEND_OPPORTUNITIES)
    if owner_id is not None and owner_id not in dict(people):
        people = [*people, (owner_id, owner or "")]
    return people


def crumb_of_needs() -> Crumb:
    """The way to all needs."""
    return Crumb(_("Needs"), reverse("opportunities:needs"))


def crumb_of_pipeline() -> Crumb:
    """The way to the pipeline."""
    return Crumb(_("Pipeline"), reverse("opportunities:pipeline"))
