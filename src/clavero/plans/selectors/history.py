"""What has happened to a plan and to its rows, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clavero.core.audit import history
from clavero.core.models import AuditEntry
from clavero.core.revisions import Words
from clavero.core.telling import Change
from clavero.identity.selectors import names_of
from clavero.plans.models import Plan
from clavero.plans.models._parts import Row
from clavero.plans.words.catalogue import Name
from clavero.plans.words.changes import FIELD_NAMES, PLAN_CHANGES, ROW_FIELDS, row_value
from clavero.plans.words.rows import ROW_CHANGES
from clavero.ui import formats

MOST = 30


def changes_of_plan(plan: Plan) -> list[Change]:
    """Of a plan that the reader sees, the newest first. One query."""
    return [
        Change(
            entry.pk,
            entry.at,
            entry.by_name,
            PLAN_CHANGES[entry.verb],
            tuple(
                (name, "", str((entry.after or {})[field]))
                for field, name in FIELD_NAMES.items()
                if field in (entry.after or {})
            ),
        )
        for entry in history(plan)[:MOST]
    ]


def changes_of_row(row: Row) -> list[Change]:
    """Of a row that the reader sees, the newest first. At most two queries."""
    entries = list(history(row)[:MOST])
    told = [values for entry in entries for values in (entry.before, entry.after) if values]
    people = {values["owner_id"] for values in told if values.get("owner_id")}
    names = names_of(people) if people else {}
    return [
        Change(entry.pk, entry.at, entry.by_name, ROW_CHANGES[entry.verb], _values(entry, names))
        for entry in entries
    ]


def _values(entry: AuditEntry, names: Mapping[int, str]) -> tuple[tuple[Name, Name, Name], ...]:
    before, after = entry.before or {}, entry.after or {}
    told = (
        (called, _readable(field, before, names), _readable(field, after, names))
        for field, called in ROW_FIELDS.items()
        if field in after
    )
    return tuple((what, was, now) for what, was, now in told if was or now)


def _readable(field: str, values: Mapping[str, Any], names: Mapping[int, str]) -> Name:
    value = values.get(field)
    if field == "owner_id":
        return names.get(value, str(value)) if value else ""
    return row_value(field, value)


def _said(field: str, values: Mapping[str, Any]) -> Name:
    owner_id = values.get("owner_id") if field == "owner_id" else None
    return _readable(field, values, names_of([owner_id]) if owner_id else {})


WORDS = Words(ROW_FIELDS, _said, formats.moment)
"""How a collision of two people's changes is told."""
