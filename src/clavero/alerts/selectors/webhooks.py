"""The programs that are told of alerts, and what has become of the messages to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from clavero.alerts.models import Delivery, Webhook
from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb

_LATEST = 50


@dataclass(frozen=True, slots=True)
class WebhookLog:
    """A webhook with its latest messages; ``given_up`` counts all that never arrived."""

    webhook: Webhook
    deliveries: tuple[Delivery, ...]
    given_up: int


def webhooks(actor: Actor) -> QuerySet[Webhook]:
    """All of them, for who may manage them; each with how many messages were given up and wait."""
    if not actor.may(Verb.MANAGE_WEBHOOKS):
        raise Forbidden(Verb.MANAGE_WEBHOOKS)
    never = Q(deliveries__delivered_at=None, deliveries__next_at=None, deliveries__isnull=False)
    return Webhook.objects.annotate(
        given_up=Count("deliveries", filter=never),
        waiting=Count("deliveries", filter=Q(deliveries__next_at__isnull=False)),
    )


def webhook_log(actor: Actor, webhook_id: int) -> WebhookLog:
    """One of them. Raises ``Webhook.DoesNotExist``."""
    found: Any = webhooks(actor).get(pk=webhook_id)
    latest = Delivery.objects.filter(webhook=found)[:_LATEST]
    return WebhookLog(found, tuple(latest), found.given_up)
