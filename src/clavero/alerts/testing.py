"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from datetime import date, timedelta
from unittest.mock import patch

from django.utils import timezone

from clavero.alerts.models import Alert, Webhook
from clavero.alerts.rules.signals import Parameter, Severity, Signal
from clavero.alerts.sentences import KINDS
from clavero.alerts.services import Raised, add_webhook, raise_alerts
from clavero.alerts.sources import Source
from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer

SYSTEM = Actor.system()
_PARAMETERS: dict[str, Parameter] = {
    "receiver": "Iker", "giver": "", "done": 2, "months": 12, "before": "invest", "now": "harvest",
}  # fmt: skip
"""What every kind can make its sentence of."""


def signal(
    customer: Customer,
    severity: Severity = Severity.WARNING,
    *,
    kind: str = "selection.handover",
    key: str = "",
    since: date | None = None,
) -> Signal:
    """Something seen of a customer."""
    since = since or timezone.localdate() - timedelta(days=2)
    return Signal(
        key=key or f"{kind}:{customer.code}",
        kind=kind,
        account=customer.code,
        severity=severity,
        since=since,
        address="/selection/",
        parameters={**_PARAMETERS, "day": since.isoformat()},
    )


def look(*signals: Signal, on: date | None = None, waits: bool = False) -> Raised:
    """What a look at one source changes that sees ``signals`` and may tell of everything."""
    every = frozenset(KINDS)
    source = Source("made up", every, lambda day: signals, every if waits else frozenset())
    with patch("clavero.alerts.services.raising.sources", return_value=(source,)):
        return raise_alerts(SYSTEM, on=on)


def make_alert(customer: Customer, severity: Severity = Severity.WARNING, key: str = "") -> Alert:
    """An open alert about a customer."""
    seen = signal(customer, severity, key=key)
    look(*_standing(), seen)
    return Alert.objects.filter(key=seen.key).latest("pk")


def make_webhook(name: str = "Chat", url: str = "https://kam.example/") -> Webhook:
    """A program on the internet that is told of alerts, wherever the tests run."""
    public = [(0, 0, 0, "", ("8.8.8.8", 443))]
    with patch("clavero.alerts.posting.socket.getaddrinfo", return_value=public):
        return add_webhook(SYSTEM, name=name, url=url)


def _standing() -> list[Signal]:
    """The signals of the alerts there are, so that another one does not end them."""
    return [
        Signal(
            key=each.key,
            kind=each.kind,
            account=each.customer.code,
            severity=Severity(each.severity),
            since=each.since,
            address=each.address,
            parameters=each.parameters,
        )
        for each in Alert.objects.filter(gone_since=None).select_related("customer").order_by("pk")
    ]
