"""*Night's work*: what ran, when and how long, for administrators."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.core.revisions import revision_of
from clavero.core.zones import zone_named
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.nightly import selectors, services
from clavero.nightly.forms import ScheduleForm
from clavero.nightly.showing import shown
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@allowed(Verb.TEND_NIGHTS)
@require_safe
def nights(request: HttpRequest) -> HttpResponse:
    """The latest, and when the next one comes due; in the clock that they go by."""
    found = selectors.nights(actor_of(request))
    with timezone.override(zone_named(found.schedule.time_zone)):
        return render(request, "nightly/nights.html", shown(found))


@allowed(Verb.TEND_NIGHTS)
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Do it now: the worker does where there is one."""
    actor = actor_of(request)
    if settings.WORKER:
        services.ask_for_night(actor)
        messages.success(request, _("The worker begins within a minute."))
    else:
        services.do_night(actor)
        messages.success(request, _("The night's work was done."))
    return redirect("nightly:nights")


@allowed(Verb.TEND_NIGHTS)
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest) -> HttpResponse:
    """When nights come due."""
    actor, when = actor_of(request), selectors.schedule()
    initial = {"seen": revision_of(when), "at": when.at, "time_zone": when.time_zone}
    form = ScheduleForm(sent(request), initial=initial)
    if done(form, lambda **given: services.set_schedule(actor, **given)):
        messages.success(request, _("The night's work has its time."))
        return redirect("nightly:nights")
    crumbs = [Crumb(_("Night's work"), reverse("nightly:nights"))]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "nightly/schedule.html", context, status=status_of(form))
