"""What can be changed about alerts."""

from clavero.alerts.services.digests import Digests, send_digests
from clavero.alerts.services.raising import Raised, raise_alerts
from clavero.alerts.services.tending import assign, close, reopen, snooze
from clavero.alerts.services.webhooks import (
    add_webhook,
    deliver,
    deliver_due,
    remove_webhook,
    secret_of,
    send_again,
)

__all__ = [
    "Digests",
    "Raised",
    "add_webhook",
    "assign",
    "close",
    "deliver",
    "deliver_due",
    "raise_alerts",
    "remove_webhook",
    "reopen",
    "secret_of",
    "send_again",
    "send_digests",
    "snooze",
]
