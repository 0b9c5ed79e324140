"""Who sees the contacts of an account, and who reads what is thought of them.

Facts are for whoever sees the account. Judgements are for the account team: those who tend
relationships and see the account, because they look after it, lead who does, or direct the
department; and whoever looks after it in another role, such as its sponsor.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import Structure, coverage_rows
from clavero.portfolio.visibility import scope_for
from clavero.relationships.models import Contact


def of_those_seen(actor: Actor) -> Q:
    """Whatever concerns a customer that ``actor`` sees, also by a record merged into it."""
    codes = scope_for(actor).customers
    return Q() if codes is None else Q(customer__code__in=sorted(codes))


def contacts(actor: Actor) -> QuerySet[Contact]:
    """The contacts of the customers that ``actor`` sees, merged ones too."""
    return Contact.objects.filter(of_those_seen(actor))


def is_of_the_team(actor: Actor, code: str, shape: Structure) -> bool:
    """Whether ``actor``, who sees the account, may read judgements of its people. One query, or
    none."""
    if actor.may(Verb.TEND_CONTACTS):
        return True
    rows = coverage_rows(code, shape, frozenset())
    return any(row.is_current and row.person_id == actor.user_id for row in rows)


def require(actor: Actor) -> None:
    """Raise :class:`Forbidden` for who does not tend relationships."""
    if not actor.may(Verb.TEND_CONTACTS):
        raise Forbidden(Verb.TEND_CONTACTS)
