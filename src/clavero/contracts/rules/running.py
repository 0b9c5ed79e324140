"""A contract that renews itself runs on: until when, and what becomes of each term.

Definitions: ``docs/domain/contracts.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from clavero.contracts.rules.renewing import runs_on
from clavero.contracts.rules.terms import Basis, TermKind
from clavero.core.period import Period

COUNTED = frozenset({TermKind.REBATE, TermKind.BUDGET, TermKind.MINIMUM})
"""The types of terms of which something is counted over their whole time: those of one year are
not those of two."""


class Follows(StrEnum):
    """What becomes of a term that stood on the last day."""

    STAYS = "stays"  # it holds on, until the new last day
    ANEW = "anew"  # it begins once more with each new time
    ENDS = "ends"  # nobody knows what it is for the new time


@dataclass(frozen=True, slots=True)
class Runs:
    """The times for which a contract has run on, each after the other."""

    times: tuple[Period, ...]

    @property
    def end(self) -> date:
        """The new last day."""
        return self.times[-1].last

    @property
    def days(self) -> Period:
        """All of them together."""
        return Period(self.times[0].start, self.times[-1].end)


def runs(end: date, months: int, today: date) -> Runs | None:
    """For how long a contract that ended before ``today`` has run on by now, so many months each
    time; ``None`` for one that has not ended or does not renew itself.

    >>> found = runs(date(2024, 1, 31), 1, date(2024, 3, 5))
    >>> [str(each) for each in found.times]
    ['2024-02', '2024-03']
    >>> runs(date(2024, 1, 31), 1, date(2024, 1, 31)), runs(date(2024, 1, 31), 0, date(2025, 1, 1))
    (None, None)
    """
    if not months or end >= today:
        return None
    last, times = end, list[Period]()
    while last < today:
        first = last + timedelta(days=1)
        last = runs_on(end, months * (len(times) + 1))  # from the first, so that no day is lost
        times.append(Period.inclusive(first, last))
    return Runs(tuple(times))


def follows(kind: TermKind, basis: str, valid: Period, months: int) -> Follows:
    """What becomes of a term that stands until its contract's last day. One that is counted over
    its time begins anew where that was as long as each new one; growth is counted on a turnover
    that was agreed for its time alone.

    >>> year = Period.year(2026)
    >>> half = Period.parse("2026-07-01..2026-12-31")
    >>> [follows(TermKind(kind), basis, valid, 12).value for kind, basis, valid in (
    ...     ("payment", "", half), ("rebate", "turnover", year), ("rebate", "turnover", half),
    ...     ("rebate", "growth", year))]
    ['stays', 'anew', 'ends', 'ends']
    """
    if kind not in COUNTED:
        return Follows.STAYS
    is_as_long = runs_on(valid.start - timedelta(days=1), months) == valid.last
    return Follows.ANEW if is_as_long and basis != Basis.GROWTH else Follows.ENDS
