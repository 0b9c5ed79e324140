"""The way of a contract to its renewal: from the first preparation to renewed or ended.

Definitions: ``docs/domain/contracts.md``.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

YEARS_AHEAD = 1
"""How long before its day a renewal begins to be seen."""
ZERO = Decimal(0)


class RenewalStage(StrEnum):
    """How far it is."""

    TO_BEGIN = "to_begin"  # nobody has begun
    PREPARING = "preparing"
    TALKING = "talking"
    OFFERED = "offered"
    RENEWED = "renewed"
    ENDED = "ended"

    @property
    def is_open(self) -> bool:
        """Whether it is not decided yet."""
        return self not in DECIDED


DECIDED = frozenset({RenewalStage.RENEWED, RenewalStage.ENDED})


def decides_on(end: date, notice_on: date | None) -> date:
    """The day until which something has to be said: that of notice, else the last of the contract.

    >>> decides_on(date(2026, 12, 31), date(2026, 10, 2))
    datetime.date(2026, 10, 2)
    """
    return notice_on or end


def is_seen(end: date, notice_on: date | None, today: date) -> bool:
    """Whether a renewal that nobody has begun stands in the pipeline: its last day or that of
    notice comes within a year, and its contract has not ended, or did within the last one: what
    nobody decided is late then, and not gone.

    >>> end, today = date(2027, 3, 31), date(2026, 1, 15)
    >>> is_seen(end, None, today), is_seen(end, date(2026, 12, 31), today)
    (False, True)
    >>> is_seen(date(2026, 1, 14), None, today), is_seen(date(2025, 1, 14), None, today)
    (True, False)
    """
    has_not_gone = end >= _moved(today, -YEARS_AHEAD)
    return has_not_gone and decides_on(end, notice_on) <= _moved(today, YEARS_AHEAD)


def waits_since(end: date, notice_on: date | None, start: date) -> date:
    """Since when a renewal waits to be begun: a year before its day, or since the contract began.

    >>> waits_since(date(2026, 12, 31), date(2026, 10, 2), date(2024, 1, 1))
    datetime.date(2025, 10, 2)
    """
    return max(start, _moved(decides_on(end, notice_on), -YEARS_AHEAD))


def runs_on(end: date, months: int) -> date:
    """The last day of a contract that runs on for so many months.

    >>> [str(runs_on(date(2026, *end), months)) for *end, months in
    ...  ((12, 31, 12), (11, 30, 3), (1, 15, 1))]
    ['2027-12-31', '2027-02-28', '2026-02-15']
    """
    after = end + timedelta(days=1)
    index = after.year * 12 + after.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    day = min(after.day, monthrange(first.year, first.month)[1])
    return first.replace(day=day) - timedelta(days=1)


def _moved(day: date, years: int) -> date:
    """The same day of another year, or the last of February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@dataclass(frozen=True, slots=True)
class RenewalSums:
    """What several renewals come to together in one currency; of those without an amount, none."""

    count: int
    value: Decimal
    target: Decimal
    forecast: Decimal
    final: Decimal


Amounts = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]


def summed(renewals: Iterable[Amounts]) -> RenewalSums:
    """The sums of their values, targets, forecasts and finals.

    >>> sums = summed([(Decimal(5), Decimal(6), None, None), (Decimal(1), None, Decimal(2), None)])
    >>> [str(each) for each in (sums.value, sums.target, sums.forecast, sums.final)]
    ['6', '6', '2', '0']
    """
    rows = list(renewals)
    value, target, forecast, final = (
        sum((row[at] or ZERO for row in rows), ZERO) for at in range(4)
    )
    return RenewalSums(len(rows), value, target, forecast, final)
