"""What has been changed about the rate book, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from clavero.core.models import AuditEntry
from clavero.core.money import Money
from clavero.core.revisions import Words
from clavero.core.telling import Change
from clavero.ledger import selectors as ledger
from clavero.profitability.models import (
    SOURCE_NAMES,
    SPANS,
    ActivityEntry,
    CapacityEntry,
    CreditEntry,
)
from clavero.profitability.rules.rates import Source
from clavero.profitability.words import (
    CHANGE_NAMES,
    FIELD_NAMES,
    Name,
    activity_name,
    capacity_name,
    extra_name,
)
from clavero.ui import formats

MOST_CHANGES = 30
_MONEY = {"cost", "travel"}
_NUMBERS = {"minutes", "theoretical", "base"}


def changes_of_rates(currency: str, names: Mapping[str, Name]) -> list[Change]:
    """The latest changes to the whole rate book, newest first; ``names`` are the capacities'."""
    kinds = [model._meta.label for model in (CapacityEntry, ActivityEntry, CreditEntry)]
    entries = AuditEntry.objects.filter(subject_type__in=kinds).order_by("-pk")[:MOST_CHANGES]
    return [
        Change(entry.pk, entry.at, entry.by_name, _what(entry), _values(entry, currency, names))
        for entry in entries
    ]


def _what(entry: AuditEntry) -> str:
    told = entry.after or entry.before or {}
    name: Name = ""
    if entry.verb == "capacity.set":
        name = capacity_name(told.get("key", ""), told.get("name", ""))
    if entry.verb == "activity.set":
        name = activity_name(told.get("key", ""), told.get("name", ""))
    return f"{CHANGE_NAMES[entry.verb]}: {name}" if name else str(CHANGE_NAMES[entry.verb])


def _values(
    entry: AuditEntry, currency: str, names: Mapping[str, Name]
) -> list[tuple[Name, Name, Name]]:
    before, after = entry.before or {}, entry.after or {}

    def readable(field: str, values: Mapping[str, Any]) -> Name:
        if field == "capacity" and field in values:
            return names.get(values[field], values[field])
        return _readable(field, values, currency)

    told = [
        (called, readable(field, before), readable(field, after))
        for field, called in FIELD_NAMES.items()
        if field != "name" and (field in before or field in after)
    ]
    # A correction tells what it changed, with the day of the entry.
    return [
        (what, "" if was == now else was, now)
        for what, was, now in told
        if (was or now) and (not before or was != now or what == FIELD_NAMES["valid_from"])
    ]


def _readable(field: str, values: Mapping[str, Any], currency: str) -> Name:
    value = values.get(field)
    if value in (None, "", {}):
        return ""
    if field == "extras":
        return ", ".join(f"{extra_name(name)} {minutes}" for name, minutes in value.items())
    if field in _MONEY:
        return formats.money(Money(Decimal(value), currency))
    if field in _NUMBERS:
        return formats.number(Decimal(value))
    if field == "valid_from":
        return formats.day(date.fromisoformat(value))
    if field == "cost_of_capital":
        return formats.percent(Decimal(value), places=2)
    return _named(field, value)


def _named(field: str, value: Any) -> Name:
    if field == "months":
        return SPANS[value]
    if field == "source":
        return SOURCE_NAMES[Source(value)]
    if field == "capacity":
        return capacity_name(value)
    return str(value)


def _said(field: str, values: Mapping[str, Any]) -> Name:
    return _readable(field, values, ledger.shown_currency())


WORDS = Words(FIELD_NAMES, _said, formats.moment)
"""How a collision of two people's changes is told."""
