"""When purchases of what is bought from us alone fall below their own rhythm.

The ledger does not know what others sell: what is found here is a question to the customer, and
never a claim. Definitions: ``docs/domain/contracts.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from clavero.core.period import Period

ZERO = Decimal(0)
LATELY = timedelta(days=91)
BEFORE = timedelta(days=364)
QUARTERS = 4
FEWEST_DAYS = 4
"""Of fewer days with purchases in a year nobody can tell a rhythm."""
FALLS_TO = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What was bought in the last 91 days, and what was to be expected by the 364 days before."""

    lately: Decimal
    expected: Decimal

    @property
    def has_stopped(self) -> bool:
        """Whether nothing was bought any more."""
        return self.lately <= 0


def watched(known_until: date) -> Period:
    """The days that are looked at, up to the last that the ledger has."""
    return Period(known_until - LATELY - BEFORE, known_until)


def asked(bought: Mapping[date, Decimal], known_until: date) -> Rhythm | None:
    """The rhythm where it makes one ask: in the last 91 days less than half was bought of a usual
    quarter of the year before, and of the same days a year ago as well, so that a season does not
    ask. ``None`` where there is nothing to ask, or purchases were on fewer than four days.

    >>> month = {date(2026, each, 10): Decimal(100) for each in range(1, 13)}
    >>> asked(month, date(2027, 1, 1)) is None
    True
    >>> asked(month, date(2027, 4, 1))
    Rhythm(lately=Decimal('0'), expected=Decimal('300'))
    """
    recent = known_until - LATELY
    first = recent - BEFORE
    before = {day: amount for day, amount in bought.items() if first <= day < recent}
    if sum(amount > 0 for amount in before.values()) < FEWEST_DAYS:
        return None
    lately = sum((each for day, each in bought.items() if recent <= day < known_until), ZERO)
    a_year_ago = sum((each for day, each in before.items() if day < first + LATELY), ZERO)
    usual = sum(before.values(), ZERO) / QUARTERS
    expected = min(usual, a_year_ago)
    return Rhythm(lately, expected) if lately < expected * FALLS_TO else None
