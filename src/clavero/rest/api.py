"""Makes the API of the routers that the domains' ``api.py`` declare::

    api = make_api("clavero.portfolio.api.router")
    path("api/", urls_of(api))

Below that address everything is answered in JSON, and every operation asks for a token.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Router
from ninja.renderers import JSONRenderer

from clavero import __version__
from clavero.rest.bearer import Bearer
from clavero.rest.problems import not_allowed, not_found, tell_problems

View = Callable[..., HttpResponse]
NAMESPACE = "api"
DESCRIPTION = """\
Amounts of money are decimal numbers written as text, in the reporting currency; shares and growth
are fractions; a missing value is null. Everything is seen as the token's owner sees it.
"""


class Readable(JSONRenderer):
    """JSON with its accents as they are, for who reads it in a terminal."""

    json_dumps_params = {"ensure_ascii": False}


def make_api(*routers: Router | str) -> NinjaAPI:
    """The API with its description at ``openapi.json``; a router may be named, as for ``include``.

    There is no page that shows the description: those at hand load their parts from elsewhere.
    """
    api = NinjaAPI(
        title="Clavero",
        version=__version__,
        description=DESCRIPTION,
        urls_namespace=NAMESPACE,
        auth=Bearer(),
        renderer=Readable(),
        docs_url=None,
        docs_decorator=require_safe,
    )
    tell_problems(api)
    for router in routers:
        api.add_router("", router)
    return api


def urls_of(api: NinjaAPI) -> tuple[list[URLPattern], str, str]:
    """The API's addresses, for ``path``, and an answer for all others below them."""
    patterns, app_name, namespace = api.urls
    opened: list[Any] = [*patterns, path("<path:unknown>", _nothing_there, name="unknown")]
    for pattern in opened:
        pattern.callback = _open(pattern.callback)
    return opened, app_name, namespace


def _open(view: View) -> View:
    """No sign-in page before ``view``, since its token is asked for inside, and no HTML after."""

    @login_not_required
    @csrf_exempt  # no cookie opens the API
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except Http404:
            return not_found()
        return not_allowed(request.method) if answer.status_code == 405 else answer

    return opened


def _nothing_there(request: HttpRequest, unknown: str) -> HttpResponse:
    return not_found()
