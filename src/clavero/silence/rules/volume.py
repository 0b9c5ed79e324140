"""Whether the volume falls while orders still come: a one-sided CUSUM of what each month lacks.

``C_t = max(0, C_{t−1} + (target_t − y_t) / σ − slack)``, an alarm above ``alarm``. The target is
the mean of the months before, in proportion to the season. Source: methods §4.4, partial
defection.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

WATCHED = 12
"""Months that are watched, the last ones."""
FEWEST_BEFORE = 12
"""Months before them, below which there is nothing to hold them against."""
MOST_BEFORE = 36
OWN_SEASON = 24
"""Months before from which a customer's own season is told; with fewer, the company's is."""
_LEAST_SIGMA = 0.1  # of the mean: a customer that bought the same each month is not infinitely sure


@dataclass(frozen=True, slots=True)
class VolumeMonth:
    """A month: what was bought, what was expected, and what has been lacking so far."""

    month: date
    amount: float
    target: float
    lacking: float
    is_alarm: bool


@dataclass(frozen=True, slots=True)
class Volume:
    """The watched months. ``own_season`` tells whose season they are held against, ``sigma`` is
    the spread of the ``before`` months around it."""

    months: tuple[VolumeMonth, ...]
    sigma: float
    before: int
    own_season: bool

    @property
    def since(self) -> date | None:
        """The month since which it has been lacking, where the last one is an alarm."""
        if not self.months or not self.months[-1].is_alarm:
            return None
        for earlier, later in zip(self.months[-2::-1], self.months[:0:-1], strict=True):
            if earlier.lacking == 0:
                return later.month
        return self.months[0].month

    @property
    def empty(self) -> tuple[VolumeMonth, ...]:
        """The last months in which nothing was bought, one after the other."""
        bought = (at for at, month in enumerate(reversed(self.months)) if month.amount > 0)
        return self.months[len(self.months) - next(bought, len(self.months)) :]


def cusum(
    amounts: Sequence[float], targets: Sequence[float], sigma: float, slack: float = 0.5
) -> list[float]:
    """What has been lacking so far after each month, in standard deviations.

    >>> cusum([10, 7, 7], [10, 10, 10], sigma=2)
    [0.0, 1.0, 2.0]
    """
    lacking, found = 0.0, []
    for amount, target in zip(amounts, targets, strict=True):
        lacking = max(0.0, lacking + (target - amount) / sigma - slack)
        found.append(lacking)
    return found


def seasons(months: Mapping[date, float]) -> dict[int, float]:
    """Each calendar month's part of the mean month; every month 1 where less than each is known.

    >>> double = {date(2023, month, 1): 200.0 if month == 12 else 100.0 for month in range(1, 13)}
    >>> round(seasons(double)[12], 3)
    1.846
    """
    by_month = {
        number: [amount for month, amount in months.items() if month.month == number]
        for number in range(1, 13)
    }
    mean = fmean(map(fmean, by_month.values())) if all(by_month.values()) else 0.0
    if mean <= 0:
        return dict.fromkeys(by_month, 1.0)
    return {number: max(0.0, fmean(found) / mean) for number, found in by_month.items()}


def volume(
    months: Sequence[tuple[date, float]],
    company: Callable[[], Mapping[date, float]],
    *,
    slack: float = 0.5,
    alarm: float = 4.0,
) -> Volume | None:
    """The last ``WATCHED`` of a customer's whole ``months``, all of them in order, those without
    sales at zero; ``None`` where fewer than ``FEWEST_BEFORE`` lie before, or nothing was bought in
    them. ``company`` gives the company's months, for the season of a customer with few.
    """
    before, watched = months[:-WATCHED][-MOST_BEFORE:], months[-WATCHED:]
    if len(before) < FEWEST_BEFORE:
        return None
    own = len(before) >= OWN_SEASON
    first, last = before[0][0], before[-1][0]
    season = seasons(
        dict(before)
        if own
        else {month: amount for month, amount in company().items() if first <= month <= last}
    )
    amounts = [amount for _month, amount in before]
    mean = fmean(amounts)
    if mean <= 0:
        return None
    told = len(season) if own else 1
    residuals = sum((amount - mean * season[month.month]) ** 2 for month, amount in before)
    spread = (residuals / max(1, len(before) - told)) ** 0.5
    sigma = max(spread, _LEAST_SIGMA * mean)
    targets = [mean * season[month.month] for month, _amount in watched]
    lacking = cusum([amount for _month, amount in watched], targets, sigma, slack)
    return Volume(
        tuple(
            VolumeMonth(month, amount, target, lacks, lacks > alarm)
            for (month, amount), target, lacks in zip(watched, targets, lacking, strict=True)
        ),
        sigma,
        len(before),
        own,
    )
