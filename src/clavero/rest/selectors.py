"""What can be read of tokens: one's own, and never the secret."""

from __future__ import annotations

from django.db.models import QuerySet

from clavero.core.audit import Who
from clavero.core.errors import Forbidden
from clavero.rest.models import Token


def person_of(actor: Who) -> int:
    """The person behind an actor. The system itself has no tokens."""
    if actor.user_id is None:
        raise Forbidden("tokens belong to people")
    return actor.user_id


def tokens(actor: Who) -> QuerySet[Token]:
    """The actor's own tokens, the newest first; nobody reads anybody else's."""
    return Token.objects.filter(owner_id=person_of(actor))
