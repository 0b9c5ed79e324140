"""Alerts for programs: the API, the command line and webhooks say the same."""

from __future__ import annotations

from typing import Any

from clavero.alerts.selectors.inbox import AlertRow
from clavero.alerts.words import sentence


def alert_as_data(row: AlertRow) -> dict[str, Any]:
    """An alert, with its sentence in the language of now."""
    return {
        "id": row.id,
        "kind": row.kind,
        "account": row.account,
        "name": row.name,
        "severity": row.severity.name.lower(),
        "state": row.state.value,
        "sentence": sentence(row.kind, row.parameters),
        "parameters": dict(row.parameters),
        "since": row.since.isoformat(),
        "opened_on": row.opened_on.isoformat(),
        "last_seen": row.last_seen.isoformat(),
        "snoozed_until": None if row.snoozed_until is None else row.snoozed_until.isoformat(),
        "assignee": row.assignee or None,
        "reason": row.reason or None,
        "address": row.address,
    }
