"""The days of plans stand in the one list of what falls due at an account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from clavero.identity.testing import Cast, actor_for
from clavero.plans.testing import make_action, make_plan
from clavero.portfolio.testing import cover, make_customer
from clavero.work.rules import DueKind
from clavero.work.selectors import account_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def test_actions_and_milestones_fall_due(cast: Cast) -> None:
    customer, today = make_customer("C1"), timezone.localdate()
    cover(cast.senior, customer)
    make_plan(customer)
    made = make_action(customer, "Show it", start=today, owner_id=cast.senior.pk)
    found = account_due(actor_for(cast.senior), customer.pk, None, ahead=timedelta(days=400))
    (item,) = [each for each in found.coming if each.kind is DueKind.ACTION]
    assert (item.day, item.text, item.owner) == (made.end, "Show it", cast.senior.name)
    assert item.url == f"/plans/actions/{made.pk}/"
