"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from clavero.coordination.models import Department, ProcessVersion, Request
from clavero.coordination.rules.raci import Part, Party, PartyKind
from clavero.coordination.services import ask_department, set_department, set_process
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer

SYSTEM = Actor.system()


def make_department(*people: Person, name: str = "Logistics") -> Department:
    """A department of these people, led by the first."""
    return set_department(
        SYSTEM,
        name=name,
        member_ids=[each.pk for each in people],
        lead_id=people[0].pk if people else None,
    )


def make_asked(customer: Customer, department: Department, **given: Any) -> Request:
    """Something that a department is asked; ``by`` is who asks."""
    by = given.pop("by", SYSTEM)
    given = {"text": "Deliver before Friday", **given}
    return ask_department(by, customer_id=customer.pk, department_id=department.pk, **given)


def make_process(department: Department, name: str = "Special delivery") -> ProcessVersion:
    """A process that a department does and answers for."""
    party = Party(Part.BOTH, PartyKind.DEPARTMENT, str(department.pk))
    return set_process(SYSTEM, name=name, valid_from=timezone.localdate(), parties=[party])
