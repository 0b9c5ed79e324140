"""How other domains' views ask who is acting and whether they may.

A view takes the actor once, at its first line, and passes it down::

    @allowed(Verb.IMPORT_SALES)
    def imports(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from clavero.core.errors import Forbidden
from clavero.identity import selectors
from clavero.identity.models import Person
from clavero.identity.rules import Actor, Role, Verb
from clavero.identity.selectors import anybody_is as anybody_is

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

_KEPT = "_clavero_actor"


def actor_of(request: HttpRequest) -> Actor:
    """The person signed in, as everything below the views knows them; one query a request.

    Raises :class:`Forbidden` when nobody is signed in.
    """
    if not request.user.is_authenticated:
        raise Forbidden("nobody is signed in")
    kept: Actor | None = request.__dict__.get(_KEPT)
    if kept is None or kept.user_id != request.user.pk:
        kept = request.__dict__[_KEPT] = actor_for(request.user)
    return kept


def actor_for(person: Person) -> Actor:
    """The actor that ``person`` is, outside a request: in a job done on their behalf."""
    return Actor(
        user_id=person.pk,
        name=person.name,
        role=Role(person.role),
        language=person.language or get_language() or "en",
        team=selectors.team_of(person.pk),
    )


def network_address(request: HttpRequest) -> str:
    """The address from which a request comes, past the proxy where there is one."""
    return str(get_adapter().get_client_ip(request))


def may_or_reads(request: HttpRequest, verb: Verb) -> bool:
    """Whether the reader may do ``verb`` on a page that others only read; who may not and sends the
    page's form gets a 403."""
    may = actor_of(request).may(verb)
    if request.method == "POST" and not may:
        raise Forbidden(verb)
    return may


def allowed(verb: Verb) -> Callable[[View[P]], View[P]]:
    """Let a view be entered only by those whose role allows ``verb``; the others get a 403."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not actor_of(request).may(verb):
                raise Forbidden(verb)
            return view(request, *args, **kwargs)

        return cast("View[P]", guarded)

    return decorate
