"""A plan whose customer is merged into another is that other's, and comes back with the record."""

from __future__ import annotations

import pytest
from django.utils import timezone

from clavero.core.audit import history
from clavero.identity.rules import Actor
from clavero.plans.jobs import at_night
from clavero.plans.models import Plan
from clavero.plans.selectors import plan_rows
from clavero.plans.services import settle_plans
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


def test_out_of_a_chain_each_plan_comes_back_to_its_record() -> None:
    first, second, third = (make_customer(code) for code in ("A", "B", "C"))
    plan = make_plan(first)
    for apart in ((first, second), (second, first)):
        merge(first, second)
        merge(second, third)
        plan.refresh_from_db()
        assert plan.customer == third
        for record in apart:
            unmerge_customer(SYSTEM, customer_id=record.pk)
        plan.refresh_from_db()
        assert plan.customer == first
    assert planned() == {first.name: True}


def test_the_one_in_between_keeps_what_came_to_it() -> None:
    first, second, third = (make_customer(code) for code in ("A", "B", "C"))
    plan = make_plan(first)
    merge(first, second)
    merge(second, third)
    unmerge_customer(SYSTEM, customer_id=second.pk)
    plan.refresh_from_db()
    assert plan.customer == second, "its record is still merged there"


def test_a_plan_that_waited_holds_once_the_other_is_gone() -> None:
    first, second, third = (make_customer(code) for code in ("A", "B", "C"))
    came, waits = make_plan(first), make_plan(third)
    merge(first, second)
    merge(third, second)
    unmerge_customer(SYSTEM, customer_id=first.pk)
    came.refresh_from_db()
    waits.refresh_from_db()
    assert (came.customer, waits.customer) == (first, second)


def test_plans_that_stayed_behind_are_brought_along_at_night() -> None:
    old, new = make_customer("OLD"), make_customer("NEW")
    plan = make_plan(old)
    Customer.objects.filter(pk=old.pk).update(merged_into=new)  # before plans went along
    assert at_night(timezone.localdate()) is None
    plan.refresh_from_db()
    assert plan.customer == new
    assert settle_plans(SYSTEM) == 0, "again it moves nothing"
