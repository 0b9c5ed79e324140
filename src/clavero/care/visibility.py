"""Who sees complaints: whoever sees the account. Those who handle them have a verb for it."""

from __future__ import annotations

from django.db.models import QuerySet

from clavero.care.models import Complaint
from clavero.core.errors import Forbidden
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.visibility import scope_for


def complaints(actor: Actor) -> QuerySet[Complaint]:
    """The complaints of the customers that ``actor`` sees, of merged records too."""
    return complaints_within(scope_for(actor))


def complaints_within(scope: Scope) -> QuerySet[Complaint]:
    """The same, for a scope that was read already."""
    codes = scope.customers
    if codes is None:
        return Complaint.objects.all()
    return Complaint.objects.filter(customer__code__in=sorted(codes))


def handles(actor: Actor) -> bool:
    """Whether their role handles complaints."""
    return actor.may(Verb.TEND_COMPLAINTS)


def governs(actor: Actor) -> bool:
    """Whether their role decides on times and calendars."""
    return actor.may(Verb.GOVERN_CARE)


def require(actor: Actor, verb: Verb = Verb.TEND_COMPLAINTS) -> None:
    """Raise :class:`Forbidden` for who may not."""
    if not actor.may(verb):
        raise Forbidden(verb)
