"""What can be read about alerts."""

from clavero.alerts.selectors.as_data import alert_as_data
from clavero.alerts.selectors.assignees import assignees, can_tend
from clavero.alerts.selectors.history import WORDS, AlertChange, changes_of, changes_of_team
from clavero.alerts.selectors.inbox import (
    AlertRow,
    Inbox,
    Listed,
    MostUrgent,
    Shown,
    Urgent,
    Whose,
    alert_row,
    alerts,
    count_mine,
    inbox,
    listed,
    most_urgent,
    of_customer,
    told_in_digest,
)
from clavero.alerts.selectors.webhooks import WebhookLog, webhook_log, webhooks

__all__ = [
    "WORDS",
    "AlertChange",
    "AlertRow",
    "Inbox",
    "Listed",
    "MostUrgent",
    "Shown",
    "Urgent",
    "WebhookLog",
    "Whose",
    "alert_as_data",
    "alert_row",
    "alerts",
    "assignees",
    "can_tend",
    "changes_of",
    "changes_of_team",
    "count_mine",
    "inbox",
    "listed",
    "most_urgent",
    "of_customer",
    "told_in_digest",
    "webhook_log",
    "webhooks",
]
