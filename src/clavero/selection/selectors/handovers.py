"""Customers on their way to a key account manager."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from clavero.identity.rules import ALLOWED, Actor, Role, Verb
from clavero.identity.selectors import people
from clavero.portfolio.visibility import accounts
from clavero.selection.models import Handover
from clavero.selection.visibility import sees_selection

MANAGERS = frozenset(role for role in Role if Verb.PROPOSE_KEY_ACCOUNTS in ALLOWED[role])
"""The roles that manage key accounts."""


def handovers(actor: Actor) -> QuerySet[Handover]:
    """The handovers that ``actor`` gives or receives, and those of the customers they see where
    their role has to do with the selection; the open ones first, then the latest accepted."""
    found = Handover.objects.select_related("customer", "giver", "receiver").order_by(
        F("accepted_at").desc(nulls_first=True), "-pk"
    )
    if actor.user_id is None:
        return found
    theirs = Q(giver_id=actor.user_id) | Q(receiver_id=actor.user_id)
    if sees_selection(actor):
        theirs |= Q(customer__in=accounts(actor).order_by())
    return found.filter(theirs)


def open_handover(customer_id: int) -> Handover | None:
    """The handover of a customer that nobody has accepted yet."""
    found = Handover.objects.filter(customer_id=customer_id, accepted_at=None)
    return found.select_related("customer", "giver", "receiver").first()


def managers(actor: Actor) -> QuerySet[Any]:
    """Who can receive a key account."""
    return people(actor).filter(is_active=True, role__in=MANAGERS).order_by("name")
