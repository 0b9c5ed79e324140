"""Alerts as their pages show them."""

from __future__ import annotations

from typing import Any

from clavero.alerts.rules.raising import News
from clavero.alerts.selectors import AlertRow
from clavero.alerts.words import (
    NEWS_NAMES,
    REASON_NAMES,
    SEVERITY_ICONS,
    SEVERITY_NAMES,
    SEVERITY_TONES,
    STATE_NAMES,
    STATE_TONES,
    evidence,
    kind_name,
    sentence,
)


def shown(row: AlertRow) -> dict[str, Any]:
    """An alert with all that is said of it."""
    return {
        "row": row,
        "kind": kind_name(row.kind),
        "sentence": sentence(row.kind, row.parameters),
        "evidence": evidence(row.kind, row.parameters),
        "severity": SEVERITY_NAMES[row.severity],
        "tone": SEVERITY_TONES[row.severity],
        "icon": SEVERITY_ICONS[row.severity],
        "state": STATE_NAMES[row.state],
        "state_tone": STATE_TONES.get(row.state, "plain"),
        "news": "" if row.news is News.RAISED else NEWS_NAMES[row.news],
        "reason": REASON_NAMES.get(row.reason, ""),
    }
