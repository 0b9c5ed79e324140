"""Credit notes of the ledger, named as what a rebate was credited with.

A rebate's credit note is the rebate, and not goods given back: what was sold stays sold, and the
turnover that the rebate is reckoned on is not less for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from clavero.contracts.rules.rebates import Sold
from clavero.core.period import Period

ZERO = Decimal(0)
SETTLED_WITHIN = timedelta(days=366)
"""How long after its end a rebate is still credited."""


@dataclass(frozen=True, slots=True)
class Note:
    """A credit note: what it gives back, above zero, in ``currency``; ``sold`` are the lines that
    it took off what counts for the rebate, with the signs of sales. Two customers, told by their
    codes, may have the same ``document``."""

    document: str
    day: date
    currency: str
    amount: Decimal
    sold: tuple[Sold, ...] = ()
    customer: str = ""


def crediting(valid: Period) -> Period:
    """When the credit notes of a term are written: in its time, or in the year after.

    >>> str(crediting(Period.year(2026)).last)
    '2028-01-01'
    """
    return Period(valid.start, valid.end + SETTLED_WITHIN)


def given_back(notes: Iterable[Note], currency: str) -> Decimal:
    """What notes in a rebate's own currency come to."""
    return sum((each.amount for each in notes if each.currency == currency), ZERO)


def still_sold(notes: Iterable[Note]) -> list[Sold]:
    """What they took off the rebate's turnover, to be put back."""
    return [
        Sold(line.day, -line.amount, line.currency, -line.quantity)
        for each in notes
        for line in each.sold
    ]
