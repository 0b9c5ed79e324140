"""What happens by itself: a look after each import, and messages sent after the change."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from clavero.alerts.models import Alert, Delivery
from clavero.alerts.selectors import count_mine
from clavero.alerts.testing import make_alert, make_webhook
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast
from clavero.ledger.testing import ledger_of, some_rows
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.portfolio.testing import cover, make_customer

pytestmark = pytest.mark.django_db


def test_a_look_after_an_import(settings: Any, tmp_path: Path) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"
    make_customer("C1")
    hold(date(2020, 1, 1), {"C1": Strategy.INVEST})
    assert not Alert.objects.exists()
    ledger_of(some_rows(customers=1))
    assert Alert.objects.get().kind == "matrix.overdue"


def test_without_a_worker_a_message_is_sent_at_once_and_waits_where_it_fails(
    django_capture_on_commit_callbacks: Any,
) -> None:
    make_webhook()
    answer = [(0, 0, 0, "", ("10.0.0.1", 443))]
    with (
        patch("socket.getaddrinfo", return_value=answer),
        django_capture_on_commit_callbacks(execute=True),
    ):
        make_alert(make_customer("C1"))
    found = Delivery.objects.get()
    assert (found.attempts, found.outcome) == (1, "address_private")
    assert found.next_at is not None


def test_how_many_are_mine(cast: Cast) -> None:
    customer = make_customer("C1")
    cover(cast.junior_one, customer)
    make_alert(customer)
    people = (cast.junior_one, cast.senior, cast.director)
    assert [count_mine(actor_for(person)) for person in people] == [1, 0, 0]
