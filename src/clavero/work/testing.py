"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone

from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer
from clavero.work.models import Dedication, Pack, Task
from clavero.work.rules.tasks import Origin
from clavero.work.rules.team import Function
from clavero.work.services import add_task, dedicate

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


def make_functional(
    customer: Customer,
    person: Person,
    *,
    function: Function | None = Function.LOGISTICS,
    share: str | None = "0.1",
    **given: Any,
) -> Dedication:
    """Somebody of a department works for an account, by default from today on."""
    told = {"start": timezone.localdate(), **given}
    part = None if share is None else Decimal(share)
    return dedicate(
        SYSTEM, customer_id=customer.pk, person_id=person.pk, function=function, share=part, **told
    )  # fmt: skip


def make_pack(customer: Customer, giver: Person, receiver: Person) -> Pack:
    """An account on its way, whoever sees it."""
    return Pack.objects.create(
        customer=customer, giver=giver, receiver=receiver, by_name="Ana",
        opened_on=timezone.localdate(),
    )  # fmt: skip
