"""Whether what was won is invoiced: the sales ledger's word on an opportunity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clavero.core.period import Period
from clavero.ledger import selectors as ledger
from clavero.opportunities.rules.pipeline import Outcome
from clavero.opportunities.selectors.additional import days_of
from clavero.opportunities.selectors.pipeline import OpportunitySeen
from clavero.opportunities.selectors.sales import sales_of
from clavero.opportunities.selectors.seen import account_within
from clavero.portfolio.selectors import structure


@dataclass(frozen=True, slots=True)
class Invoiced:
    """What a unit bought of a family since an opportunity was to bring it: the first invoice,
    ``None`` while there is none, and net sales."""

    unit: str
    family: str
    first: date | None
    net_sales: Decimal


@dataclass(frozen=True, slots=True)
class Proof:
    """What the ledger says of a won opportunity since a day, until the ledger's last day."""

    since: date
    until: date | None
    cells: Sequence[Invoiced]

    @property
    def invoiced(self) -> int:
        """How many of its cells have an invoice."""
        return sum(each.first is not None for each in self.cells)


def proof_of(found: OpportunitySeen) -> Proof | None:
    """The ledger's word on a won opportunity with cells; of any other there is none."""
    row = found.row
    if row.outcome_on is None or row.outcome != Outcome.WON or not found.cells:
        return None
    since = row.outcome_on if row.starts_on is None else min(row.starts_on, row.outcome_on)
    data = ledger.span(found.scope)
    until, shape = None if data is None else data.last, structure()
    told = []
    for unit, family in found.cells:
        account = account_within(found.scope, unit.code, shape)
        days = [day for day in days_of(account).get(family, ()) if day >= since]
        sold = Decimal(0)
        if days and until is not None:
            sales = sales_of(account, Period.inclusive(since, max(until, since)))
            sold = sum((each for key, each in sales.items() if key[1] == family), sold)
        told.append(Invoiced(unit.title, family, days[0] if days else None, sold))
    return Proof(since, until, told)
