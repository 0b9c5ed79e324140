"""Bonus and promotion money: budget, accrued, paid, available."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)


class EntryKind(StrEnum):
    """What is written against a term."""

    ACCRUAL = "accrual"  # earned by what was done
    PAYMENT = "payment"  # paid out, or credited


@dataclass(frozen=True, slots=True)
class Account:
    """A budget as it stands; what was earned past the budget is not available."""

    budget: Decimal
    accrued: Decimal
    paid: Decimal

    @property
    def available(self) -> Decimal:
        """What may still be paid."""
        return max(min(self.accrued, self.budget) - self.paid, ZERO)

    @property
    def unearned(self) -> Decimal:
        """What of the budget has not been earned yet."""
        return max(self.budget - self.accrued, ZERO)


class BeyondAvailable(ValueError):
    """A payment of more than is available."""

    def __init__(self, asked: Decimal, available: Decimal) -> None:
        super().__init__(f"{asked} of {available}")
        self.asked, self.available = asked, available


def account(budget: Decimal, entries: Iterable[tuple[EntryKind, Decimal]]) -> Account:
    """The budget after its entries.

    >>> account(Decimal(100), [(EntryKind.ACCRUAL, Decimal(60)), (EntryKind.PAYMENT, Decimal(45))]
    ...     ).available
    Decimal('15')
    """
    sums = {EntryKind.ACCRUAL: ZERO, EntryKind.PAYMENT: ZERO}
    for kind, amount in entries:
        sums[kind] += amount
    return Account(budget, sums[EntryKind.ACCRUAL], sums[EntryKind.PAYMENT])


def refuse_beyond(standing: Account, payment: Decimal) -> None:
    """Raise :class:`BeyondAvailable` for a payment of more than is available."""
    if payment > standing.available:
        raise BeyondAvailable(payment, standing.available)
