"""What one of ours holds: whom they know at which account, and what would go with them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.relationships import selectors
from clavero.relationships.selectors.leaving import Link
from clavero.relationships.sentences import leaving_in_words
from clavero.relationships.showing import strength_in_words
from clavero.relationships.tables import called
from clavero.relationships.words import OURS_NAMES, Name
from clavero.ui import formats
from clavero.ui.parts import Crumb


@for_those_who_see_sales
@require_safe
def ours(request: HttpRequest, person_id: int) -> HttpResponse:
    """Of one of our people, as far as the reader sees the accounts."""
    found = selectors.held_by(actor_of(request), person_id)
    if not found:
        raise Http404("nobody who knows anybody that this reader sees")
    context = {
        "crumbs": [Crumb(_("Contacts"), reverse("relationships:contacts"))],
        "person": found[0].links[0].tie.person,
        "until": found[0].until,
        "accounts": [
            (
                each,
                [_link(one) for one in each.links],
                [] if each.leaving is None else leaving_in_words(each.leaving),
            )
            for each in found
        ],
    }
    return render(request, "relationships/ours.html", context)


def _link(one: Link) -> tuple[str, str, Name, Name, Name]:
    contact, tie = one.tie.contact, one.tie
    return (
        called(contact.name, contact.title),
        reverse("relationships:contact", args=[contact.pk]),
        OURS_NAMES[tie.ours],
        "" if one.strength is None else strength_in_words(one.strength, one.said),
        "" if one.last is None else formats.day(one.last),
    )
