"""Who sees requests: whoever sees the account, and the people of the department that is asked."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from clavero.coordination.models import Member, Request
from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.visibility import of_those_seen, sees_sales


def requests(actor: Actor) -> QuerySet[Request]:
    """The requests that ``actor`` sees."""
    if actor.user_id is None:
        return Request.objects.all()
    seen = of_those_seen(actor) if sees_sales(actor) else Q(pk=None)
    return Request.objects.filter(seen | _asked_of(actor))


def of_accounts(actor: Actor) -> QuerySet[Request]:
    """Those at the accounts that they see alone."""
    if actor.user_id is None:
        return Request.objects.all()
    return Request.objects.filter(of_those_seen(actor))


def of_departments(actor: Actor) -> QuerySet[Request]:
    """Those that their own departments are asked."""
    return Request.objects.filter(_asked_of(actor))


def _asked_of(actor: Actor) -> Q:
    if not answers(actor):
        return Q(pk=None)
    own = Member.objects.filter(person=actor.user_id).values("department")
    return Q(department__in=own)


def asks(actor: Actor) -> bool:
    """Whether their role asks departments."""
    return actor.may(Verb.ASK_DEPARTMENTS)


def answers(actor: Actor) -> bool:
    """Whether their role answers requests, in their departments."""
    return actor.may(Verb.ANSWER_REQUESTS)


def governs(actor: Actor) -> bool:
    """Whether their role decides on departments and processes."""
    return actor.may(Verb.GOVERN_COORDINATION)


def enters(actor: Actor) -> bool:
    """Whether requests are any business of theirs."""
    return sees_sales(actor) or answers(actor)


def require(actor: Actor, verb: Verb) -> None:
    """Raise :class:`Forbidden` for who may not."""
    if not actor.may(verb):
        raise Forbidden(verb)
