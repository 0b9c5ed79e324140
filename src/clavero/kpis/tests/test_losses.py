"""Losses that managers confirm, and silences of which nobody has spoken, count for retention."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from clavero.identity.testing import Cast
from clavero.kpis.losses import losses
from clavero.kpis.rules.retention import LossKind
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover
from clavero.silence.models import LossReason
from clavero.silence.services import confirm_loss

pytestmark = pytest.mark.django_db


def monthly(customer: str, months: int) -> list[Row]:
    """One who bought on the first of so many months of 2024 and 2025."""
    days = [date(2024 + month // 12, month % 12 + 1, 1) for month in range(months)]
    return [Row(f"{customer}-{day}", customer, date=day) for day in days]


def test_without_sales_nobody_knows() -> None:
    assert losses(timezone.localdate()) is None


@pytest.mark.parametrize(
    ("reason", "competitor", "kind"),
    [
        (LossReason.COMPETITOR, "Acme", LossKind.COMPETITOR),
        (LossReason.CLOSED, "", LossKind.CLOSURE),
        (LossReason.PRICE, "", LossKind.SILENCE),
    ],
)
def test_what_a_manager_confirms_counts_from_the_day_on_which_it_was_said(
    cast: Cast, actors: SimpleNamespace, reason: LossReason, competitor: str, kind: LossKind
) -> None:
    ledger_of([*monthly("STAYS", 24), *monthly("LEFT", 12)])
    customer = Customer.objects.get(code="LEFT")
    cover(cast.senior, customer)
    confirm_loss(actors.senior, customer_id=customer.pk, reason=reason, competitor=competitor)
    (loss,) = losses(timezone.localdate()) or ()
    assert (loss.account, loss.kind, loss.recovered_on) == ("LEFT", kind, None)
    assert date(2024, 12, 1) < loss.day < date(2025, 3, 1), (
        "dated back to when it should have bought"
    )
    before = losses(date(2024, 12, 31)) or ()
    assert "LEFT" not in {each.account for each in before}
    assert loss.day < timezone.localdate() - timedelta(days=300)
