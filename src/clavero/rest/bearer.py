"""Who is asking: the person for whom the token in the ``Authorization`` header speaks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from ninja.security import HttpBearer

from clavero.rest.services import use_token


class Bearer(HttpBearer):
    """``Authorization: Bearer`` and the token's secret; a browser's sign-in does not count."""

    def authenticate(self, request: HttpRequest, token: str) -> Any | None:
        """The actor, as ``settings.REST_ACTOR_OF`` makes it of the person."""
        person = use_token(token)
        return None if person is None else import_string(settings.REST_ACTOR_OF)(person)


def actor_of(request: HttpRequest) -> Any:
    """On whose behalf an address of the API was asked for, to be passed down at once."""
    return request.auth  # type: ignore[attr-defined]  # Ninja puts it there
