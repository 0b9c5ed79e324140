"""Means are asked for within the plan's years, and what was taken out is gone from every page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from clavero.core.period import add_months
from clavero.identity.rules import Actor
from clavero.opportunities.testing import make_need
from clavero.plans.forms.value import InitiativeForm
from clavero.plans.models import ResourceRequest
from clavero.plans.rules.kinds import RequestKind
from clavero.plans.selectors import links_of
from clavero.plans.services import change_request, link_item, link_need, retire_action
from clavero.plans.testing import make_action, make_plan, make_request, make_row
from clavero.portfolio.testing import make_customer

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
SYSTEM = Actor.system()
DAY = timedelta(days=1)


def test_means_are_needed_within_the_years_of_the_plan(refuses: Refuses) -> None:
    customer = make_customer("C1")
    plan = make_plan(customer)
    last = add_months(plan.start, 12 * plan.years) - DAY
    for day in (plan.start - DAY, last + DAY):
        with refuses("needed_outside"):
            make_request(customer, needed_on=day)
    for day in (plan.start, last):
        make_request(customer, needed_on=day)
    row = make_request(customer)
    given = {"request_id": row.pk, "kind": RequestKind.OPEX}
    with refuses("needed_outside"):
        change_request(SYSTEM, **given, needed_on=last + DAY)
    # What stands there already is no obstacle to putting the rest right.
    ResourceRequest.objects.filter(pk=row.pk).update(needed_on=last + DAY)
    change_request(SYSTEM, **given, text="Two technicians", needed_on=last + DAY)
    row.refresh_from_db()
    assert row.text == "Two technicians"


def test_what_was_taken_out_is_no_longer_told_as_an_answer() -> None:
    customer = make_customer("C1")
    plan = make_plan(customer)
    item, need = make_row(customer), make_need(customer)
    stays, goes = make_action(customer, "Stays"), make_action(customer, "Goes")
    for action in (stays, goes):
        link_item(SYSTEM, item_id=item.pk, kind="action", target_id=action.pk)
        link_need(
            SYSTEM, customer_id=customer.pk, need_id=need.pk, kind="action", target_id=action.pk
        )
    retire_action(SYSTEM, action_id=goes.pk)
    assert [text for _link, text in links_of(plan, item=item)] == ["Stays"]
    assert [text for _link, text in links_of(plan, need_id=need.pk)] == ["Stays"]


def test_what_is_asked_for_is_not_put_in_twice() -> None:
    form = InitiativeForm(people=[], objectives=[], is_new=True)
    assert "those cost by themselves" in str(form["investment"].help_text)
