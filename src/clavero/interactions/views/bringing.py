"""Calendars and mails in files: brought, looked at, and what was chosen taken in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clavero.core.errors import Refusal
from clavero.identity.doors import actor_of
from clavero.interactions import selectors, services
from clavero.interactions.forms import FileForm
from clavero.interactions.selectors import BroughtSeen
from clavero.interactions.services import Choice, NewContact, TakenIn
from clavero.interactions.views.common import refuse_readers
from clavero.interactions.words import KIND_NAMES
from clavero.portfolio.doors import by_their_clock
from clavero.ui import formats
from clavero.ui.answers import or_404
from clavero.ui.parts import Crumb
from clavero.ui.steps import carried_number, done, status_of


@by_their_clock
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Bring a calendar, a mail or a box of mails."""
    actor = actor_of(request)
    refuse_readers(actor, "POST")
    is_sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if is_sent else FileForm()
    made: list[Any] = []

    def bring(content: bytes) -> None:
        made.append(services.bring_file(actor, content=content, name=form.file_name))

    if is_sent and done(form, bring):
        return redirect("interactions:brought", made[0].pk)
    context = {
        "crumbs": [_crumb()],
        "form": form,
        "verb": _("Bring a calendar or mails"),
        "hints": [
            _(
                "A calendar (.ics), a mail (.eml) or a folder of mails (.mbox), as your program "
                "saves them."
            ),
            _(
                "You see what was with whom before anything is taken in. The same file again adds "
                "nothing."
            ),
            _(
                "Of a mail its text is kept, without pictures and attachments, and nothing is "
                "fetched. Entries that are marked as private are not read."
            ),
        ],
    }  # fmt: skip
    return render(request, "interactions/load.html", context, status=status_of(form))


@by_their_clock
@require_http_methods(["GET", "HEAD", "POST"])
def brought(request: HttpRequest, brought_id: int) -> HttpResponse:
    """What a file says, to choose from."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.brought_seen(actor, brought_id))
    refuse_readers(actor, "POST")
    status, refused = 200, ""
    if request.method == "POST":
        chosen, new = list(_chosen(request, found)), list(_new(request, found))
        if not chosen:
            status, refused = 422, _("Choose what is to be taken in.")
        else:
            try:
                taken = or_404(
                    lambda: services.take_in(actor, brought_id=brought_id, chosen=chosen, new=new)
                )
            except Refusal as refusal:
                status, refused = 422, str(refusal)
            else:
                messages.success(request, _told(taken))
                return redirect("interactions:home")
    is_asked_where = not all(item.accounts for item in found.items) or not all(
        at for _who, at in found.strangers
    )
    context = {
        "crumbs": [_crumb(), Crumb(_("Bring a calendar or mails"), reverse("interactions:load"))],
        "found": found,
        "items": [(item, KIND_NAMES[item.found.kind]) for item in found.items],
        "accounts": selectors.accounts_to_choose(actor) if is_asked_where else (),
        "strangers": [
            (place, who, [(number, found.names[number]) for number in at if number in found.names])
            for place, (who, at) in enumerate(found.strangers)
        ],
        "refusal": refused,
        "sent": request.POST,
    }
    return render(request, "interactions/brought.html", context, status=status)


def _chosen(request: HttpRequest, found: BroughtSeen) -> Iterator[Choice]:
    for item in found.items:
        if f"take-{item.place}" not in request.POST:
            continue
        if item.accounts:
            yield from (Choice(item.place, number) for number, _name in item.accounts)
        elif (number := carried_number(request, f"at-{item.place}")) is not None:
            yield Choice(item.place, number)


def _new(request: HttpRequest, found: BroughtSeen) -> Iterator[NewContact]:
    for place, (who, _at) in enumerate(found.strangers):
        number = carried_number(request, f"newat-{place}")
        if f"new-{place}" in request.POST and number is not None:
            yield NewContact(who.email, who.name, number)


def _told(taken: TakenIn) -> str:
    told = [
        ngettext("%(count)s was taken in.", "%(count)s were taken in.", taken.kept)
        % {"count": formats.number(taken.kept)}
    ]
    if taken.there:
        there = ngettext(
            "%(count)s was there already.", "%(count)s were there already.", taken.there
        )
        told.append(there % {"count": formats.number(taken.there)})
    if taken.renewed:
        renewed = ngettext(
            "%(count)s that was planned is put right, or called off.",
            "%(count)s that were planned are put right, or called off.",
            taken.renewed,
        )
        told.append(renewed % {"count": formats.number(taken.renewed)})
    if taken.contacts:
        new = ngettext(
            "%(count)s contact is written down.", "%(count)s contacts are written down.",
            taken.contacts,
        )  # fmt: skip
        told.append(new % {"count": formats.number(taken.contacts)})
    return " ".join(told)


def _crumb() -> Crumb:
    return Crumb(_("Interactions"), reverse("interactions:home"))
