"""What can be changed about alerts."""

from clavero.alerts.services.digests import Digests, send_digests
from clavero.alerts.services.raising import Raised, raise_alerts
from clavero.alerts.services.tending import assign, close, reopen, snooze

__all__ = [
    "Digests",
    "Raised",
    "assign",
    "close",
    "raise_alerts",
    "reopen",
    "send_digests",
    "snooze",
]
