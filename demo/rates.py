"""Made-up exchange rates, a table like the one that the European Central Bank publishes."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from demo import AS_OF, FIRST_DAY

CURRENCIES = {"USD": 1.082, "GBP": 0.861}
"""Units of each currency for one euro, around which the rate wanders."""

_RUN_UP = 10  # days before the first sale, so that a Monday finds the Friday before


def rates(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Units of each currency per euro, for every day from the run-up to the last."""
    size = (AS_OF - FIRST_DAY).days + _RUN_UP
    table = {}
    for currency, centre in CURRENCIES.items():
        drift = np.empty(size)
        drift[0] = 0.0
        steps = rng.normal(0, 0.0027, size)
        for day in range(1, size):
            drift[day] = drift[day - 1] * 0.995 + steps[day]
        weekday = np.array([_day(n).weekday() for n in range(size)])
        for shut in np.flatnonzero(weekday >= 5):
            drift[shut] = drift[shut - 1]  # the market is shut: Friday's rate holds
        table[currency] = np.round(centre * np.exp(drift), 4)
    return table


def euros_per_unit(table: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Euros per unit of each currency, for every day from the first of the story."""
    return {currency: 1 / units[_RUN_UP:] for currency, units in table.items()}


def published(table: dict[str, np.ndarray]) -> list[list[str]]:
    """Rows of the published file, header first, newest day first, without weekends."""
    rows = [["Date", *table]]
    for number in reversed(range((AS_OF - FIRST_DAY).days + _RUN_UP)):
        day = _day(number)
        if day.weekday() < 5:
            rows.append([day.isoformat(), *(f"{table[code][number]:.4f}" for code in table)])
    return rows


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number - _RUN_UP)
