"""*Interactions*: all that a person sees, those of an account, and where the next one is with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.interactions import selectors
from clavero.interactions.lists import INTERACTIONS, OF_ACCOUNT
from clavero.interactions.sentences import account_in_words, planned_in_words
from clavero.interactions.views.common import (
    crumbs_of,
    refuse_readers,
    tabs,
)
from clavero.portfolio.doors import by_their_clock
from clavero.ui.answers import or_404
from clavero.ui.lists import Listing
from clavero.ui.parts import Crumb


@by_their_clock
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """All interactions that the reader sees."""
    actor = actor_of(request)
    listing = Listing(INTERACTIONS, request, selectors.all_interactions(actor))
    context = {"listing": listing, "tends": actor.may(Verb.TEND_CONTACTS)}
    return listing.answer() or render(request, "interactions/home.html", context)


@by_their_clock
@require_safe
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The interactions of an account."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.account_interactions(actor, customer_id))
    hidden = [] if found.account.is_group else ["account"]
    listing = Listing(OF_ACCOUNT, request, found.rows, hide=hidden)
    context = {
        "crumbs": crumbs_of(request, found.account),
        "card": found.account.card,
        "tabs": tabs(customer_id, "account"),
        "tends": actor.may(Verb.TEND_CONTACTS),
        "sentences": account_in_words(found.figures),
        "planned": planned_in_words(found.figures),
        "copy_to": selectors.copy_to(customer_id) if actor.may(Verb.TEND_CONTACTS) else "",
        "listing": listing,
    }
    return listing.answer() or render(request, "interactions/account.html", context)


@by_their_clock
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """With whom it was: the accounts, those of one's last interactions first."""
    actor = actor_of(request)
    refuse_readers(actor, "POST")
    context = {
        "crumbs": [Crumb(_("Interactions"), reverse("interactions:home"))],
        "accounts": [
            (name, reverse("interactions:new", args=[number]))
            for number, name in selectors.accounts_to_choose(actor)
        ],
    }
    return render(request, "interactions/choose.html", context)
