"""Complaints that are recorded count as events of serving, where the rates ask for it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from clavero.care.testing import make_complaint
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.profitability.rules.rates import Source
from clavero.profitability.selectors import after_serving
from clavero.profitability.services import set_activity
from clavero.profitability.testing import EARLY, set_rates

SYSTEM = Actor.system()


@pytest.mark.django_db
@pytest.mark.usefixtures("own_ledger")
def test_each_complaint_counts_on_the_day_it_came() -> None:
    ledger_of([Row("1", "A", date=date(2024, 2, 1)), Row("2", "B", date=date(2024, 2, 1))])
    set_rates()  # one a minute
    set_activity(
        SYSTEM, key="complaint", valid_from=EARLY, capacity="team", base=Decimal(45),
        source=Source.APP,
    )  # fmt: skip
    customer = Customer.objects.get(code="A")
    for day in (date(2024, 2, 29), date(2024, 12, 31), date(2025, 1, 1)):
        make_complaint(customer, received_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    found = after_serving(SYSTEM, Period(date(2024, 1, 1), date(2025, 1, 1)))
    assert found is not None
    assert {code: each.serving for code, each in found.items()} == {"A": 90, "B": 0}
