"""The organisation chart and the table of roles: every colleague may read them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clavero.identity import selectors
from clavero.identity.doors import actor_of
from clavero.identity.rules import Role, Verb, role_table
from clavero.identity.words import ROLE_NAMES, VERB_SENTENCES


@require_safe
def chart(request: HttpRequest) -> HttpResponse:
    """Who reports to whom."""
    actor = actor_of(request)
    context = {
        "places": selectors.organisation_chart(actor),
        "may_edit": actor.may(Verb.MANAGE_PEOPLE),
    }
    return render(request, "identity/chart.html", context)


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Who may do what."""
    context = {
        "roles": [ROLE_NAMES[role] for role in Role],
        "lines": [
            (VERB_SENTENCES[verb], [(ROLE_NAMES[role], may) for role, may in by_role.items()])
            for verb, by_role in role_table()
        ],
        "own_role": ROLE_NAMES[actor_of(request).role],
    }
    return render(request, "identity/roles.html", context)
