"""A no becomes an answer: what services refuse is a page, or a notice when only a part of the
page was asked for."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from clavero.core.errors import Forbidden, Refusal
from clavero.ui.stack import with_room

UNPROCESSABLE = 422
FORBIDDEN = 403


class AnswerMiddleware:
    """Turns ``Refusal`` into 422 and ``Forbidden`` into 403, and completes partial answers.

    It stands after ``HtmxMiddleware``, which tells a partial request from a whole page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and for a partial request bring along what only a whole page would show."""
        response = with_room(self.get_response, request)
        # One address answers whole or in part: a browser's cache must not mix them up.
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            # On a shared computer, "back" after signing out must not show the portfolio.
            patch_cache_control(response, private=True, no_store=True)
        if not _is_partial(request):
            return response
        if _is_html(response):
            response.content += _waiting_messages(request).encode()
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page, or the notice, of a refusal."""
        if isinstance(error, Refusal):
            return _refused(request, error)
        if isinstance(error, Forbidden):
            return _forbidden(request, error)
        return None


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if _is_partial(request):
        return _notice(str(refusal), UNPROCESSABLE, field=refusal.field or "")
    return render(
        request,
        "ui/refused.html",
        {
            "sentence": refusal.filled(refusal.message),
            "hint": refusal.filled(refusal.hint),
            "field": refusal.field,
            "back": _page_before(request),
        },
        status=UNPROCESSABLE,
    )


def _forbidden(request: HttpRequest, error: Forbidden) -> HttpResponse:
    if _is_partial(request):
        return _notice(_("You are not allowed to do that."), FORBIDDEN)
    return render(request, "403.html", {"exception": str(error)}, status=FORBIDDEN)


def _notice(text: str, status: int, field: str = "") -> HttpResponse:
    """A notice beside the page, which itself stays as it is."""
    body = render_to_string("ui/partials/notices.html", {"level": "error", "texts": [text]})
    headers = {"HX-Reswap": "none"}
    if field:
        headers["HX-Trigger"] = json.dumps({"clavero:refused": {"field": field}})
    return HttpResponse(body, status=status, headers=headers)


def _page_before(request: HttpRequest) -> str:
    referer = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()})
    return referer if ours else "/"


def _is_partial(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)  # a bare request of a test has none
    if not htmx:
        return False
    return not (htmx.boosted or htmx.history_restore_request)


def _is_html(response: HttpResponse) -> bool:
    return (
        not response.streaming
        and response.status_code < 300
        and response.get("Content-Type", "").startswith("text/html")
        and bool(response.content)
    )


def _waiting_messages(request: HttpRequest) -> str:
    waiting = list(get_messages(request))
    if not waiting:
        return ""
    return render_to_string("ui/partials/notices.html", {"messages": waiting})
