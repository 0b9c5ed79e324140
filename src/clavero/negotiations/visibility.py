"""Who reads negotiations and documents: whoever sees the sales of their customer. Targets, limits,
prices of concessions and alternatives are for those who may negotiate."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from clavero.core.errors import Forbidden
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.negotiations.models import Document, Negotiation
from clavero.portfolio.visibility import scope_for, sees_sales


def negotiations(actor: Actor, scope: Scope | None = None) -> QuerySet[Negotiation]:
    """Those with the customers that ``actor`` sees; ``scope`` is theirs, if it was read."""
    codes = _codes(actor, scope)
    if codes is None:
        return Negotiation.objects.all()
    return Negotiation.objects.filter(customer__code__in=codes)


def documents(actor: Actor, scope: Scope | None = None) -> QuerySet[Document]:
    """The documents of these customers' negotiations and contracts."""
    codes = _codes(actor, scope)
    if codes is None:
        return Document.objects.all()
    return Document.objects.filter(
        Q(negotiation__customer__code__in=codes) | Q(contract__customer__code__in=codes)
    )


def _codes(actor: Actor, scope: Scope | None) -> list[str] | None:
    if actor.user_id is not None and not sees_sales(actor):
        return []
    codes = (scope or scope_for(actor)).customers
    return None if codes is None else sorted(codes)


def knows(actor: Actor) -> bool:
    """Whether targets, limits and alternatives are any business of theirs."""
    return actor.may(Verb.NEGOTIATE)


def require(actor: Actor) -> None:
    """Raise :class:`Forbidden` for who does not negotiate."""
    if not knows(actor):
        raise Forbidden(Verb.NEGOTIATE)
