"""Whose work somebody may record."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.portfolio.visibility import ROLES_THAT_SEE_SALES


def people_who_work(actor: Actor) -> QuerySet[Any]:
    """Those whose work ``actor`` may record: their own and their team's; who sees the whole
    portfolio, everybody's who looks after customers."""
    found = people(actor).filter(role__in=ROLES_THAT_SEE_SALES)
    if actor.may(Verb.SEE_WHOLE_PORTFOLIO):
        return found
    return found.filter(pk__in={actor.user_id, *actor.team})
