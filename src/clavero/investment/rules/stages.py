"""Money is released in two tranches: the first at once, the rest at a gate.

The gate is in the months six to nine, and looks at what the account analysis matrix looks at:
sales volume, share in the customer, quality of the relationship. Source: methods §6.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clavero.core.money import CENT, round_for_display
from clavero.investment.rules.kinds import Gate

MOST_AT_FIRST = Decimal("0.30")
FIRST_MONTH, LAST_MONTH = 6, 9
METRICS = ("sales", "share", "quality")
_FAR, _MANY_TIMES = Decimal("0.9"), Decimal(3)


@dataclass(frozen=True, slots=True)
class Target:
    """What a gate asks of a metric, and what was measured; ``None`` is not said, or not known."""

    asked: Decimal | None
    measured: Decimal | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether it is reached; ``None`` while nobody has measured it, or nothing is asked."""
        if self.measured is None or self.asked is None:
            return None
        return self.measured >= self.asked

    @property
    def is_low(self) -> bool:
        """Whether it asks for far less than there is: such a gate is passed by doing nothing."""
        if self.measured is None or self.asked is None:
            return False
        return self.asked < self.measured * _FAR

    @property
    def is_high(self) -> bool:
        """Whether it asks for many times what there is, as a figure with a nought too many does."""
        if not self.measured or self.asked is None:
            return False
        return self.asked > self.measured * _MANY_TIMES


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


@dataclass(frozen=True, slots=True)
class More:
    """What the gates of a choice ask for above what is measured when it is decided: sales by a
    fraction, share by points of it, quality by points. ``None`` asks for nothing."""

    sales: Decimal | None = Decimal("0.05")
    share: Decimal | None = Decimal("0.01")
    quality: Decimal | None = Decimal("0.5")

    @property
    def is_asked(self) -> bool:
        """Whether they ask for anything."""
        return any(each is not None for each in (self.sales, self.share, self.quality))

    def than(self, measured: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """The targets of an account; what nobody has measured is not asked.

        >>> More().than({"sales": Decimal(1000), "quality": Decimal("9.8")})
        {'sales': Decimal('1050'), 'quality': Decimal('10')}
        """
        found = {}
        if self.sales is not None and "sales" in measured:
            found["sales"] = (measured["sales"] * (1 + self.sales)).quantize(Decimal(1))
        if self.share is not None and "share" in measured:
            share = (measured["share"] + self.share).quantize(Decimal("0.001"))
            found["share"] = min(Decimal(1), share)
        if self.quality is not None and "quality" in measured:
            quality = (measured["quality"] + self.quality).quantize(Decimal("0.1"))
            found["quality"] = min(Decimal(10), quality)
        return found


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
