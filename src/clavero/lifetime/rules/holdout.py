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

MOST = 7
"""From how many repeat purchases on customers are counted together."""

_DRAWS = 100_000


class Frequency(NamedTuple):
    """How many customers bought again so many times (``MOST``: or more) while it was fitted."""

    x: int
    actual: int
    expected: float


class Tracked(NamedTuple):
    """Repeat purchases of all until the end of a day, since the beginning."""

    day: int
    actual: int
    expected: float


class Conditional(NamedTuple):
    """Mean purchases after the fit, of the ``customers`` that had so many before."""

    x: int
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


def hold_out(
    bought: Purchases, kind: Kind, *, cut: int, end: int, days_a_unit: int = 7
) -> Holdout | NoFit:
    """Fit the days up to ``cut`` and compare with those up to ``end``."""
    past = histories(bought, cut, days_a_unit=days_a_unit)
    fitted = fit(past, kind)
    if isinstance(fitted, NoFit):
        return fitted
    later = bought.after(cut).until(end).counts()[past.place]
    span = (end - cut) / days_a_unit
    said = fitted.model.expected_of(span, past.x, past.t_x, past.T)
    return Holdout(
        fitted=fitted,
        cut=cut,
        end=end,
        actual=int(later.sum()),
        expected=float(said.sum()),
        frequencies=_frequencies(fitted, past),
        tracked=_tracked(fitted, bought, past, cut, end),
        conditional=_conditional(past, later, said),
    )


def _frequencies(fitted: Fit, past: Histories) -> list[Frequency]:
    times = max(1, _DRAWS // len(past))
    made_up = drawn(fitted, np.tile(past.T, times))
    actual, expected = _by_times(past.x), _by_times(made_up) / times
    return [Frequency(x, int(actual[x]), float(expected[x])) for x in range(MOST + 1)]


def _by_times(x: Numbers) -> Whole:
    return np.bincount(np.minimum(x, MOST).astype(np.int64), minlength=MOST + 1).astype(np.int64)


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


def _conditional(past: Histories, later: Whole, said: Numbers) -> list[Conditional]:
    group = np.minimum(past.x, MOST).astype(np.int64)
    customers = np.bincount(group, minlength=MOST + 1)
    actual = np.bincount(group, weights=later, minlength=MOST + 1)
    expected = np.bincount(group, weights=said, minlength=MOST + 1)
    return [
        Conditional(x, int(customers[x]), float(actual[x] / customers[x]),
                    float(expected[x] / customers[x]))
        for x in range(MOST + 1)
        if customers[x]
    ]  # fmt: skip
