"""*Falling silent*: who needs a call, and why."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.ledger.notices import notice_of_holes
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.selectors import accounts, data_span
from clavero.silence import selectors
from clavero.silence.forms.asking import DayForm
from clavero.silence.lists import SILENCE
from clavero.silence.selectors import SilencePicture, State
from clavero.silence.sentences import about_the_picture, headline
from clavero.silence.words import STATE_NAMES
from clavero.ui import formats
from clavero.ui.address import query_with
from clavero.ui.lists import Listing
from clavero.ui.parts import Tile

SHOWN = (State.LOST, State.AT_RISK, State.WATCH, State.ACTIVE, State.UNKNOWN)


@for_those_who_see_sales
@require_safe
def silence(request: HttpRequest) -> HttpResponse:
    """Every customer by how much there is to do."""
    actor = actor_of(request)
    if data_span() is None:
        may_import = actor.may(Verb.IMPORT_SALES)
        return render(request, "portfolio/nothing_yet.html", {"may_import": may_import})
    form = DayForm(request.GET, carried=SILENCE.kept_of(request.GET))
    picture = selectors.states(actor, form.day)
    if picture is None:
        return render(request, "silence/too_early.html", {"form": form})
    if not picture.rows and not accounts(actor).exists():
        return render(request, "portfolio/nobody_assigned.html")
    listing = Listing(SILENCE, request, picture.listed)
    listing.table.address = _address(request)
    if answer := listing.answer():
        return answer
    context = {
        "form": form,
        "picture": picture,
        "headline": headline(picture),
        "sentences": list(about_the_picture(picture)),
        **notice_of_holes(actor),
        "tiles": _tiles(request, picture),
        "listing": listing,
    }
    return render(request, "silence/silence.html", context)


def _tiles(request: HttpRequest, picture: SilencePicture) -> list[Tile]:
    """How many are in each state; each leads to those."""
    return [
        Tile(
            label=STATE_NAMES[state.key],
            value=formats.number(picture.counts[state]),
            url=f"?{query_with(request.GET, state=state.key)}#customers"
            if picture.counts[state]
            else "",
        )
        for state in SHOWN
        if picture.counts[state] or state is not State.UNKNOWN
    ]


def _address(request: HttpRequest) -> Callable[[int], str]:
    """From a customer's id to its rhythm, as of the day of the page."""
    before, after = reverse("silence:customer", args=[0]).split("0")
    on = request.GET.get("on", "")
    tail = f"?{query_with(request.GET.__class__(mutable=True), on=on)}" if on else ""
    return lambda customer_id: f"{before}{customer_id}{after}{tail}"
