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
_MONTHS_BACK = 13
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


def read_for(known_until: date) -> Period:
    """The days that are read: those looked at, and as many before as tell since when one asks."""
    return Period(_grid(known_until)[-1] - LATELY - BEFORE, known_until)


def asked_since(bought: Mapping[date, Decimal], known_until: date) -> date:
    """What a question is known by, however far the ledger has come meanwhile: of the first days of
    months, the one after the last on which nothing would have been asked; ``date.min`` where one
    would have asked on all of the year before.

    >>> month = {date(2026, each, 10): Decimal(100) for each in range(1, 13)}
    >>> [str(asked_since(month, date(2027, *day))) for day in ((3, 20), (4, 1), (5, 17))]
    ['2027-04-01', '2027-04-01', '2027-04-01']
    """
    after = _month(known_until, 1)
    for day in _grid(known_until):
        if asked(bought, day) is None:
            return after
        after = day
    return date.min


def _grid(known_until: date) -> list[date]:
    """The first days of the months of a year, from that of ``known_until`` backwards."""
    return [_month(known_until, -back) for back in range(_MONTHS_BACK)]


def _month(day: date, ahead: int) -> date:
    index = day.year * 12 + day.month - 1 + ahead
    return date(index // 12, index % 12 + 1, 1)


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
