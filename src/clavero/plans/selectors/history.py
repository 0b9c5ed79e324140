"""What has happened to a plan and to its rows, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import CharField, Value

from clavero.core.audit import history
from clavero.core.models import AuditEntry
from clavero.core.revisions import Words
from clavero.core.telling import Change
from clavero.identity.selectors import names_of
from clavero.plans.models import Action, Initiative, Objective, Plan
from clavero.plans.models._parts import Row
from clavero.plans.words.catalogue import Name
from clavero.plans.words.changes import (
    FIELD_NAMES,
    OF_ROW,
    PLAN_CHANGES,
    ROW_FIELDS,
    plan_value,
    row_value,
)
from clavero.plans.words.retention import ITEM_NAMES, points_said
from clavero.plans.words.rows import ROW_CHANGES
from clavero.ui import formats

MOST = 30


def changes_of_plan(plan: Plan) -> list[Change]:
    """Of a plan that the reader sees, the newest first. At most three queries."""
    entries = list(history(plan)[:MOST])
    rows = [(_of_row(entry.before), _of_row(entry.after)) for entry in entries]
    called = _called(values for both in rows for values in both)
    return [
        Change(
            entry.pk,
            entry.at,
            entry.by_name,
            PLAN_CHANGES[entry.verb],
            (*_of_plan(entry), *_values(*both, called), *_points(entry)),
        )
        for entry, both in zip(entries, rows, strict=True)
    ]


def _of_row(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """The fields of a row among what the history of a plan keeps."""
    return {
        name.removeprefix(OF_ROW): value
        for name, value in (values or {}).items()
        if name.startswith(OF_ROW)
    }


def _of_plan(entry: AuditEntry) -> Iterator[tuple[Name, Name, Name]]:
    after = entry.after or {}
    for field, name in FIELD_NAMES.items():
        if field in after:
            yield name, "", plan_value(field, after[field])


def _points(entry: AuditEntry) -> Iterator[tuple[Name, Name, Name]]:
    """The items of the retention scorecard of which somebody said something else."""
    before, after = entry.before or {}, entry.after or {}
    for item, name in ITEM_NAMES.items():
        if item.value in after:
            yield name, points_said(before.get(item.value)), points_said(after[item.value])


_ROWS: Mapping[str, type[Row]] = {
    "objective_id": Objective, "initiative_id": Initiative, "after": Action,
}  # fmt: skip
"""What the numbers of a row's history are of."""
Called = Mapping[tuple[str, int], str]


def changes_of_row(row: Row) -> list[Change]:
    """Of a row that the reader sees, the newest first. At most three queries."""
    entries = list(history(row)[:MOST])
    called = _called(values for entry in entries for values in (entry.before, entry.after))
    return [
        Change(
            entry.pk,
            entry.at,
            entry.by_name,
            ROW_CHANGES[entry.verb],
            _values(entry.before or {}, entry.after or {}, called),
        )
        for entry in entries
    ]


def _called(told: Iterable[Mapping[str, Any] | None]) -> Called:
    """What the people and rows are called whose numbers the values hold."""
    asked: dict[str, set[int]] = {}
    for values in told:
        for field in ("owner_id", *_ROWS):
            value = (values or {}).get(field)
            numbers = value if isinstance(value, list) else [value] if value else []
            asked.setdefault(field, set()).update(numbers)
    owners = asked.get("owner_id")
    found = {("owner_id", pk): name for pk, name in (names_of(owners) if owners else {}).items()}
    rows = [
        model._default_manager.filter(pk__in=asked[field])
        .order_by()
        .values_list(Value(field, output_field=CharField()), "pk", "text")
        for field, model in _ROWS.items()
        if asked.get(field)
    ]
    if rows:
        texts = rows[0].union(*rows[1:], all=True)
        found |= {(field, pk): text for field, pk, text in texts}
    return found


def _values(
    before: Mapping[str, Any], after: Mapping[str, Any], called: Called
) -> tuple[tuple[Name, Name, Name], ...]:
    told = (
        (name, _readable(field, before, called), _readable(field, after, called))
        for field, name in ROW_FIELDS.items()
        if field in after
    )
    return tuple((what, was, now) for what, was, now in told if was or now)


def _readable(field: str, values: Mapping[str, Any], called: Called) -> Name:
    value = values.get(field)
    if field != "owner_id" and field not in _ROWS:
        return row_value(field, value)
    numbers = value if isinstance(value, list) else [value] if value else []
    return ", ".join(called.get((field, each), str(each)) for each in numbers)


def _said(field: str, values: Mapping[str, Any]) -> Name:
    of_it = {field: values.get(field)}
    is_number = field == "owner_id" or field in _ROWS
    return _readable(field, of_it, _called([of_it]) if is_number else {})


WORDS = Words(ROW_FIELDS, _said, formats.moment)
"""How a collision of two people's changes is told."""
RETENTION_WORDS = Words(
    {item.value: name for item, name in ITEM_NAMES.items()},
    lambda item, values: points_said(values.get(item)),
    formats.moment,
)
"""The same of the retention scorecard, item by item."""
