"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from clavero.identity.rules import Actor
from clavero.kpis.models import Snapshot
from clavero.kpis.rules.kpi import Level
from clavero.kpis.selectors import Value, latest, values_of
from clavero.kpis.services import refresh

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
    """The values of somebody, by key; nothing where ``actor`` sees none."""
    rows: Iterable[Any] = values_of(actor, snapshot)
    for row, values in rows:
        if (row.level, row.subject) == (level, str(subject)):
            return {value.kpi.key: value for value in values}
    return {}


def numbers(found: dict[str, Value], *keys: str) -> list[Decimal | None]:
    """Some values."""
    return [found[key].estimate.value for key in keys]
