"""The daily message: real mail, once a day, at each person's hour and in their language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from clavero.alerts.models import Alert, Digest
from clavero.alerts.services import Digests, send_digests, snooze
from clavero.alerts.testing import SYSTEM, make_alert
from clavero.alerts.tests.smtp import MailServer, mail_server
from clavero.core.errors import Forbidden
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer

pytestmark = pytest.mark.django_db
MADRID = ZoneInfo("Europe/Madrid")
SITE = "https://kam.example"


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.SITE = SITE
        yield found


@pytest.fixture
def customer(cast: Cast) -> Customer:
    """The junior's, who reads Spanish in Madrid at seven; nobody else wants a message."""
    Person.objects.exclude(pk=cast.junior_one.pk).update(digest_hour=None)
    mine = Person.objects.filter(pk=cast.junior_one.pk)
    mine.update(language="es", time_zone="Europe/Madrid")
    found = make_customer("C1", "Talleres Ega, S.L.")
    cover(cast.junior_one, found)
    return found


def at(hour: int, days: int = 1) -> datetime:
    """An hour in Madrid, on a later day than the alerts of the test."""
    day = timezone.localdate() + timedelta(days)
    return datetime(day.year, day.month, day.day, hour, 5, tzinfo=MADRID)


def send(hour: int = 7, days: int = 1) -> Digests:
    return send_digests(SYSTEM, now=at(hour, days))


def test_a_real_message_in_the_reader_s_language_with_absolute_links(
    customer: Customer, cast: Cast, server: MailServer
) -> None:
    alert = make_alert(customer)
    with patch("clavero.alerts.sentences.gettext", side_effect=lambda text: f"ES {text}"):
        assert send() == Digests(sent=1)
    (message,) = server.messages
    assert message["To"] == cast.junior_one.email
    assert "1" in message["Subject"]
    text, html = (
        part.get_content() for part in message.walk() if part.get_content_maintype() == "text"
    )
    link = f"{SITE}/alerts/{alert.pk}/"
    assert link in text
    assert f'href="{link}"' in html
    assert '<html lang="es">' in html
    assert "ES Iker" in text, "the sentence was made in Spanish's turn"
    assert "Talleres Ega, S.L." in text
    assert f"{SITE}/profile/" in text
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(("house", "chosen", "written"), [("es", "", "es"), ("es", "en", "en")])
def test_who_has_chosen_no_language_reads_that_of_the_house(
    customer: Customer, cast: Cast, server: MailServer, settings: Any,
    house: str, chosen: str, written: str,
) -> None:  # fmt: skip
    settings.HOUSE_LANGUAGE = house
    Person.objects.filter(pk=cast.junior_one.pk).update(language=chosen)
    make_alert(customer)
    send()
    html = server.messages[0].get_body(["html"])
    assert html is not None
    assert f'<html lang="{written}">' in html.get_content()


def test_at_their_own_hour(customer: Customer, server: MailServer) -> None:
    make_alert(customer)
    assert send(hour=6) == Digests()
    assert send(hour=9) == Digests(sent=1), "a late run still sends it"


def test_once_a_day(customer: Customer, server: MailServer) -> None:
    make_alert(customer)
    assert [send(), send(), send(hour=22)] == [Digests(sent=1), Digests(), Digests()]
    assert len(server.messages) == 1


def test_nothing_when_there_is_nothing(
    customer: Customer, actors: SimpleNamespace, server: MailServer
) -> None:
    assert send() == Digests()
    alert = make_alert(customer)
    snooze(actors.junior_one, alert_id=alert.pk, until=timezone.localdate() + timedelta(30))
    assert send() == Digests()
    assert not Digest.objects.exists()


def test_only_what_is_new_and_after_a_week_what_is_overdue(
    customer: Customer, server: MailServer
) -> None:
    make_alert(customer)
    told = [send(days=days).sent for days in range(1, 10)]
    assert told == [1, 0, 0, 0, 0, 0, 1, 1, 1]
    Alert.objects.update(news_at=at(12, days=9))
    assert send(days=10).sent == 1


def test_what_a_stranger_would_not_see_is_not_mailed(
    customer: Customer, cast: Cast, server: MailServer
) -> None:
    Person.objects.filter(pk__in=[cast.senior.pk, cast.junior_two.pk]).update(digest_hour=7)
    make_alert(customer)
    send()
    assert [message["To"] for message in server.messages] == [cast.junior_one.email]


def test_an_alert_of_nobody_reaches_who_decides_on_coverage(
    customer: Customer, cast: Cast, server: MailServer
) -> None:
    Person.objects.filter(pk=cast.director.pk).update(digest_hour=7)
    make_alert(make_customer("C2"))
    send(hour=10)
    assert [message["To"] for message in server.messages] == [cast.director.email]


def test_killed_midway_the_rest_is_sent_nobody_twice_and_nothing_is_lost(
    customer: Customer, cast: Cast, server: MailServer
) -> None:
    other = make_customer("C2", "Aceros Deba")
    cover(cast.junior_two, other)
    Person.objects.filter(pk=cast.junior_two.pk).update(digest_hour=7, time_zone="Europe/Madrid")
    make_alert(customer), make_alert(other)
    real = EmailMultiAlternatives.send

    def killed(message: EmailMultiAlternatives, *args: Any) -> int:
        real(message)
        raise KeyboardInterrupt

    with patch.object(EmailMultiAlternatives, "send", killed), pytest.raises(KeyboardInterrupt):
        send()
    assert send(hour=8) == Digests(sent=1)
    assert [each["To"] for each in server.messages] == [
        cast.junior_one.email, cast.junior_two.email,
    ]  # fmt: skip
    assert send(days=2).sent == 1, "whether the first one arrived is not known: it is told again"


def test_what_the_server_does_not_take_is_tried_again(
    customer: Customer, cast: Cast, server: MailServer
) -> None:
    make_alert(customer)
    server.refused.add(cast.junior_one.email)
    assert send() == Digests(failed=1)
    server.refused.clear()
    assert send(hour=8) == Digests(sent=1)


def test_only_the_system_sends(actors: SimpleNamespace) -> None:
    with pytest.raises(Forbidden):
        send_digests(actors.director)


def test_without_a_mail_server_it_is_refused(settings: Any, refuses: Any, db: None) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    with refuses("no_mail_server"):
        send()
