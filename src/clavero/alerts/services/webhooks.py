"""Other programs are told of alerts: registered by administrators, told after the change."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from clavero.alerts import hooks
from clavero.alerts.models import Alert, Delivery, Webhook
from clavero.alerts.posting import TIMEOUT, NotSent, look_up, post
from clavero.alerts.rules.signals import Severity
from clavero.alerts.rules.webhooks import Outcome, signature, wait_after
from clavero.alerts.words import sentence
from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb

MOST_EVENTS = 500
"""Events in one message."""
_CLAIMED_FOR = timedelta(seconds=12 * TIMEOUT)
"""How long an attempt may take before another one may follow."""


def add_webhook(
    actor: Actor, *, name: str, url: str, language: str = settings.LANGUAGE_CODE
) -> Webhook:
    """Let another program be told, in ``language``, of what happens to alerts from now on.

    Its name is looked up before the transaction: who mistypes it hears so now and not from messages
    that never arrive.
    """
    _require(actor)
    if not name.strip():
        raise Refusal(_("A webhook needs a name."), code="no_name", field="name")
    try:
        look_up(url, may_be_private=settings.WEBHOOKS_PRIVATE)
    except NotSent as reason:
        raise _unfit(str(reason)) from reason
    with transaction.atomic():
        webhook = Webhook.objects.create(
            name=name.strip(),
            url=url,
            language=language,
            salt=get_random_string(40),
            by_name=actor.name,
        )
        record(actor, "webhook.added", webhook, after={"name": webhook.name, "url": url})
    return webhook


def _unfit(reason: str) -> Refusal:
    if reason == Outcome.PRIVATE:
        return Refusal(
            _("This address leads into a network that is not public, where no message is sent."),
            code="address_private",
            field="url",
            hint=_("Write a public address, or let whoever runs Clavero set "
                   "CLAVERO_WEBHOOKS_PRIVATE."),
        )  # fmt: skip
    if reason == Outcome.NO_HOST:
        return Refusal(
            _("Nothing on the internet has this name."),
            code="no_such_host",
            field="url",
            hint=_("Look for a slip of the pen, or whether this machine reaches the internet."),
        )
    return Refusal(
        _("Messages go to addresses that begin with https:// only."),
        code="address_unfit",
        field="url",
        hint=_("Without a name and password in it."),
    )


@transaction.atomic
def remove_webhook(actor: Actor, *, webhook_id: int) -> None:
    """Let it be told of nothing any more; what waits for it goes, too."""
    _require(actor)
    webhook = Webhook.objects.select_for_update().get(pk=webhook_id)
    record(actor, "webhook.removed", webhook, before={"name": webhook.name, "url": webhook.url})
    webhook.delete()


@transaction.atomic
def send_again(actor: Actor, *, webhook_id: int) -> int:
    """Try what was given up once more; how many messages."""
    _require(actor)
    given_up = Delivery.objects.filter(webhook_id=webhook_id, next_at=None, delivered_at=None)
    ids = list(given_up.values_list("pk", flat=True))
    given_up.update(next_at=timezone.now(), attempts=0)
    _send_after_commit(ids)
    return len(ids)


def send_test(actor: Actor, *, webhook_id: int) -> Delivery:
    """Send one message that tells of nothing, now and once; what has become of it.

    Raises ``Webhook.DoesNotExist``.
    """
    _require(actor)
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update().get(pk=webhook_id)
        test = Delivery.objects.create(
            webhook=webhook, body=_message([{"event": "webhook.test"}]), next_at=timezone.now()
        )
        record(actor, "webhook.tested", webhook)
    sent = deliver(test.pk) or test
    if sent.delivered_at is None:  # nobody waits for a test
        sent.next_at = None
        sent.save(update_fields=["next_at"])
    return sent


def secret_of(webhook: Webhook) -> str:
    """With which its messages are signed."""
    return salted_hmac("clavero.alerts.webhook", webhook.salt, algorithm="sha256").hexdigest()


def announce(verb: str, alerts: Iterable[Alert]) -> None:
    """Write down for every webhook what has happened to ``alerts``; inside the transaction of the
    change. It is sent once the change is there."""
    webhooks = list(Webhook.objects.filter(is_active=True))
    alerts = list(alerts) if webhooks else []
    languages = {each.language for each in webhooks}
    told = {language: _parts(verb, alerts, language) for language in languages}
    made = [
        Delivery.objects.create(
            webhook=webhook,
            body=_message(part),
            next_at=timezone.now(),
        ).pk
        for webhook in webhooks
        for part in told[webhook.language]
    ]
    _send_after_commit(made)


def _parts(verb: str, alerts: Iterable[Alert], language: str) -> list[list[dict[str, Any]]]:
    """What has happened, message by message, in the language of who is told, whoever did it."""
    with override(language):
        events = [_event(verb, each) for each in alerts]
    return [events[at : at + MOST_EVENTS] for at in range(0, len(events), MOST_EVENTS)]


def deliver(delivery_id: int) -> Delivery | None:
    """One attempt, outside of any transaction; ``None`` where another one is at it, or none is due.

    A message may arrive twice, where its answer was lost: its ``id`` tells.
    """
    now = timezone.now()
    due = Delivery.objects.filter(pk=delivery_id, next_at__lte=now, webhook__is_active=True)
    if not due.update(next_at=now + _CLAIMED_FOR, attempts=F("attempts") + 1):
        return None
    delivery = Delivery.objects.select_related("webhook").get(pk=delivery_id)
    body = json.dumps(delivery.body, ensure_ascii=False).encode()
    timestamp = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Clavero",
        "X-Clavero-Timestamp": str(timestamp),
        "X-Clavero-Signature": f"sha256={signature(secret_of(delivery.webhook), timestamp, body)}",
    }
    try:
        status = post(delivery.webhook.url, body, headers, may_be_private=settings.WEBHOOKS_PRIVATE)
    except NotSent as reason:
        wait = wait_after(delivery.attempts)
        delivery.outcome = str(reason)[:60]
        delivery.next_at = None if wait is None else timezone.now() + wait
    else:
        delivery.outcome, delivery.next_at = str(status), None
        delivery.delivered_at = timezone.now()
    delivery.save(update_fields=["outcome", "next_at", "delivered_at"])
    return delivery


def deliver_due(actor: Actor) -> int:
    """Attempt all that is due, as after a night without a worker; how many arrived."""
    if actor.user_id is not None:
        raise Forbidden(Verb.MANAGE_WEBHOOKS)
    due = Delivery.objects.filter(next_at__lte=timezone.now()).order_by("pk")
    tried = [deliver(pk) for pk in due.values_list("pk", flat=True)]
    return sum(each is not None and each.delivered_at is not None for each in tried)


def _message(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": str(uuid4()), "site": settings.SITE, "events": events}


def _event(verb: str, alert: Alert) -> dict[str, Any]:
    return {
        "event": f"alert.{verb}",
        "alert": alert.pk,
        "kind": alert.kind,
        "account": alert.customer.code,
        "name": str(alert.customer),
        "severity": Severity(alert.severity).name.lower(),
        "state": str(alert.state),
        "since": alert.since.isoformat(),
        "parameters": alert.parameters,
        "sentence": sentence(alert.kind, alert.parameters),
        "url": f"{settings.SITE}/alerts/{alert.pk}/",
    }


def _send_after_commit(ids: Iterable[int]) -> None:
    for pk in ids:
        for hook in hooks.on_delivery:
            transaction.on_commit(lambda pk=pk, hook=hook: hook(pk))  # type: ignore[misc]


def _require(actor: Actor) -> None:
    if not actor.may(Verb.MANAGE_WEBHOOKS):
        raise Forbidden(Verb.MANAGE_WEBHOOKS)
