"""How a reader wants the picture to look, for this browser, as the appearance of the pages."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from clavero.matrix import selectors
from clavero.matrix.charts import Look
from clavero.matrix.selectors import InForce
from clavero.matrix.words import factor_names
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.views import A_YEAR, safe_next

HIGH_COOKIE = "matrix_high"
LEFT, RIGHT = "left", "right"
TRAIL = "trail"  # in the address: what one shows another


@for_those_who_see_sales
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep on which side a high position stands, and go back."""
    side = request.POST.get("high", "")
    if side not in {LEFT, RIGHT}:
        return HttpResponseBadRequest("left or right")
    response = redirect(safe_next(request))
    response.set_cookie(
        HIGH_COOKIE, side, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def look_of(request: HttpRequest, holding: InForce) -> Look:
    """What the reader has chosen; most people expect a high position on the right."""
    shows_trail = request.GET.get(TRAIL) == "1"
    modes = selectors.modes_of_reviews(timezone.localdate()) if shows_trail else {}
    return Look(
        high_left=request.COOKIES.get(HIGH_COOKIE) == LEFT,
        shows_trail=shows_trail,
        modes=modes,
        names=factor_names(holding.settings),
    )
