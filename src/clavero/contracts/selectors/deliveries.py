"""How the deliveries of customers lie around the promised day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.visibility import scope_for

COUNTS = ("late", "on_day", "early", "undated")


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Lines invoiced in ``period``, counted by when they came, all of them and by customer."""

    period: Period
    total: dict[str, int]
    rows: list[dict[str, Any]]


def deliveries(actor: Actor, period: Period) -> Deliveries:
    """The lines that ``actor`` sees."""
    rows = ledger.punctuality(scope_for(actor), period).to_pylist()
    total = {name: sum(row[name] for row in rows) for name in COUNTS}
    return Deliveries(period, total, rows)
