"""What can be changed about alerts."""

from clavero.alerts.services.raising import Raised, raise_alerts
from clavero.alerts.services.tending import assign, close, reopen, snooze

__all__ = ["Raised", "assign", "close", "raise_alerts", "reopen", "snooze"]
