"""A person's own calendar in their own program, and when they are reminded."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of
from clavero.identity.selectors import language_for
from clavero.ui.steps import done, status_of
from clavero.work import selectors, services
from clavero.work.forms.teams import RemindingForm
from clavero.work.views.common import crumb_of_work

READS = 60  # of one address within ``services.PERIOD``: programs ask every few minutes at most


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Open the calendar to a program, close it again, and say when to be reminded."""
    actor = actor_of(request)
    decision = request.POST.get("decision", "") if request.method == "POST" else ""
    form = RemindingForm(
        request.POST if decision == "remind" else None,
        initial={"days_before": selectors.days_before(actor.user_id)},
    )
    address = ""
    if decision == "open":
        secret = services.open_feed(actor)
        address = f"{settings.SITE}{reverse('work:feed', args=[secret])}"
    elif decision == "close":
        services.close_feed(actor)
        messages.success(request, _("The address no longer works."))
        return redirect("work:mine")
    elif decision == "remind" and done(
        form, lambda days_before: services.set_reminding(actor, days_before=days_before)
    ):
        messages.success(request, _("It is kept."))
        return redirect("work:mine")
    context = {
        "crumbs": [crumb_of_work()],
        "feed": selectors.feed_of(actor.user_id),
        "address": address,
        "form": form,
    }
    return render(request, "work/mine.html", context, status=status_of(form))


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """A person's calendar for their program, which does not sign in. Nobody keeps who reads it."""
    services.count_reading(secret)
    found = selectors.feed_opened_by(secret)
    if found is None:
        raise Http404("no such calendar")
    if found.reads > READS:
        slow = HttpResponse(status=429, content_type="text/plain")
        slow["Retry-After"] = str(int(services.PERIOD.total_seconds()))
        return slow
    person = found.person
    with translation.override(language_for(person)):
        text = selectors.calendar_of(person)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="clavero.ics"'
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Referrer-Policy"] = "no-referrer"
    patch_cache_control(answer, private=True, no_store=True)
    return answer
