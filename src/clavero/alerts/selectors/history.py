"""What has happened to an alert, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, OuterRef, Q, Subquery
from django.db.models.functions import Cast

from clavero.alerts.models import Alert
from clavero.alerts.selectors.inbox import alerts, of_the_team
from clavero.alerts.words import ALERT_CHANGES, ALERT_FIELDS, ALERT_VALUES, CHANGE_NAMES, Name
from clavero.core.audit import history
from clavero.core.models import AuditEntry
from clavero.core.revisions import Words
from clavero.identity.rules import Actor
from clavero.identity.selectors import names_of
from clavero.portfolio.hooks import OfTeams
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


_OF_CUSTOMER = {
    "snoozed_until": "alert_until",
    "reason": "alert_reason",
    "note": "alert_note",
    "person_id": "person_id",
}
"""What a customer's changes say of an alert, by names that no other domain gives."""


def of_customer(values: Mapping[str, Any]) -> dict[str, Any]:
    """What changed of an alert as an entry of its customer holds it."""
    return {name: values[key] for key, name in _OF_CUSTOMER.items() if key in values}


def as_told(alert: Alert) -> dict[str, Any]:
    """An alert as an entry holds it, so that any language can say it later."""
    return {"kind": alert.kind, "parameters": alert.parameters}


_ITS_VERBS = {f"alert.{verb.removeprefix('customer.alert_')}": verb for verb in CHANGE_NAMES}


def changes_of_team(actor: Actor, customer_id: int) -> OfTeams:
    """What happened to the alerts of a customer that only its account team may know; nothing for
    others."""
    found = alerts(actor).filter(of_the_team(), customer=customer_id).order_by()
    by_key = found.annotate(text=Cast("pk", CharField()))
    its = by_key.filter(text=OuterRef("subject_id"))
    return OfTeams(
        Q(subject_type=Alert._meta.label, subject_id__in=by_key.values("text"),
          verb__in=list(_ITS_VERBS)),
        _ITS_VERBS,
        {"alert_kind": Subquery(its.values("kind")[:1]),
         "alert_parameters": Subquery(its.values("parameters")[:1])},
        _as_its,
    )  # fmt: skip


def _as_its(entry: Any) -> AuditEntry:
    alert = {"kind": entry.alert_kind, "parameters": entry.alert_parameters}
    return AuditEntry(
        pk=entry.pk, at=entry.at, by_id=entry.by_id, by_name=entry.by_name,
        verb=_ITS_VERBS[entry.verb],
        before=None if entry.before is None else of_customer(entry.before),
        after={**of_customer(entry.after or {}), "alert": alert},
    )  # fmt: skip


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
