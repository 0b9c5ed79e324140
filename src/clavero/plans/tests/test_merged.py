"""A plan whose customer is merged into another is that other's, and comes back with the record."""

from __future__ import annotations

import pytest

from clavero.core.audit import history
from clavero.identity.rules import Actor
from clavero.plans.models import Plan
from clavero.plans.selectors import plan_rows
from clavero.plans.testing import make_plan
from clavero.portfolio.models import Customer
from clavero.portfolio.services import merge_customers, unmerge_customer
from clavero.portfolio.testing import make_customer

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def planned() -> dict[str, bool]:
    return {row.name: row.has_plan for row in plan_rows(SYSTEM)}


def merge(source: Customer, target: Customer) -> None:
    merge_customers(SYSTEM, source_id=source.pk, target_id=target.pk)


def test_a_plan_goes_where_its_customer_goes() -> None:
    old, new, third = (make_customer(code) for code in ("OLD", "NEW", "THIRD"))
    plan = make_plan(old)
    merge(old, new)
    assert planned() == {new.name: True}
    plan.refresh_from_db()
    assert plan.customer == new
    entry = history(plan).first()
    assert entry is not None
    assert (entry.verb, entry.before) == ("plan.followed", {"customer_id": old.pk})
    other = make_plan(third)
    merge(third, new)
    assert planned() == {new.name: True}, "the plan that is there holds"
    unmerge_customer(SYSTEM, customer_id=third.pk)
    other.refresh_from_db()
    assert other.customer == third
    unmerge_customer(SYSTEM, customer_id=old.pk)
    assert planned() == {old.name: True, third.name: True}
    assert Plan.objects.get(pk=plan.pk).customer == old
