"""Where a person lands after signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.ui.navigation import Place, entries_for


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the person's own navigation; who has none is told what Clavero is for."""
    entries = entries_for(actor_of(request), Place.MAIN)
    if entries:
        return redirect(entries[0].url_name)
    return render(request, "pages/home.html")
