"""Money is released in two tranches: the first at once, the rest at a gate.

The gate is in the months six to nine, and looks at what the account analysis matrix looks at:
sales volume, share in the customer, quality of the relationship. Source: methods §6.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clavero.core.money import CENT, round_for_display
from clavero.investment.rules.kinds import Gate

MOST_AT_FIRST = Decimal("0.30")
FIRST_MONTH, LAST_MONTH = 6, 9
METRICS = ("sales", "share", "quality")


@dataclass(frozen=True, slots=True)
class Target:
    """What a gate asks of a metric, and what was measured; ``None`` is not known."""

    asked: Decimal
    measured: Decimal | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether it is reached; ``None`` while nobody has measured it."""
        return None if self.measured is None else self.measured >= self.asked


def first_tranche(outlay: Decimal, share: Decimal = MOST_AT_FIRST) -> Decimal:
    """What is released at once, to the cent and never more than the share.

    >>> first_tranche(Decimal("100.01"))
    Decimal('30.00')
    """
    amount = round_for_display(outlay * share)
    return amount if amount <= outlay * share else amount - CENT


def gate_days(decided: date) -> tuple[date, date]:
    """The first and the last day that a gate can be on."""
    return months_after(decided, FIRST_MONTH), months_after(decided, LAST_MONTH)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month.

    >>> months_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    place = day.month - 1 + months
    year, month = day.year + place // 12, place % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def proposed_gate(targets: list[Target]) -> Gate | None:
    """What the targets say: release where all are met, stop where one is missed; ``None`` while
    one is not known. A person decides."""
    met = [each.is_met for each in targets]
    if False in met:
        return Gate.STOPPED
    return None if None in met else Gate.RELEASED


def spent_of(outlay: Decimal, first: Decimal, gate: Gate) -> Decimal:
    """What of a funding is bound: what a stop leaves unspent is back in the pool."""
    return first if gate is Gate.STOPPED else outlay
