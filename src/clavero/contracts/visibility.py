"""Who reads contracts: whoever sees the sales of their customer."""

from __future__ import annotations

from django.db.models import QuerySet

from clavero.contracts.models import Contract
from clavero.core.errors import Forbidden
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.visibility import scope_for, sees_sales


def contracts(actor: Actor, scope: Scope | None = None) -> QuerySet[Contract]:
    """The contracts of the customers that ``actor`` sees; ``scope`` is theirs, if it was read."""
    if actor.user_id is not None and not sees_sales(actor):
        return Contract.objects.none()
    codes = (scope or scope_for(actor)).customers
    if codes is None:
        return Contract.objects.all()
    return Contract.objects.filter(customer__code__in=sorted(codes))


def require(actor: Actor) -> None:
    """Raise :class:`Forbidden` for who keeps no contracts."""
    if not actor.may(Verb.KEEP_CONTRACTS):
        raise Forbidden(Verb.KEEP_CONTRACTS)
