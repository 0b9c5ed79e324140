"""Who sees requests: whoever sees the account, the people of the department that is asked, and who
is consulted or informed by their process."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from clavero.coordination.models import Involved, Member, Request
from clavero.coordination.rules.raci import Part
from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.visibility import of_those_seen, sees_sales


def requests(actor: Actor) -> QuerySet[Request]:
    """The requests that ``actor`` sees."""
    if actor.user_id is None:
        return Request.objects.all()
    seen = of_those_seen(actor) if sees_sales(actor) else Q(pk=None)
    return Request.objects.filter(seen | _asked_of(actor) | _named_in(actor))


def of_accounts(actor: Actor) -> QuerySet[Request]:
    """Those at the accounts that they see alone."""
    if actor.user_id is None:
        return Request.objects.all()
    return Request.objects.filter(of_those_seen(actor))


def of_consulted(actor: Actor) -> QuerySet[Request]:
    """Those before whose answer they, or their departments, are asked."""
    return Request.objects.filter(_named_in(actor, Part.CONSULTED))


def of_departments(actor: Actor) -> QuerySet[Request]:
    """Those that their own departments are asked."""
    return Request.objects.filter(_asked_of(actor))


def _asked_of(actor: Actor) -> Q:
    if not answers(actor):
        return Q(pk=None)
    return Q(department__in=_own_departments(actor))


def _named_in(actor: Actor, *parts: Part) -> Q:
    """What their process names them in, or their department; with ``parts`` in those alone."""
    if actor.user_id is None or not enters(actor):
        return Q(pk=None)
    theirs = Q(person=actor.user_id)
    if answers(actor):
        theirs |= Q(department__in=_own_departments(actor))
    found = Involved.objects.filter(theirs)
    if parts:
        found = found.filter(part__in=[each.value for each in parts])
    return Q(pk__in=found.order_by().values("request"))


def _own_departments(actor: Actor) -> Any:
    return Member.objects.filter(person=actor.user_id).order_by().values("department")


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
