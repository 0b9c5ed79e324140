"""Who sees which tasks.

Those of an account are for whoever sees the account; one's own for oneself, whatever account they
are at. Those of no account are for who does them, for who wrote them, and for who leads them.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from clavero.core.errors import Forbidden
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.visibility import of_those_seen
from clavero.work.models import Task


def tasks(actor: Actor, scope: Scope | None = None) -> QuerySet[Task]:
    """The tasks that ``actor`` sees; ``scope`` is theirs where it was read already."""
    if actor.user_id is None:
        return Task.objects.all()
    seen = of_those_seen(actor, scope) | Q(owner=actor.user_id)
    of_nobody = Q(by_id=actor.user_id)
    if actor.may(Verb.TEND_TASKS):
        of_nobody |= Q(owner__in=sorted(actor.team))
    return Task.objects.filter(seen | (Q(customer__isnull=True) & of_nobody))


def require(actor: Actor) -> None:
    """Raise :class:`Forbidden` for who does not tend tasks."""
    if not actor.may(Verb.TEND_TASKS):
        raise Forbidden(Verb.TEND_TASKS)
