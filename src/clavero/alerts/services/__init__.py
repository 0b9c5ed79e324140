"""What can be changed about alerts."""

from clavero.alerts.services.digests import Digests, look_and_send, send_digests
from clavero.alerts.services.raising import Raised, raise_alerts
from clavero.alerts.services.tending import assign, check_standing, close, reopen, snooze
from clavero.alerts.services.webhooks import (
    add_webhook,
    deliver,
    deliver_due,
    remove_webhook,
    secret_of,
    send_again,
    send_test,
)

__all__ = [
    "Digests",
    "Raised",
    "add_webhook",
    "assign",
    "check_standing",
    "close",
    "deliver",
    "deliver_due",
    "look_and_send",
    "raise_alerts",
    "remove_webhook",
    "reopen",
    "secret_of",
    "send_again",
    "send_digests",
    "send_test",
    "snooze",
]
