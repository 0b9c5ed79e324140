"""What each source sees."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from clavero.alerts.rules.signals import Severity
from clavero.alerts.sources import matrix, selection
from clavero.identity.testing import Cast
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.portfolio.testing import cover, make_customer
from clavero.selection.services import arrange_handover
from clavero.selection.testing import make_key

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_a_strategy_that_a_review_has_changed_is_told_for_a_month() -> None:
    make_customer("C1"), make_customer("C2")
    hold(date(2026, 2, 1), {"C1": Strategy.INVEST, "C2": Strategy.INVEST})
    assert list(matrix.signals(date(2026, 2, 2))) == [], "its first one is no change"
    hold(date(2026, 8, 1), {"C1": Strategy.HARVEST, "C2": Strategy.INVEST})
    (seen,) = matrix.signals(date(2026, 8, 30))
    assert (seen.kind, seen.account, seen.severity) == (matrix.MOVED, "C1", Severity.WARNING)
    assert (seen.parameters["before"], seen.parameters["now"]) == ("invest", "harvest")
    assert list(matrix.signals(date(2026, 8, 31))) == []


def test_an_account_that_no_review_has_looked_at_for_a_year() -> None:
    make_customer("C1")
    hold(date(2024, 2, 29), {"C1": Strategy.INVEST})
    assert list(matrix.signals(date(2025, 2, 28))) == []
    (seen,) = matrix.signals(date(2025, 3, 1))
    assert (seen.kind, seen.severity, seen.since) == (
        matrix.OVERDUE, Severity.NOTICE, date(2025, 3, 1),
    )  # fmt: skip
    (worse,) = matrix.signals(date(2025, 8, 29))
    assert (worse.severity, worse.key) == (Severity.WARNING, seen.key)
    assert list(matrix.signals(date(2024, 2, 1))) == [], "before its review"


def test_a_handover_that_nobody_accepts(cast: Cast, actors: SimpleNamespace) -> None:
    customer = make_customer("C1", "Talleres Ega")
    cover(cast.sales, customer)
    make_key(customer)
    handover = arrange_handover(
        actors.director,
        customer_id=customer.pk,
        receiver_id=cast.junior_one.pk,
        meeting_on=TODAY,
        changes_on=TODAY + timedelta(5),
    )
    assert list(selection.signals(TODAY + timedelta(5))) == []
    (seen,) = selection.signals(TODAY + timedelta(6))
    assert (seen.account, seen.severity) == ("C1", Severity.WARNING)
    assert seen.address == f"/selection/handovers/{handover.pk}/"
    assert seen.parameters["giver"] == cast.sales.name
    (worse,) = selection.signals(TODAY + timedelta(19))
    assert worse.severity is Severity.URGENT
