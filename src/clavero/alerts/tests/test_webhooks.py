"""Other programs are told of alerts: signed, after the change, again where it fails, and nowhere
that they should not reach."""

from __future__ import annotations

import hmac
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from clavero.alerts.models import Delivery, Webhook
from clavero.alerts.posting import NotSent, post
from clavero.alerts.rules.closing import Reason
from clavero.alerts.rules.webhooks import WAITS, Outcome, is_fit, is_public, wait_after
from clavero.alerts.services import (
    add_webhook,
    close,
    deliver,
    deliver_due,
    remove_webhook,
    secret_of,
    send_again,
    send_test,
)  # fmt: skip
from clavero.alerts.testing import SYSTEM, make_alert
from clavero.alerts.words import outcome_in_words
from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.ui.testing import notices, words

Capture = Any


class Program(ThreadingHTTPServer):
    """A program on this machine that keeps what it is told and answers with ``status``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Listener)
        self.told: list[tuple[dict[str, str], bytes]] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook?of=clavero"


class _Listener(BaseHTTPRequestHandler):
    server: Program

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """It is a quiet one."""


@pytest.fixture
def program(settings: Any) -> Iterator[Program]:
    settings.WEBHOOKS_PRIVATE, settings.SITE = True, "https://kam.example"
    with Program() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def webhook(program: Program, actors: SimpleNamespace) -> Webhook:
    return add_webhook(actors.administrator, name="Chat", url=program.url)


@pytest.fixture
def customer(cast: Cast) -> Customer:
    found = make_customer("C1", "Talleres Ega")
    cover(cast.junior_one, found)
    return found


def after_commit(capture: Capture) -> AbstractContextManager[Any]:
    found: AbstractContextManager[Any] = capture(execute=True)
    return found


def test_told_after_the_change_and_signed(
    webhook: Webhook,
    program: Program,
    customer: Customer,
    actors: SimpleNamespace,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    with after_commit(django_capture_on_commit_callbacks):
        alert = make_alert(customer)
        assert program.told == [], "nothing goes out inside the transaction"
    with after_commit(django_capture_on_commit_callbacks):
        close(actors.junior_one, alert_id=alert.pk, reason=Reason.KNOWN)
    told = [json.loads(body)["events"] for _headers, body in program.told]
    assert [[each["event"] for each in events] for events in told] == [
        ["alert.raised"], ["alert.closed"],
    ]  # fmt: skip
    (event,) = told[0]
    assert (event["account"], event["severity"]) == ("C1", "warning")
    assert event["url"] == f"https://kam.example/alerts/{alert.pk}/"
    headers, body = program.told[0]
    signed = headers["X-Clavero-Timestamp"].encode() + b"." + body
    found = hmac.new(secret_of(webhook).encode(), signed, sha256).hexdigest()
    assert headers["X-Clavero-Signature"] == f"sha256={found}"
    states = Delivery.objects.values_list("outcome", "attempts", "next_at")
    assert list(states) == [("200", 1, None)] * 2


def test_what_does_not_arrive_is_tried_later_and_given_up_in_the_end(
    webhook: Webhook, program: Program, customer: Customer, actors: SimpleNamespace
) -> None:
    program.status = 503
    make_alert(customer)
    delivery = Delivery.objects.get()
    for attempt in range(1, len(WAITS) + 2):
        Delivery.objects.update(next_at=timezone.now())
        found = deliver(delivery.pk)
        assert found is not None
        assert (found.attempts, found.outcome) == (attempt, "503")
        assert (found.next_at is None) == (attempt > len(WAITS))
    assert deliver(delivery.pk) is None, "it is given up"
    program.status = 204
    assert send_again(actors.administrator, webhook_id=webhook.pk) == 1
    assert deliver_due(SYSTEM) == 1
    ids = {json.loads(body)["id"] for _headers, body in program.told}
    assert len(ids) == 1, "the same message, whose number tells"


def test_two_workers_do_not_send_the_same(
    webhook: Webhook, program: Program, customer: Customer
) -> None:
    make_alert(customer)
    delivery = Delivery.objects.get()
    with patch("clavero.alerts.services.webhooks.post", side_effect=lambda *a, **k: (
        200 if deliver(delivery.pk) is None else 500
    )):  # fmt: skip
        found = deliver(delivery.pk)
    assert found is not None
    assert found.outcome == "200"


def test_a_redirect_is_not_followed(webhook: Webhook, program: Program, customer: Customer) -> None:
    program.status = 302
    make_alert(customer)
    found = deliver(Delivery.objects.get().pk)
    assert found is not None
    assert (found.outcome, len(program.told)) == ("302", 1)


@pytest.mark.parametrize(
    "url",
    [
        "http://kam.example/", "http://127.0.0.1/", "ftp://kam.example/", "https://a:b@kam.example",
        "https://", "kam.example", "javascript:alert(1)", "https://kam.example:99999/", "https://[",
    ],
)  # fmt: skip
def test_where_messages_do_not_go(url: str, db: None, refuses: Any) -> None:
    assert not is_fit(url, may_be_private=False)
    with refuses("address_unfit"):
        add_webhook(SYSTEM, name="Chat", url=url)


def test_names_that_lead_into_the_own_network_are_refused(program: Program) -> None:
    lists = [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::1"], ["169.254.169.254"], ["fd00::1"]]
    for addresses in lists:
        answers = [(0, 0, 0, "", (each, 443)) for each in addresses]
        with patch("socket.getaddrinfo", return_value=answers), pytest.raises(NotSent) as refused:
            post("https://kam.example/", b"{}", {}, may_be_private=False)
        assert str(refused.value) == "address_private"
    assert is_public("93.184.216.34")
    assert program.told == []


def resolving(*addresses: str) -> Any:
    answers = [(0, 0, 0, "", (each, 443)) for each in addresses]
    return patch("clavero.alerts.posting.socket.getaddrinfo", return_value=answers)


@pytest.mark.parametrize(
    "url",
    ["https://127.0.0.1/", "https://10.0.0.1/hook", "https://[::1]/", "https://169.254.169.254/"],
)
def test_an_address_of_the_own_network_is_refused_when_it_is_saved(
    url: str, db: None, refuses: Any
) -> None:
    with refuses("address_private"):
        add_webhook(SYSTEM, name="Chat", url=url)
    assert not Webhook.objects.exists()


def test_a_name_is_looked_up_when_it_is_saved(db: None, settings: Any, refuses: Any) -> None:
    for addresses in (["10.0.0.1"], ["8.8.8.8", "fd00::1"]):
        with resolving(*addresses), refuses("address_private"):
            add_webhook(SYSTEM, name="Chat", url="https://kam.example/")
    nowhere = patch("clavero.alerts.posting.socket.getaddrinfo", side_effect=socket.gaierror)
    with nowhere, refuses("no_such_host"):
        add_webhook(SYSTEM, name="Chat", url="https://kam.example/")
    with refuses("no_such_host"):
        add_webhook(SYSTEM, name="Chat", url=f"https://{'a' * 70}.example/")
    assert not Webhook.objects.exists()
    with resolving("8.8.8.8"):
        add_webhook(SYSTEM, name="Chat", url="https://kam.example/")
    settings.WEBHOOKS_PRIVATE = True
    with resolving("10.0.0.1"):
        add_webhook(SYSTEM, name="Own", url="https://kam.example/")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ssl.SSLCertVerificationError(), "certificate"),
        (TimeoutError(), "timed_out"),
        (ConnectionRefusedError(), "refused"),
        (ConnectionResetError(), "no_answer"),
    ],
)
def test_why_a_message_did_not_arrive_is_said_in_words(error: Exception, outcome: str) -> None:
    with (
        resolving("8.8.8.8"),
        patch("clavero.alerts.posting.socket.create_connection", side_effect=error),
        pytest.raises(NotSent) as reason,
    ):
        post("https://kam.example/", b"{}", {}, may_be_private=False)
    assert str(reason.value) == outcome
    assert " " in str(outcome_in_words(outcome))
    assert outcome_in_words("gaierror") == outcome_in_words(Outcome.NO_HOST)
    assert outcome_in_words("503") == "answered with 503"


def test_each_is_told_in_its_own_language_whoever_acts(
    customer: Customer, program: Program, actors: SimpleNamespace
) -> None:
    for language in ("es", "en"):
        add_webhook(actors.administrator, name=language, url=program.url, language=language)
    for spoken in ("es", "en"):
        with override(spoken):
            make_alert(customer, key=spoken)
    told: dict[str, set[str]] = {}
    for each in Delivery.objects.select_related("webhook"):
        sentence = each.body["events"][0]["sentence"]
        told.setdefault(each.webhook.language, set()).add(sentence)
    assert len(told["es"]) == len(told["en"]) == 1
    assert told["es"] != told["en"]


def test_a_test_is_sent_at_once_and_never_again(
    webhook: Webhook, program: Program, cast: Cast, as_person: AsPerson
) -> None:
    browser = as_person(cast.administrator)
    address = reverse("alerts:test_webhook", args=[webhook.pk])
    page = browser.post(address, follow=True)
    assert notices(page) == ["The test has reached “Chat”: answered with 200."]
    (_headers, body) = program.told[0]
    assert json.loads(body)["events"] == [{"event": "webhook.test"}]
    program.status = 500
    page = browser.post(address, follow=True)
    assert notices(page) == ["The test did not reach “Chat”: answered with 500."]
    assert deliver_due(SYSTEM) == 0
    assert Delivery.objects.filter(next_at=None).count() == 2
    assert history(webhook).filter(verb="webhook.tested").count() == 2


def test_how_long_it_waits() -> None:
    waits = [wait_after(attempts) for attempts in range(1, len(WAITS) + 2)]
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] is None
    assert sorted(waits[:-1]) == waits[:-1]


def test_only_administrators_and_audited(
    webhook: Webhook, actors: SimpleNamespace, refuses: Any
) -> None:
    assert [entry.verb for entry in history(webhook)] == ["webhook.added"]
    for actor in (actors.director, actors.junior_one):
        with pytest.raises(Forbidden):
            add_webhook(actor, name="Mine", url="https://kam.example/")
        with pytest.raises(Forbidden):
            remove_webhook(actor, webhook_id=webhook.pk)
        with pytest.raises(Forbidden):
            send_test(actor, webhook_id=webhook.pk)
    with refuses("no_name"):
        add_webhook(actors.administrator, name=" ", url="https://kam.example/")
    remove_webhook(actors.administrator, webhook_id=webhook.pk)
    assert not Webhook.objects.exists()
    assert history(Webhook(pk=webhook.pk)).count() == 2


def test_the_pages(webhook: Webhook, customer: Customer, cast: Cast, as_person: AsPerson) -> None:
    make_alert(customer)
    Delivery.objects.update(next_at=None, attempts=6, outcome="503")
    browser = as_person(cast.administrator)
    assert "1 message never arrived." in words(browser.get("/alerts/webhooks/"))
    page = browser.get(reverse("alerts:webhook", args=[webhook.pk]))
    assert secret_of(webhook) in page.content.decode()
    assert "given up" in words(page)
    sent = {"name": "Next", "url": "https://kam.example/hook", "language": "es"}
    answer = browser.post("/alerts/webhooks/", {**sent, "url": "http://10.0.0.1/"})
    assert answer.status_code == 422
    with resolving("8.8.8.8"):
        assert browser.post("/alerts/webhooks/", sent).status_code == 302
    browser.post(reverse("alerts:remove_webhook", args=[webhook.pk]))
    assert [each.name for each in Webhook.objects.all()] == ["Next"]
