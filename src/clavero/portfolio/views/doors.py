"""Who enters the pages about sales."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase

from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.portfolio.visibility import sees_sales

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_those_who_see_sales(view: View[P]) -> View[P]:
    """A 403 for the roles that have no business with sales."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not sees_sales(actor_of(request)):
            raise Forbidden(Verb.SEE_OWN_ACCOUNTS)
        return view(request, *args, **kwargs)

    return cast("View[P]", guarded)
