"""The customer's side: one form by a link, without signing in.

Whoever writes is told whether somebody has it. Of what was not kept it says the same, be the link
not ours, taken back, or used too often: nobody learns which customers there are, and a program that
floods it fills nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import NON_FIELD_ERRORS
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
from clavero.care.rules.files import MOST_AT_ONCE
from clavero.core.files.kinds import MOST_BYTES
from clavero.core.links import language_of
from clavero.identity.doors import network_address
from clavero.ui.forms import carry_instead
from clavero.ui.origins import takes_unnamed_origins
from clavero.ui.steps import done, status_of

GuestView = Callable[[HttpRequest, str], HttpResponse]
_MOST_SENT = (MOST_AT_ONCE + 1) * MOST_BYTES  # bytes: the files, and room for the text
_WAIT = 60 * 60  # seconds after which one more is taken


def _for_guests(view: GuestView) -> GuestView:
    """A page without an account, in the language of its link, which nobody indexes or keeps."""
    protected = takes_unnamed_origins(view)

    @login_not_required
    @csrf_exempt  # here; ``protected`` looks
    @wraps(view)
    def shown(request: HttpRequest, token: str) -> HttpResponse:
        with translation.override(language_of(token) or translation.get_language()):
            # Before anything reads what was sent.
            is_too_much = int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_SENT
            response = (_too_much if is_too_much else protected)(request, token)
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
    is_trapped = bool(given.pop("not_for_people"))  # no person sees that field
    if not is_stamp(given.pop("stamp"), token, most=OPEN_FOR):
        page.add_error(None, _("This page was open for too long. Send it once more."))
        return _again(request, page, token)
    files = given.pop("attached")
    network = network_of(network_address(request))

    def keep(**_cleaned: Any) -> None:
        if is_trapped:  # and yet a person may have sent what their browser filled in
            raise services.held_back()
        services.complain(token, network=network, files=files, **given)

    if done(page, keep):
        return thanked
    response = _again(request, page, token)
    if page.has_error(NON_FIELD_ERRORS, services.HELD_BACK):
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response.headers["Retry-After"] = str(_WAIT)
    return response


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


def _too_much(request: HttpRequest, token: str) -> HttpResponse:
    """More was sent than is ever read."""
    page = GuestForm(initial={"stamp": stamp_of(token)})
    context = {"form": page, "token": token, "is_too_much": True}
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return render(request, "care/guest_form.html", context, status=status)
