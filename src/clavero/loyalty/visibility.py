"""Who sees what came back: single answers are for the account team, sums for who sees accounts.

The team of an account are those who look after it today, in any role, and who leads them.
"""

from __future__ import annotations

from django.db.models import QuerySet

from clavero.core.errors import Forbidden
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.loyalty.models import Invitation, Wave
from clavero.portfolio.visibility import of_those_seen


def invitations(actor: Actor, scope: Scope | None = None) -> QuerySet[Invitation]:
    """Those to contacts of customers that ``actor`` sees."""
    return Invitation.objects.filter(of_those_seen(actor, scope))


def waves(actor: Actor, scope: Scope | None = None) -> QuerySet[Wave]:
    """The waves that asked somebody at a customer that ``actor`` sees."""
    return Wave.objects.filter(pk__in=invitations(actor, scope).order_by().values("wave"))


def require(actor: Actor, verb: Verb = Verb.RUN_SURVEYS) -> None:
    """Raise :class:`Forbidden` for who does not ask customers."""
    if not actor.may(verb):
        raise Forbidden(verb)


def tends_wave(actor: Actor, wave: Wave) -> bool:
    """Whether ``actor`` reminds and closes: who began it, and who decides what is asked."""
    if actor.may(Verb.WRITE_SURVEYS):
        return True
    return actor.may(Verb.RUN_SURVEYS) and wave.by_id == actor.user_id
