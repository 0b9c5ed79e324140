"""Forms of pages that send no referrer.

Under ``Referrer-Policy: no-referrer`` a browser names no origin either: it sends ``Origin: null``
with a form, which the protection against forged forms takes for another site's. What the browser
still says, and no script can, is whether the form stands on a page of ours: ``Sec-Fetch-Site``.
Older browsers, and all of them without HTTPS, leave that away; there the token is what protects.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

UNNAMED = "null"
OURS = "same-origin"

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def takes_unnamed_origins(view: View[P]) -> View[P]:
    """Protect a view like all others, and let the forms of pages without a referrer through."""
    protected = csrf_protect(view)

    @csrf_exempt  # from being looked at before the origin is known; ``protected`` looks
    @wraps(view)
    def looked_at(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        headers = request.META
        is_unnamed = headers.get("HTTP_ORIGIN") == UNNAMED
        if is_unnamed and headers.get("HTTP_SEC_FETCH_SITE", OURS) == OURS:
            headers["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return protected(request, *args, **kwargs)

    return looked_at
