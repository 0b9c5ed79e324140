"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.ledger.hooks import CustomerSeen
from clavero.portfolio.models import Coverage, Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.services import (
    assign_coverage,
    create_group,
    link_group,
    merge_customers,
    register_customers,
)

SYSTEM = Actor.system()
LONG_AGO = date(2000, 1, 1)


def make_customer(
    code: str, name: str = "", *, tax_number: str = "", country: str = ""
) -> Customer:
    """A customer as the ledger brings it."""
    described = CustomerSeen(code, name or f"Customer {code}", tax_number, country)
    register_customers(SYSTEM, customers=[described])
    return Customer.objects.get(code=code)


def make_group(name: str, *members: Customer, code: str = "", tree: Tree = Tree.LEGAL) -> Customer:
    """A group made by hand, with its members."""
    return create_group(
        SYSTEM, name=name, code=code, member_ids=[each.pk for each in members], tree=tree
    )


def put_under(parent: Customer, *children: Customer, tree: Tree = Tree.LEGAL) -> None:
    """Customers under another one."""
    for child in children:
        link_group(SYSTEM, parent_id=parent.pk, child_id=child.pk, tree=tree)


def make_one(source: Customer, target: Customer) -> None:
    """Two records merged: ``source`` becomes ``target``."""
    merge_customers(SYSTEM, source_id=source.pk, target_id=target.pk)


def cover(
    person: Person,
    *customers: Customer,
    role: CoverageRole = CoverageRole.LEAD,
    start: date = LONG_AGO,
    end: date | None = None,
) -> list[Coverage]:
    """Let a person look after customers, since long ago unless said."""
    return [
        assign_coverage(
            SYSTEM, customer_id=each.pk, person_id=person.pk, role=role, start=start, end=end
        )
        for each in customers
    ]


def today() -> date:
    """The day by which coverage counts."""
    return timezone.localdate()
