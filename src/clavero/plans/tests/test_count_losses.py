"""What the company has lost, counted by night, and what plans say with it (methods §5.6)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.models import AuditEntry
from clavero.identity.testing import Cast
from clavero.kpis.services import enter_value, refresh
from clavero.ledger.testing import Row, ledger_of
from clavero.plans.models import RetentionCurve
from clavero.plans.rules.retention import Item
from clavero.plans.selectors import live
from clavero.plans.selectors.lost import account_years
from clavero.plans.services import count_losses, say_retention
from clavero.plans.testing import SYSTEM, make_plan
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover
from clavero.silence.services import refute_loss
from clavero.silence.testing import base, purchases
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
BEGINS, NIGHT = date(2024, 1, 1), date(2025, 1, 15)
LEAVERS = [f"G{number:02}" for number in range(32)]
CALIBRATED = "plan.retention_calibrated"


@pytest.fixture
def lost(own_ledger: None, cast: Cast) -> None:
    """Thirty who buy on, and thirty-two with open complaints who stop in the spring of 2024."""
    leaving = [
        row
        for number, code in enumerate(LEAVERS)
        for row in purchases(code, 26 + number % 9, last=date(2024, 4, 1))
    ]
    ledger_of([*base(), *leaving, Row("LAST", "B00", date(2025, 1, 3))])
    refresh(SYSTEM, as_of=date(2025, 1, 1), since=date(2023, 12, 1))
    for customer in Customer.objects.exclude(code="LAST"):
        cover(cast.senior, customer, start=date(2023, 6, 1))
        complaints = 3 if customer.code in LEAVERS else 0
        enter_value(
            SYSTEM, customer_id=customer.pk, key="open-complaints", day=date(2023, 12, 20),
            value=Decimal(complaints),
        )  # fmt: skip


def test_from_thirty_losses_on_plans_go_by_them(
    lost: None, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    seen = account_years(NIGHT)
    assert (seen.day, seen.first, len(seen.years)) == (date(2025, 1, 1), BEGINS, 62)
    customer = Customer.objects.get(code="B05")
    make_plan(customer)
    say_retention(SYSTEM, customer_id=customer.pk, points={Item.FINANCE: Decimal(5)})
    before = live(actors.senior, customer.pk, "B05")
    assert before.curve is None

    found = count_losses(SYSTEM, day=NIGHT)
    assert (found.years, found.losses) == (62, 32)
    assert found.slope is not None
    assert [sum(each[at] for each in found.bands) for at in (1, 2)] == [62, 32]
    assert AuditEntry.objects.filter(verb=CALIBRATED).count() == 1
    now = live(actors.senior, customer.pk, "B05")
    assert now.curve is not None
    assert now.curve.retention(Decimal(9)) > now.curve.retention(Decimal(6))

    again = count_losses(SYSTEM, day=NIGHT)
    assert again.made_at == found.made_at, "the same is not counted twice"
    left = Customer.objects.get(code=LEAVERS[0])
    refute_loss(
        actors.senior, customer_id=left.pk, until=timezone.localdate() + timedelta(30), note="No"
    )
    fewer = count_losses(SYSTEM, day=NIGHT)
    assert (fewer.day, fewer.losses) == (found.day, 31), "a loss of its last year was refuted"
    here = reverse("plans:retention", args=[customer.pk])
    page = words(as_person(cast.senior).get(here))
    assert "by what the company has lost so far" in page
    assert "The rate follows what the company itself has lost." in page
    assert "32" not in page.split("From points to a rate", 1)[1].split("Where you know", 1)[0]
    told = words(as_person(cast.director).get(here))
    assert "Of 62 account-years since January 2024, 31 ended in a loss." in told


def test_with_fewer_the_usual_table_holds(
    own_ledger: None, cast: Cast, as_person: AsPerson
) -> None:
    ledger_of([*base(), Row("LAST", "B00", date(2025, 1, 3))])
    refresh(SYSTEM, as_of=date(2025, 1, 1), since=date(2023, 12, 1))
    for customer in Customer.objects.all():
        cover(cast.senior, customer, start=date(2023, 6, 1))
    plan = make_plan(Customer.objects.get(code="B05"))
    found = count_losses(SYSTEM, day=NIGHT)
    assert (found.years, found.losses, found.slope) == (30, 0, None)
    assert not AuditEntry.objects.filter(verb=CALIBRATED).exists(), "nothing that plans say is new"
    page = words(as_person(cast.director).get(reverse("plans:retention", args=[plan.customer_id])))
    assert "The usual table holds: from 30 losses on" in page
    assert "8 to 10 points 30 100% 97%" in page


def test_without_sales_nothing_is_counted(own_ledger: None) -> None:
    found = count_losses(SYSTEM, day=NIGHT)
    assert (found.years, found.first, found.slope) == (0, None, None)
    assert RetentionCurve.objects.count() == 1
