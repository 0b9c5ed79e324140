"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from typing import Any

from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer
from clavero.work.models import Task
from clavero.work.rules.tasks import Origin
from clavero.work.services import add_task

SYSTEM = Actor.system()


def make_task(
    customer: Customer | None = None,
    text: str = "Send the offer",
    *,
    owner: Person | None = None,
    **given: Any,
) -> Task:
    """A task, by default of the account's key account manager."""
    at = None if customer is None else customer.pk
    by = None if owner is None else owner.pk
    told = {"origin": Origin.HAND, **given}
    return Task.objects.get(pk=add_task(SYSTEM, customer_id=at, text=text, owner_id=by, **told))
