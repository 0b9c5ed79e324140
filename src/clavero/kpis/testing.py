"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.kpis.models import Entry, FrameworkVersion, Snapshot
from clavero.kpis.rules.framework import Framework, Item
from clavero.kpis.rules.kpi import Level
from clavero.kpis.selectors import Value, latest, latest_framework, values_of
from clavero.kpis.services import enter_value, refresh, set_targets

SYSTEM = Actor.system()


def refreshed(as_of: date, **asked: Any) -> Snapshot:
    """Everything computed for a day, and its snapshot."""
    refresh(SYSTEM, as_of=as_of, **asked)
    found = latest(as_of)
    assert found is not None
    return found


def values_at(
    snapshot: Snapshot, level: Level, subject: object = "", actor: Actor = SYSTEM
) -> dict[str, Value]:
    """The values of somebody on the snapshot's day, by key; nothing where ``actor`` sees none."""
    rows: Iterable[Any] = values_of(actor, snapshot, on=snapshot.day)
    for row, values in rows:
        if (row.level, row.subject) == (level, str(subject)):
            return {value.kpi.key: value for value in values}
    return {}


def numbers(found: dict[str, Value], *keys: str) -> list[Decimal | None]:
    """Some values."""
    return [found[key].estimate.value for key in keys]


def enter_something(customer: Any, *, value: str = "40", day: date = date(2025, 1, 2)) -> Entry:
    """A value of an account."""
    return enter_value(
        SYSTEM, customer_id=customer.pk, key="promoters", day=day, value=Decimal(value), n=7
    )


def set_something(
    customer: Any, *, target: str = "100", owner_id: int | None = None
) -> FrameworkVersion:
    """Net sales as the one target of an account."""
    latest = latest_framework(customer.pk)
    item = Item("net-sales", Decimal(target), Decimal(0), Decimal(100), owner_id)
    return set_targets(
        SYSTEM, customer_id=customer.pk, framework=Framework((item,)), reason="The plan",
        valid_from=timezone.localdate(), seen=None if latest is None else latest.pk,
    )  # fmt: skip
