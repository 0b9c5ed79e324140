"""What every page offers: its appearance, and the saved views of its list."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from clavero.ui import services
from clavero.ui.context import THEME_COOKIE, Theme, actor_of
from clavero.ui.hooks import on_language
from clavero.ui.models import SavedView
from clavero.ui.origins import takes_unnamed_origins

A_YEAR = 365 * 24 * 3600


@login_not_required
@takes_unnamed_origins
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep the appearance chosen and go back."""
    chosen = request.POST.get("theme", "")
    if chosen not in set(Theme):
        return HttpResponseBadRequest("light, dark or auto")
    response = redirect(safe_next(request))
    response.set_cookie(
        THEME_COOKIE, chosen, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


@login_not_required
@takes_unnamed_origins
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language chosen, for this browser and with whoever remembers it, and go back."""
    for remember in on_language:
        remember(request, request.POST.get("language", ""))
    return set_language(request)


def safe_next(request: HttpRequest) -> str:
    """Where to go next: the form's ``next`` when it is an address of ours, else the start."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours else "/"


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep a list as it stands, under a name."""
    services.save_view(
        actor_of(request),
        screen=request.POST.get("screen", ""),
        name=request.POST.get("name", ""),
        query=request.POST.get("query", ""),
        is_shared="is_shared" in request.POST,
    )
    messages.success(request, _("The view has been saved."))
    return redirect(safe_next(request))


@require_POST
def share_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Show a view of one's own to everybody who may open its list, or (``stop``) no longer."""
    actor = actor_of(request)
    try:
        if "stop" in request.POST:
            services.unshare_view(actor, view_id=view_id)
            messages.success(request, _("The view is not shared any more."))
        else:
            services.share_view(actor, view_id=view_id)
            messages.success(request, _("Everybody who may open this list sees the view now."))
    except SavedView.DoesNotExist as error:
        raise Http404 from error
    return redirect(safe_next(request))


@require_POST
def delete_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Remove a view of one's own."""
    try:
        services.delete_view(actor_of(request), view_id=view_id)
    except SavedView.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The view has been removed."))
    return redirect(safe_next(request))
