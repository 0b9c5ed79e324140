"""Who sees which investments, and who decides about them."""

from __future__ import annotations

from django.db.models import QuerySet

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.investment.models import Case
from clavero.portfolio.visibility import scope_for


def sees_investments(actor: Actor) -> bool:
    """Whether the role has to do with investments at all."""
    return actor.may(Verb.PROPOSE_INVESTMENTS) or decides(actor)


def decides(actor: Actor) -> bool:
    """Whether the role decides about them, or about what there is to spend."""
    return actor.may(Verb.GOVERN_INVESTMENTS) or actor.may(Verb.APPROVE_INVESTMENTS)


def proposes(actor: Actor) -> bool:
    """Whether the role puts accounts forward."""
    return actor.may(Verb.PROPOSE_INVESTMENTS)


def cases(actor: Actor) -> QuerySet[Case]:
    """The cases of every round that ``actor`` sees: those of the customers they see."""
    seen = Case.objects.select_related("round", "customer", "funding")
    if not sees_investments(actor):
        return seen.none()
    codes = scope_for(actor).customers
    return seen if codes is None else seen.filter(customer__code__in=codes)


def case_to_change(actor: Actor, case_id: int, verb: Verb) -> Case:
    """The case, for a service that changes it.

    Raises ``Case.DoesNotExist`` for strangers and :class:`Forbidden` for those who see it but may
    not.
    """
    found = cases(actor).get(pk=case_id)
    if not actor.may(verb):
        raise Forbidden(verb)
    return found
