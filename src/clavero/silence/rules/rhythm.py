"""Rhythms: the gaps of many customers side by side, each in its own operational time.

Arrays, one entry a customer, because a base has fifty thousand of them; :func:`rhythm_of` is the
same for one, and what the tests compare with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from clavero.silence.rules.stops import Calendar, Days

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

ALL = 1_000_000
"""More gaps than anybody has."""
_LONGEST = 10_000_000  # days, more than there are on any calendar
_A_YEAR = 365
_AROUND = 15  # days: no season begins on the same day each year


@dataclass(frozen=True, slots=True)
class Rhythms:
    """``n`` gaps that add up to ``total`` days, their ``median``, and ``silent`` days since the
    last; ``last_two`` are the last two gaps, ``first_gap`` the first. What a customer has not is
    ``nan``. ``season`` is the longest gap around the same day of an earlier year, 0 without one."""

    n: Counts
    total: Floats
    median: Floats
    silent: Floats
    first_day: Days
    last_day: Days
    first_gap: Floats
    last_two: tuple[Floats, Floats]
    season: Floats

    def __len__(self) -> int:
        return len(self.n)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The same of one customer."""

    gaps: tuple[int, ...]
    silent: int

    @property
    def total(self) -> int:
        """The sum of its gaps."""
        return sum(self.gaps)

    @property
    def median(self) -> float | None:
        """The usual gap."""
        return median(self.gaps) if self.gaps else None


def rhythm_of(
    days: Iterable[int], as_of: int, calendar: Calendar, *, recent: int = ALL
) -> Rhythm | None:
    """The rhythm of the days up to ``as_of``, of its ``recent`` gaps; ``None`` without any."""
    known = sorted({day for day in days if day <= as_of})
    if not known:
        return None
    clock = [int(each) for each in calendar.clock(np.array([*known, as_of], dtype=np.int32))]
    met = sorted(set(clock[:-1]))
    gaps = [later - earlier for earlier, later in pairwise(met)]
    return Rhythm(tuple(gaps[-recent:]), clock[-1] - met[-1])


def rhythms_of(
    days: Days,
    starts: NDArray[np.int64],
    as_of: int,
    calendar: Calendar,
    own: Mapping[int, Calendar] | None = None,
    *,
    recent: int = ALL,
) -> tuple[NDArray[np.int64], Rhythms]:
    """Of customers whose days begin at ``starts`` in ``days``, each in order and without any day
    twice. ``own`` gives the calendar of those that have one, by position. Also the positions of
    those that had bought by ``as_of``; the others have no rhythm. Of each the ``recent`` gaps
    count, but for the first one and the season.
    """
    owner = np.repeat(np.arange(len(starts)), np.diff([*starts, len(days)]))
    is_known = days <= as_of
    days, owner = days[is_known], owner[is_known]
    clock = calendar.clock(days) if len(days) else days
    until = np.full(len(starts), _clock(calendar, as_of))
    for position, own_calendar in (own or {}).items():
        low, high = np.searchsorted(owner, [position, position + 1])
        clock[low:high] = own_calendar.clock(days[low:high])
        until[position] = _clock(own_calendar, as_of)
    # Days between which nothing counts are one: there is no gap of nothing.
    is_new = np.ones(len(days), dtype=bool)
    is_new[1:] = (np.diff(clock) != 0) | (np.diff(owner) != 0)
    met, met_owner = clock[is_new], owner[is_new]
    first, last = _ends(met_owner)
    present, n_days = met_owner[first], last - first + 1
    begin = np.maximum(first, last - recent)
    is_recent = np.arange(len(met)) >= np.repeat(begin, n_days)
    gaps = np.diff(met, prepend=met[:1]).astype(np.float64)
    n = last - begin
    raw_first, raw_last = _ends(owner)
    return present, Rhythms(
        n=n,
        total=(met[last] - met[begin]).astype(np.float64),
        median=_medians(gaps[is_recent], n),
        silent=(until[present] - met[last]).astype(np.float64),
        first_day=days[raw_first],
        last_day=days[raw_last],
        first_gap=_at(gaps, first + 1, n >= 1),
        last_two=(_at(gaps, last - 1, n >= 2), _at(gaps, last, n >= 2)),
        season=_season(days, clock, raw_first, as_of),
    )


def from_lists(lists: Sequence[Sequence[int]]) -> tuple[Days, NDArray[np.int64]]:
    """Days side by side, and where each customer's begin."""
    sizes = [len(each) for each in lists]
    days = np.array([day for each in lists for day in each], dtype=np.int32)
    return days, np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)


def _ends(owner: Counts) -> tuple[Counts, Counts]:
    """Where each owner's entries begin and end; they stand one after the other."""
    is_first = np.ones(len(owner) + 1, dtype=bool)
    is_first[1:-1] = owner[1:] != owner[:-1]
    places = np.flatnonzero(is_first)
    return places[:-1], places[1:] - 1


def _medians(gaps: Floats, n: Counts) -> Floats:
    """Of each customer's gaps, one after the other; the first entry of each is none."""
    is_gap = np.ones(len(gaps), dtype=bool)
    is_gap[np.cumsum(n + 1) - (n + 1)] = False
    # One number for owner and gap, which are whole, sorts in a fraction of the time of two.
    owner = np.repeat(np.arange(len(n)), n) * _LONGEST
    ordered = np.sort(owner + gaps[is_gap].astype(np.int64)) - owner
    begin = np.cumsum(n) - n
    has = n >= 1
    low, high = begin + (n - 1) // 2, begin + n // 2
    found = np.full(len(n), np.nan)
    found[has] = (ordered[low[has]] + ordered[high[has]]) / 2
    return found


def _season(days: Days, clock: Days, first: Counts, as_of: int) -> Floats:
    """The longest gap that lay over the same day of an earlier year, give or take two weeks."""
    longest = np.zeros(len(first))
    if not len(days):
        return longest
    owner = np.zeros(len(days), dtype=np.int64)
    owner[first[1:]] = 1
    owner = np.cumsum(owner)
    # From one customer's last day to another's first there is no gap.
    is_gap = owner[1:] == owner[:-1]
    owner, before, after = owner[1:][is_gap], days[:-1][is_gap], days[1:][is_gap]
    gaps = np.diff(clock)[is_gap]
    base = int(days.min())
    for year in range(1, (as_of - base) // _A_YEAR + 1):
        for shift in (-_AROUND, 0, _AROUND):
            day = as_of - _A_YEAR * year + shift
            if base <= day < as_of:
                over = np.flatnonzero((before <= day) & (after > day))
                longest[owner[over]] = np.maximum(longest[owner[over]], gaps[over])
    return longest


def _at(values: Floats, positions: Counts, known: Flags) -> Floats:
    found = np.full(len(positions), np.nan)
    found[known] = values[positions[known]]
    return found


def _clock(calendar: Calendar, day: int) -> int:
    return int(calendar.clock(np.array([day], dtype=np.int32))[0])
