"""*How the company plans*: its years."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.commercial import selectors, services
from clavero.commercial.forms.settings import SettingsForm, initial_of
from clavero.commercial.words import month_name
from clavero.identity.doors import actor_of, allowed, may_or_reads
from clavero.identity.rules import Verb
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@allowed(Verb.SEE_WHOLE_PORTFOLIO)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """The director sets it, others read."""
    actor = actor_of(request)
    writes = may_or_reads(request, Verb.GOVERN_COMMERCIAL)
    found, seen = selectors.settings_seen(actor)
    form = SettingsForm(sent(request), initial=initial_of(found, seen))

    def keep(**given: Any) -> None:
        services.set_commercial_settings(actor, **given)

    if writes and done(form, keep):
        messages.success(request, _("It is kept."))
        return redirect("commercial:company")
    calendar = found.calendar
    context = {
        "crumbs": [Crumb(_("The company's commercial plan"), reverse("commercial:company"))],
        "form": form,
        "writes": writes,
        "first": month_name(found.first_month),
        "this_year": calendar.name(calendar.of(timezone.localdate())),
    }
    return render(request, "commercial/settings.html", context, status=status_of(form))
