"""Histories for tests: CDNOW where it is there, and companies made up by a model."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from clavero.lifetime.rules.histories import Histories, Purchases, histories, purchases

CDNOW = Path(__file__).parents[4] / "shared" / "data" / "cdnow"
CALIBRATION = date(1997, 9, 30).toordinal()


def cdnow(name: str = "CDNOW_sample.txt", *, day_column: int = 2) -> Purchases:
    """The purchases of a published file; the test is skipped where it is not there."""
    path = CDNOW / name
    if not path.exists():
        pytest.skip(f"{path.name} is not in ../shared/data/cdnow")
    split = [line.split() for line in path.read_text().splitlines()]
    rows = [row for row in split if row[day_column].isdigit()]
    codes = [row[0] for row in rows]
    names = sorted(set(codes))
    places = {name: place for place, name in enumerate(names)}
    days = [date.fromisoformat(row[day_column]).toordinal() for row in rows]
    return purchases(
        names,
        np.array([places[code] for code in codes]),
        np.array(days),
        np.rint(np.array([float(row[-1]) for row in rows]) * 1e6).astype(np.int64),
    )


def made_up(
    customers: int = 600,
    *,
    pace: float = 0.15,
    chance: float = 0.08,
    weeks: int = 70,
    seed: int = 7,
    until: date = date(2026, 6, 30),
) -> list[tuple[str, date, float]]:
    """Rows of customers that buy at different paces and leave after some purchase."""
    random, rows = np.random.default_rng(seed), []
    for number in range(customers):
        own = random.gamma(1.5, pace / 1.5)
        leaves = random.beta(1.0, 1 / chance)
        day = until.toordinal() - int(random.integers(weeks * 7 // 3, weeks * 7))
        price = 100 * random.gamma(4, 0.25)
        here = True
        while here and day <= until.toordinal():
            rows.append((f"K{number:04}", date.fromordinal(day),
                         round(float(price * random.gamma(6, 1 / 6)) + 0.01, 2)))  # fmt: skip
            here = random.random() > leaves
            day += max(1, int(random.exponential(7 / own)))
    return rows


def history(*pattern: tuple[float, float, float]) -> Histories:
    """Histories of given ``(x, t_x, T)``."""
    x, t_x, T = (np.array(each, dtype=float) for each in zip(*pattern, strict=True))  # noqa: N806
    return Histories(np.arange(len(x)), x, t_x, T, np.zeros(len(x)))


__all__ = ["CALIBRATION", "CDNOW", "cdnow", "histories", "history", "made_up"]
