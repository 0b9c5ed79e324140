"""What a fit of the past would have said about the days since, beside what happened.

Customers whose first purchase came after the past that was fitted are left out: no model says who
will come. Source: methods §4.4 (frequency histogram, tracking plot, conditional expectations).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from clavero.lifetime.rules.fitting import NoFit
from clavero.lifetime.rules.histories import Histories, Numbers, Purchases, Whole, histories
from clavero.lifetime.rules.models import Fit, Kind, drawn, fit

BANDS = 8
"""Of repeat purchases: none, six of one width, and all above."""

_DRAWS = 100_000


class Band(NamedTuple):
    """Repeat purchases from ``low`` to ``high``, both included; without ``high`` all above."""

    low: int
    high: int | None


class Frequency(NamedTuple):
    """How many customers bought again so many times while it was fitted."""

    band: Band
    actual: int
    expected: float


class Tracked(NamedTuple):
    """Repeat purchases of all until the end of a day, since the beginning."""

    day: int
    actual: int
    expected: float


class Conditional(NamedTuple):
    """Mean purchases after the fit, of the ``customers`` that had so many before."""

    band: Band
    customers: int
    actual: float
    expected: float


@dataclass(frozen=True)
class Holdout:
    """A fit to the days up to ``cut``, and the days from there to ``end``, both ordinals.

    ``actual`` and ``expected`` are the purchases of all between the two.
    """

    fitted: Fit
    cut: int
    end: int
    actual: int
    expected: float
    frequencies: list[Frequency]
    tracked: list[Tracked]
    conditional: list[Conditional]

    @property
    def missed(self) -> float | None:
        """By which part of what happened the model misses the very days that it was fitted to, at
        their end: near nothing where its assumptions hold. ``None`` without purchases."""
        known = [each for each in self.tracked if each.day <= self.cut]
        if not known or not known[-1].actual:
            return None
        return known[-1].expected / known[-1].actual - 1


def hold_out(
    bought: Purchases, kind: Kind, *, cut: int, end: int, days_a_unit: int = 7
) -> Holdout | NoFit:
    """Fit the days up to ``cut`` and compare with those up to ``end``."""
    past = histories(bought, cut, days_a_unit=days_a_unit)
    fitted = fit(past, kind)
    if isinstance(fitted, NoFit):
        return fitted
    later = bought.after(cut).until(end).counts()[past.place]
    span, shown = (end - cut) / days_a_unit, bands(past.x)
    said = fitted.model.expected_of(span, past.x, past.t_x, past.T)
    return Holdout(
        fitted=fitted,
        cut=cut,
        end=end,
        actual=int(later.sum()),
        expected=float(said.sum()),
        frequencies=_frequencies(fitted, past, shown),
        tracked=_tracked(fitted, bought, past, cut, end),
        conditional=_conditional(past, later, said, shown),
    )


def bands(x: Numbers) -> list[Band]:
    """Bands in which there are customers: the last one has a fifth of them at most, where they
    differ so much."""
    width = max(1, int(np.ceil(np.quantile(x, 0.8, method="higher") / (BANDS - 2))))
    lows = [1 + width * step for step in range(BANDS - 1)]
    inside = [Band(low, low + width - 1) for low in lows[:-1]]
    return [Band(0, 0), *inside, Band(lows[-1], None)]


def _frequencies(fitted: Fit, past: Histories, shown: list[Band]) -> list[Frequency]:
    times = max(1, _DRAWS // len(past))
    made_up = drawn(fitted, np.tile(past.T, times))
    actual = np.bincount(_places(past.x, shown), minlength=BANDS)
    expected = np.bincount(_places(made_up, shown), minlength=BANDS) / times
    return [
        Frequency(band, int(actual[place]), float(expected[place]))
        for place, band in enumerate(shown)
    ]


def _places(x: Numbers, shown: list[Band]) -> Whole:
    """The band of each number of repeat purchases."""
    return np.searchsorted([band.low for band in shown], x, side="right") - 1


def _tracked(fitted: Fit, bought: Purchases, past: Histories, cut: int, end: int) -> list[Tracked]:
    unit = past.days_a_unit
    first = np.rint(cut - past.T * unit).astype(np.int64)
    begins = int(first.min())
    newcomers = np.bincount(first - begins, minlength=end - begins + 1)
    since_first = fitted.model.expected(np.arange(end - begins + 1) / unit)
    is_known = np.zeros(len(bought.names), dtype=bool)
    is_known[past.place] = True
    days = bought.day[is_known[bought.customer] & (bought.day <= end)] - begins
    purchases = np.cumsum(np.bincount(days, minlength=end - begins + 1))
    again = purchases - np.cumsum(newcomers)
    found = []
    for day in _ends(begins, cut, end):
        at = day - begins
        expected = float(np.sum(newcomers[: at + 1] * since_first[at::-1]))
        found.append(Tracked(day, int(again[at]), expected))
    return found


def _ends(begins: int, cut: int, end: int) -> list[int]:
    """The ends of weeks counted from the cut, and the end."""
    weeks = range(cut - (cut - begins) // 7 * 7, end + 1, 7)
    return sorted({*weeks, cut, end})


def _conditional(
    past: Histories, later: Whole, said: Numbers, shown: list[Band]
) -> list[Conditional]:
    group = _places(past.x, shown)
    customers = np.bincount(group, minlength=BANDS)
    actual = np.bincount(group, weights=later, minlength=BANDS)
    expected = np.bincount(group, weights=said, minlength=BANDS)
    return [
        Conditional(
            band,
            int(customers[place]),
            float(actual[place] / customers[place]),
            float(expected[place] / customers[place]),
        )
        for place, band in enumerate(shown)
        if customers[place]
    ]
