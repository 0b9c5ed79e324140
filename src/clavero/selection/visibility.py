"""Who sees how key accounts are selected, and of which customers."""

from __future__ import annotations

from django.db.models import QuerySet

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.visibility import scope_for
from clavero.selection.models import Candidate


def sees_selection(actor: Actor) -> bool:
    """Whether the role has to do with the selection at all."""
    return actor.may(Verb.SEE_SELECTION)


def only_hands_over(actor: Actor) -> bool:
    """Whether the role has customers, and nothing to do with the selection but giving them away."""
    return actor.may(Verb.SEE_OWN_ACCOUNTS) and not sees_selection(actor)


def candidates(actor: Actor) -> QuerySet[Candidate]:
    """The candidates of every year that ``actor`` sees: those among the customers they see."""
    seen = Candidate.objects.select_related("cycle", "cycle__version", "customer")
    if not sees_selection(actor):
        return seen.none()
    codes = scope_for(actor).customers
    return seen if codes is None else seen.filter(customer__code__in=codes)


def candidate_to_change(actor: Actor, candidate_id: int, verb: Verb) -> Candidate:
    """The candidate, for a service that changes it, read anew.

    Raises ``Candidate.DoesNotExist`` for strangers and :class:`Forbidden` for those who see it
    but may not.
    """
    found = candidates(actor).get(pk=candidate_id)
    if not actor.may(verb):
        raise Forbidden(verb)
    return found
