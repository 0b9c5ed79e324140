"""Forecasts made before their years had a month of their own begin with the quarter they were made
in; what was signed for nothing was no signature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from clavero.core.testing import back_to, migrate
from clavero.plans.models import Forecast, Initiative
from clavero.portfolio.testing import make_customer

pytestmark = pytest.mark.django_db(transaction=True)
THEN = datetime(2026, 8, 20, 9, tzinfo=UTC)


@pytest.fixture
def before() -> Iterator[Any]:
    """The models of forecasts that began with their plan."""
    yield back_to(("plans", "0009_retention_points")).apps
    migrate()


def test_they_begin_with_the_quarter_in_which_they_were_made(before: Any) -> None:
    customer = make_customer("C1")
    get = before.get_model
    plan = get("plans", "Plan").objects.create(
        customer_id=customer.pk, start=date(2025, 1, 1), by_name="Ana"
    )
    row = get("plans", "Forecast").objects.create(
        plan=plan, base=1000, growth_low=0, growth_base=0, growth_high=0, gross_margin=0,
        cost_to_serve=0, kam_cost=0, our_rate=0, their_rate=0, retention=1, by_name="Ana",
    )  # fmt: skip
    get("plans", "Forecast").objects.filter(pk=row.pk).update(changed_at=THEN)
    for value in (-5, 40):
        get("plans", "Initiative").objects.create(
            plan=plan, text=f"Worth {value}", kind="penetration", by_name="Ana", confirmed_at=THEN,
            state="validated", validated_value=value, validated_by="Luis", validated_on=THEN.date(),
        )  # fmt: skip
    migrate()
    found = Forecast.objects.get()
    assert (found.start, found.changed_at) == (date(2026, 7, 1), THEN)
    assert [(each.state, each.validated_by) for each in Initiative.objects.order_by("pk")] == [
        ("delivered", ""), ("validated", "Luis"),
    ]  # fmt: skip
