"""Who sees the contacts of an account, and who reads what is thought of them.

Facts are for whoever sees the account. Judgements are for the account team: those who tend
relationships and see the account, because they look after it, lead who does, or direct the
department; and whoever looks after it in another role, such as its sponsor.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from clavero.core.errors import Forbidden
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import Structure, coverage_rows
from clavero.portfolio.visibility import looked_after, looked_after_by, scope_for
from clavero.relationships.models import Contact


def contacts(actor: Actor) -> QuerySet[Contact]:
    """The contacts of the customers that ``actor`` sees, merged ones too."""
    return contacts_within(scope_for(actor))


def contacts_within(scope: Scope) -> QuerySet[Contact]:
    """The same, for a scope that was read already."""
    codes = scope.customers
    if codes is None:
        return Contact.objects.all()
    return Contact.objects.filter(customer__code__in=sorted(codes))


def is_of_the_team(actor: Actor, code: str, shape: Structure) -> bool:
    """Whether ``actor``, who sees the account, may read judgements of its people. One query, or
    none."""
    if actor.is_outward:
        return False
    if actor.may(Verb.TEND_CONTACTS):
        return True
    rows = coverage_rows(code, shape, frozenset())
    return any(row.is_current and row.person_id == actor.user_id for row in rows)


def judged_for(actor: Actor) -> frozenset[str] | None:
    """The codes of the customers of whose people ``actor`` may read judgements, as far as they see
    them; ``None`` for all. One query for whoever tends no relationships."""
    if actor.is_outward:
        return frozenset()
    return None if actor.may(Verb.TEND_CONTACTS) else looked_after(actor)


def reads_every_judgement(actor: Actor) -> bool:
    """Whether ``actor`` may read the judgements of all accounts that they see."""
    return actor.may(Verb.TEND_CONTACTS) and not actor.is_outward


def judged_customers(actor: Actor) -> QuerySet[Any]:
    """The customers of whose people somebody reads judgements who does not read all, to ask for
    within another query."""
    found = looked_after_by(actor)
    return found.none() if actor.is_outward else found


def require(actor: Actor) -> None:
    """Raise :class:`Forbidden` for who does not tend relationships."""
    if not actor.may(Verb.TEND_CONTACTS):
        raise Forbidden(Verb.TEND_CONTACTS)
