"""How the deliveries of customers lie around the promised day, and what they brought, each by the
window that its customer has agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clavero.contracts.rules.terms import DeliveryWindow
from clavero.contracts.selectors.windows import own_windows, windows_by_customer
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.selectors import structure
from clavero.portfolio.visibility import scope_for

COUNTS = ("late", "on_day", "early", "undated")
QUANTITIES = ("in_full", "short", "unmeasured", "otif_lines", "full_lines", "otif")


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Lines invoiced in ``period``, counted by when they came and with how much of what was
    ordered, all of them and by customer; ``windows`` are those of the customers who agreed some."""

    period: Period
    total: dict[str, int]
    rows: list[dict[str, Any]]
    windows: Mapping[str, Sequence[DeliveryWindow]] = field(default_factory=dict)

    @property
    def in_full_rate(self) -> Decimal | None:
        """IF: of the lines due with both quantities, as OTIF is; ``None`` where there is none."""
        return _share(self.total["full_lines"], self.total["otif_lines"])

    @property
    def otif_rate(self) -> Decimal | None:
        """OTIF: of the lines due with both quantities; ``None`` where there is none."""
        return _share(self.total["otif"], self.total["otif_lines"])


def deliveries(actor: Actor, period: Period) -> Deliveries:
    """The lines that ``actor`` sees."""
    own = windows_by_customer(period, structure())
    rows = ledger.punctuality(scope_for(actor), period, windows=own_windows(own)).to_pylist()
    total = {name: sum(row[name] for row in rows) for name in (*COUNTS, *QUANTITIES)}
    told = {row["account"]: own[row["account"]] for row in rows if row["account"] in own}
    return Deliveries(period, total, rows, told)


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None
