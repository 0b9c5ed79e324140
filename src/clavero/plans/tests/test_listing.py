"""The list of plans: each kind of row is counted by itself, what was taken out not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.plans.models import Action, PlanItem
from clavero.plans.selectors import plan_rows
from clavero.plans.testing import make_action, make_plan, make_request, make_row
from clavero.portfolio.testing import make_customer

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def test_each_kind_of_row_is_counted_by_itself() -> None:
    customer = make_customer("C1")
    make_plan(customer)
    yesterday = timezone.localdate() - timedelta(days=1)
    actions = [make_action(customer, f"Action {at}", end=yesterday) for at in range(3)]
    for at in range(2):
        make_request(customer, f"Means {at}")
        make_row(customer, f"Row {at}")
    now = timezone.now()
    Action.objects.filter(pk=actions[0].pk).update(retired_at=now)
    first, second = PlanItem.objects.order_by("pk")
    PlanItem.objects.filter(pk=second.pk).update(confirmed_at=now, retired_at=now)
    with CaptureQueriesContext(connection) as asked:
        [row] = plan_rows(SYSTEM)
    assert (row.late, row.waiting, row.looked_at) == (2, 2, first.confirmed_at)
    # Joined, the rows of one kind would be told once for each row of the others.
    for query in asked.captured_queries:
        assert query["sql"].count('JOIN "plans_') == 0, query["sql"]


def test_a_plan_without_rows_is_there() -> None:
    make_plan(make_customer("C1"))
    [row] = plan_rows(SYSTEM)
    assert (row.has_plan, row.late, row.waiting, row.looked_at) == (True, 0, 0, None)
