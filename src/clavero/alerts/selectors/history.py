"""What has happened to an alert, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clavero.alerts.models import Alert
from clavero.alerts.words import ALERT_CHANGES, ALERT_FIELDS, ALERT_VALUES, Name
from clavero.core.audit import history
from clavero.core.models import AuditEntry
from clavero.core.revisions import Words
from clavero.identity.selectors import names_of
from clavero.ui import formats


@dataclass(frozen=True, slots=True)
class AlertChange:
    """One entry; ``values`` are what, before and after, in words."""

    id: int
    at: datetime
    by: str
    what: Name
    values: tuple[tuple[Name, Name, Name], ...]


def changes_of(alert_id: int) -> list[AlertChange]:
    """Of an alert that the reader sees, newest first. Two queries."""
    entries = list(history(Alert(pk=alert_id)))
    told = [values for entry in entries for values in (entry.before, entry.after) if values]
    names = names_of(values["assignee_id"] for values in told if values.get("assignee_id"))
    return [
        AlertChange(
            entry.pk, entry.at, entry.by_name, ALERT_CHANGES[entry.verb], _values(entry, names)
        )
        for entry in entries
    ]


def _values(entry: AuditEntry, names: Mapping[int, str]) -> tuple[tuple[Name, Name, Name], ...]:
    before, after = entry.before or {}, entry.after or {}
    told = (
        (called, _readable(field, before, names), _readable(field, after, names))
        for field, called in ALERT_FIELDS.items()
        if field in after
    )
    return tuple((what, was, now) for what, was, now in told if was or now)


def _readable(field: str, values: Mapping[str, Any], names: Mapping[int, str]) -> Name:
    value = values.get(field)
    if value in (None, ""):
        return ""
    if field == "assignee_id":
        return names.get(value, str(value))
    reads = ALERT_VALUES.get(field)
    return str(value) if reads is None else reads(value)


def _said(field: str, values: Mapping[str, Any]) -> Name:
    person_id = values.get("assignee_id") if field == "assignee_id" else None
    return _readable(field, values, names_of([person_id]) if person_id else {})


WORDS = Words(ALERT_FIELDS, _said, formats.moment)
"""How a collision of two people's changes is told."""
