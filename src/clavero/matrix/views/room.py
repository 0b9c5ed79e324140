"""*Room to invest*: how many accounts the company can invest in, a part of the settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.matrix import selectors, services
from clavero.matrix.forms.overtaken import parts_of
from clavero.matrix.forms.room import RoomForm
from clavero.matrix.rules.settings import Settings
from clavero.ui.overtaken import overtaken
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@allowed(Verb.GOVERN_MATRIX)
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest) -> HttpResponse:
    """A new version of the settings in which this alone is different."""
    actor, before = actor_of(request), selectors.latest_settings()
    shown: dict[str, Any] = {
        "room": before.settings.room,
        "valid_from": timezone.localdate(),
        "seen": before.number or "",
    }
    posted = sent(request)
    data = None if posted is None else posted.copy()  # what was overtaken is put into it
    form = RoomForm(data, initial=shown)

    def mine_of(started: Settings) -> Settings:
        return replace(started, room=form.cleaned_data["room"])

    def adopt(*, room: int | None, valid_from: date, reason: str, seen: int) -> None:
        services.adopt_settings(
            actor,
            settings=replace(before.settings, room=room),
            valid_from=valid_from,
            reason=reason,
            seen=seen or None,
        )

    is_read = data is not None and form.is_valid()
    if data is not None and done(form, adopt):
        messages.success(request, _("The room to invest is written into a new version."))
        return redirect("matrix:matrix")
    context = {
        "crumbs": [
            Crumb(_("Account analysis matrix"), reverse("matrix:matrix")),
            Crumb(_("Factors and weights"), reverse("matrix:settings")),
        ],
        # What cannot be read at all is told first.
        "overtaken": overtaken(form, data, before, selectors.VERSIONS, mine_of, parts_of)
        if data is not None and is_read
        else None,
        "form": form,
    }
    return render(request, "matrix/room.html", context, status=status_of(form))
