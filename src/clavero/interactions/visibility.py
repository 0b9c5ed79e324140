"""Who sees interactions: whoever sees the account. Minutes that were marked are for its team."""

from __future__ import annotations

from django.db.models import QuerySet

from clavero.core.errors import Forbidden
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.interactions.models import Interaction
from clavero.portfolio.visibility import scope_for


def interactions(actor: Actor) -> QuerySet[Interaction]:
    """The interactions with the customers that ``actor`` sees."""
    return interactions_within(scope_for(actor))


def interactions_within(scope: Scope) -> QuerySet[Interaction]:
    """The same, for a scope that was read already."""
    codes = scope.customers
    if codes is None:
        return Interaction.objects.all()
    return Interaction.objects.filter(customer__code__in=sorted(codes))


def require(actor: Actor) -> None:
    """Raise :class:`Forbidden` for who does not tend relationships."""
    if not actor.may(Verb.TEND_CONTACTS):
        raise Forbidden(Verb.TEND_CONTACTS)
