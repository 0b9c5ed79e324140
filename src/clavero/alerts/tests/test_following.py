"""What people decide ends the alerts that it makes untrue, before anybody is told of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.utils import timezone

from clavero.alerts import jobs
from clavero.alerts.models import Alert
from clavero.alerts.services import raise_alerts
from clavero.alerts.testing import SYSTEM, make_alert
from clavero.alerts.tests.smtp import MailServer, mail_server
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.selection.models import Handover
from clavero.selection.services import accept_handover
from clavero.selection.testing import make_key
from clavero.silence.models import LossReason
from clavero.silence.services import confirm_loss

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def handover(cast: Cast) -> Handover:
    """One that should have been accepted long ago."""
    customer = make_customer("C1", "Talleres Ega")
    cover(cast.sales, customer)
    make_key(customer)
    day = TODAY - timedelta(20)
    made = Handover.objects.create(
        customer=customer, giver=cast.sales, receiver=cast.junior_one, meeting_on=day,
        changes_on=day, ticked={str(number): {} for number in range(99)},
    )  # fmt: skip
    raise_alerts(SYSTEM)
    assert Alert.objects.get().state == "open"
    # What the test's own transaction has waiting, never goes: as if all of the above were over.
    transaction.get_connection().run_on_commit.clear()
    return made


def test_an_accepted_handover_ends_its_alert_at_once(
    handover: Handover, actors: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        accept_handover(actors.junior_one, handover_id=handover.pk)
    assert Alert.objects.get().state == "resolved"


def test_a_confirmed_loss_ends_its_alert_at_once(
    cast: Cast, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"
    days = [TODAY - timedelta(back) for back in range(0, 720, 30)]
    ledger_of([
        *(Row(f"S{day}", "STAYS", date=day) for day in days),
        *(Row(f"L{day}", "LED", date=day) for day in days[12:]),
    ])  # fmt: skip
    led = Customer.objects.get(code="LED")
    cover(cast.senior, led)
    raise_alerts(SYSTEM)
    alert = Alert.objects.get(kind="silence.silent")
    with django_capture_on_commit_callbacks(execute=True):
        confirm_loss(SYSTEM, customer_id=led.pk, reason=LossReason.CLOSED)
    alert.refresh_from_db()
    assert alert.state == "resolved"


def test_without_an_alert_nothing_is_looked_at(
    handover: Handover, actors: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    Alert.objects.all().delete()
    with (
        patch("clavero.alerts.services.raise_alerts") as looked,
        django_capture_on_commit_callbacks(execute=True),
    ):
        accept_handover(actors.junior_one, handover_id=handover.pk)
    looked.assert_not_called()


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.SITE = "https://kam.example"
        yield found


def test_what_is_no_longer_so_is_not_mailed(handover: Handover, server: MailServer) -> None:
    Person.objects.update(digest_hour=0)
    Handover.objects.update(accepted_at=timezone.now())
    assert Alert.objects.get().state == "open", "nothing was looked at since"
    jobs.send_digests(TODAY)
    assert server.messages == []
    assert Alert.objects.get().state == "resolved"


def test_what_waits_to_be_over_is_not_mailed(cast: Cast, server: MailServer) -> None:
    customer = make_customer("C2")
    cover(cast.junior_one, customer)
    alert = make_alert(customer)
    Person.objects.update(digest_hour=0)
    Alert.objects.filter(pk=alert.pk).update(gone_since=TODAY)
    with patch("clavero.alerts.services.digests.raise_alerts"):
        jobs.send_digests(TODAY)
        assert server.messages == []
        Alert.objects.filter(pk=alert.pk).update(gone_since=None)
        jobs.send_digests(TODAY)
    assert len(server.messages) == 1


def test_a_message_goes_account_by_account(cast: Cast, server: MailServer) -> None:
    Person.objects.exclude(pk=cast.junior_one.pk).update(digest_hour=None)
    Person.objects.filter(pk=cast.junior_one.pk).update(digest_hour=0, language="en")
    for code, name in (("C3", "Aceros Deba"), ("C4", "Talleres Ega")):
        customer = make_customer(code, name)
        cover(cast.junior_one, customer)
        make_alert(customer, key=f"{code}:1"), make_alert(customer, key=f"{code}:2")
    with patch("clavero.alerts.services.digests.raise_alerts"):
        jobs.send_digests(TODAY)
    (message,) = server.messages
    text = message.get_body(("plain",)).get_content()
    assert text.count("Aceros Deba") == text.count("Talleres Ega") == 1
    assert text.count("Warning · Handover overdue: ") == 4
