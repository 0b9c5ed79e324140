"""A file of purchases, row by row: ``customer,date,amount``, and which rows cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import numpy as np

from clavero.core.tables import BadRow, RefusedRow, table_rows
from clavero.lifetime.rules.histories import Purchases, purchases

COLUMNS = ("customer", "date", "amount")
_LONGEST_CUSTOMER = 255
_MOST = Decimal(10**11)
_PLACES = 6


@dataclass(slots=True)
class PurchasesRead:
    """The rows that can be used, one after the other, and those that cannot."""

    customers: list[str] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    millionths: list[int] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)

    def purchases(self) -> Purchases:
        """The days of purchase that they make."""
        names = sorted(set(self.customers))
        places = {name: place for place, name in enumerate(names)}
        return purchases(
            names,
            np.array([places[name] for name in self.customers], dtype=np.int64),
            np.array(self.days, dtype=np.int64),
            np.array(self.millionths, dtype=np.int64),
        )


def read_purchases(text: str, today: date) -> PurchasesRead:
    """Every row of a file.

    Raises :class:`clavero.core.tables.UnreadableTable` where a column is missing.
    """
    found = PurchasesRead()
    for row in table_rows(text, COLUMNS, numbers=("amount",)):
        if isinstance(row, RefusedRow):
            found.refused.append(row)
            continue
        try:
            customer = row.said("customer", longest=_LONGEST_CUSTOMER)
            day = row.day("date", today)
            amount = row.number("amount", low=-_MOST, high=_MOST, places=_PLACES)
        except BadRow as bad:
            found.refused.append(bad.told)
            continue
        found.customers.append(customer)
        found.days.append(day.toordinal())
        found.millionths.append(int(amount.scaleb(_PLACES)))
    return found
