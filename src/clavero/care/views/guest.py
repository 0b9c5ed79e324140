"""The customer's side: one form by a link, without signing in.

It says the same of a link that is ours and of one that is not, and of a complaint that was kept and
of one too many: nobody learns which customers there are, and a program that floods it fills
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clavero.care import services
from clavero.care.forms import GuestForm
from clavero.care.links import is_stamp, stamp_of
from clavero.care.rules.entering import OPEN_FOR, network_of
from clavero.core.links import language_of
from clavero.identity.doors import network_address
from clavero.ui.forms import carry_instead
from clavero.ui.origins import takes_unnamed_origins
from clavero.ui.steps import done, status_of

GuestView = Callable[[HttpRequest, str], HttpResponse]


def _for_guests(view: GuestView) -> GuestView:
    """A page without an account, in the language of its link, which nobody indexes or keeps."""
    protected = takes_unnamed_origins(view)

    @login_not_required
    @csrf_exempt  # here; ``protected`` looks
    @wraps(view)
    def shown(request: HttpRequest, token: str) -> HttpResponse:
        with translation.override(language_of(token) or translation.get_language()):
            response = protected(request, token)
            response.headers["Content-Language"] = translation.get_language()
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Referrer-Policy"] = "no-referrer"
        patch_cache_control(response, private=True, no_store=True)
        return response

    return cast("GuestView", shown)


@_for_guests
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, token: str) -> HttpResponse:
    """Write a complaint."""
    if request.method != "POST":
        page = GuestForm(initial={"stamp": stamp_of(token)})
        return render(request, "care/guest_form.html", {"form": page, "token": token})
    page = GuestForm(request.POST, request.FILES)
    thanked = redirect("complain:thanks", token)
    if not page.is_valid():
        return _again(request, page, token)
    given: dict[str, Any] = dict(page.cleaned_data)
    if given.pop("website"):  # no person sees that field
        return thanked
    if not is_stamp(given.pop("stamp"), token, most=OPEN_FOR):
        page.add_error(None, _("This page was open for too long. Send it once more."))
        return _again(request, page, token)
    files = given.pop("attached")
    network = network_of(network_address(request))

    def keep(**_cleaned: Any) -> None:
        services.complain(token, network=network, files=files, **given)

    return thanked if done(page, keep) else _again(request, page, token)


@_for_guests
@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """It was sent."""
    return render(request, "care/guest_thanks.html", {"token": token})


def _again(request: HttpRequest, page: GuestForm, token: str) -> HttpResponse:
    """What was written, to be mended; with a new stamp."""
    carry_instead(page, {"stamp": stamp_of(token)})
    context = {"form": page, "token": token}
    return render(request, "care/guest_form.html", context, status=status_of(page))
