"""A document is handed on: it says nothing that only the account's team may know."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from clavero.identity.testing import Cast
from clavero.kpis.rules.framework import Framework, Item
from clavero.kpis.services import refresh, set_targets, tell_relationships
from clavero.kpis.testing import SYSTEM
from clavero.plans.rules.kinds import ObjectiveKind
from clavero.plans.selectors import plan_picture
from clavero.plans.selectors.facts import facts_of
from clavero.plans.services import add_objective
from clavero.plans.testing import make_plan
from clavero.portfolio.models import Customer
from clavero.relationships.testing import make_links
from clavero.reports.content.account import account_brief
from clavero.reports.rules import Kind
from clavero.reports.services._catalogue import content_of

pytestmark = pytest.mark.django_db
# Of the one link, of what the stage asks for: 2 of 23, as a figure and as it is written.
SINGLE = re.compile(r"0\.08695|(?<![\d.])8\.7\s*%")


@pytest.fixture
def planned(customer: Customer, cast: Cast) -> Customer:
    """An account with a plan, held to its coverage, of which one link follows from it."""
    refresh(SYSTEM)
    make_links(customer, cast.senior, 2)
    tell_relationships(SYSTEM, day=timezone.localdate())
    item = Item("contact-coverage", Decimal("0.8"), Decimal(0), Decimal(100))
    set_targets(
        SYSTEM, customer_id=customer.pk, framework=Framework((item,)), reason="The plan",
        valid_from=timezone.localdate(), seen=None,
    )  # fmt: skip
    make_plan(customer)
    return customer


def test_no_document_tells_it(planned: Customer, actors: SimpleNamespace) -> None:
    assert SINGLE.search(repr(account_brief(actors.senior, planned.pk))), "the team's own do"
    for kind in (Kind.ACCOUNT, Kind.PLAN, Kind.REVIEW, Kind.PORTFOLIO):
        told = repr(content_of(actors.senior, kind, planned.pk, 3))
        assert not SINGLE.search(told), kind


def test_neither_does_a_plan_keep_it(planned: Customer, actors: SimpleNamespace) -> None:
    objective = add_objective(
        actors.senior, customer_id=planned.pk, kind=ObjectiveKind.RELATIONSHIP,
        text="Know more of them", kpi="contact-coverage", target=Decimal("0.8"),
        until=timezone.localdate() + timedelta(90),
    )  # fmt: skip
    assert objective.baseline is None
    picture = plan_picture(actors.senior, planned.pk)
    assert picture is not None
    assert "contact-coverage" in {each.key for each in picture.live.health.health.signals}
    assert "contact-coverage" not in facts_of(picture).get("lights", {})
