"""What may happen: draws of every option's value, and what they say of an account and of all.

The same draws are used for every choice that is compared (common random numbers), and those of an
account follow from its own name, so that another account put forward changes none of them. Accounts
move together by a common factor of the market; the years of an account and its levels move as one.
Source: methods §6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import erf, exp, pi, sqrt
from typing import Any
from zlib import crc32

import numpy as np

from clavero.investment.rules.cases import Spread
from clavero.investment.rules.kinds import Shape

Draws = Any
"""An array of floats: numpy's types are not the checker's business here."""

DRAWS = 10_000
SEED = 20_260
TOGETHER = 0.3
"""Of each account's spread, the part that the market moves (its square is the correlation's)."""
TAIL = 0.05
_GRID = 2_049


@dataclass(frozen=True, slots=True)
class Risk:
    """What draws say: the mean, what is undercut in one case of twenty, in half, and in nineteen of
    twenty, how probable a loss is, and the mean of the worst twentieth."""

    mean: float
    p5: float
    p50: float
    p95: float
    loss: float
    cvar: float


def deviation_of(spread: Spread, shape: Shape = Shape.PERT) -> float:
    """The standard deviation of a three-point figure; by the usual sixth of the range for PERT.

    >>> round(deviation_of(Spread(Decimal(20), Decimal(30), Decimal(52))), 4)
    5.3333
    >>> round(deviation_of(Spread(Decimal(20), Decimal(30), Decimal(52)), Shape.TRIANGULAR) ** 2, 4)
    44.6667
    """
    a, m, b = map(float, (spread.low, spread.likely, spread.high))
    if shape is Shape.PERT:
        return (b - a) / 6
    return sqrt((a * a + m * m + b * b - a * m - a * b - m * b) / 18)


def quantiles(spread: Spread, parts: Draws, shape: Shape = Shape.PERT) -> Draws:
    """The values below which ``parts`` of a three-point figure lie."""
    from scipy.special import betaincinv  # slow to load: only who draws waits for it

    low, likely, high = map(float, (spread.low, spread.likely, spread.high))
    if high <= low:
        return np.full_like(parts, likely)
    if shape is Shape.PERT:
        up, down = 1 + 4 * (likely - low) / (high - low), 1 + 4 * (high - likely) / (high - low)
        grid = np.linspace(0.0, 1.0, _GRID)
        return np.interp(parts, grid, low + (high - low) * betaincinv(up, down, grid))
    cut = (likely - low) / (high - low)
    left = low + np.sqrt(parts * (high - low) * (likely - low))
    right = high - np.sqrt((1 - parts) * (high - low) * (high - likely))
    return np.where(parts < cut, left, right)


def moves(accounts: Sequence[str], *, seed: int = SEED, count: int = DRAWS) -> dict[str, Draws]:
    """How well each account does in each draw, from 0 to 1, all equally likely."""
    from scipy.special import ndtr

    market = np.random.default_rng(seed).standard_normal(count)
    found = {}
    for account in accounts:
        own = np.random.default_rng([seed, crc32(account.encode())]).standard_normal(count)
        found[account] = ndtr(sqrt(TOGETHER) * market + sqrt(1 - TOGETHER) * own)
    return found


def values_of(
    outlay: Decimal, years: Sequence[Spread], rate: Decimal, parts: Draws, shape: Shape = Shape.PERT
) -> Draws:
    """The net present value of an option in each draw, where its account does as ``parts`` say."""
    value = np.full(len(parts), -float(outlay))
    for year, spread in enumerate(years, start=1):
        value += quantiles(spread, parts, shape) / (1 + float(rate)) ** year
    return value


def risk_of(draws: Draws) -> Risk:
    """What draws, all equally likely, say."""
    p5, p50, p95 = np.quantile(draws, [TAIL, 0.5, 1 - TAIL])
    return Risk(
        mean=float(draws.mean()),
        p5=float(p5),
        p50=float(p50),
        p95=float(p95),
        loss=float((draws < 0).mean()),
        cvar=float(np.sort(draws)[: worst(len(draws))].mean()),
    )


def worst(count: int) -> int:
    """How many of so many draws are the worst twentieth."""
    return max(1, round(count * TAIL))


def normal_risk(mean: float, deviation: float) -> Risk:
    """The same of a value that is spread normally.

    >>> found = normal_risk(50, 40)
    >>> round(found.loss, 6), round(found.p5, 3), round(found.cvar, 3)
    (0.10565, -15.794, -32.509)
    """
    z = 1.6448536269514722
    density = exp(-z * z / 2) / sqrt(2 * pi)
    return Risk(
        mean=mean,
        p5=mean - z * deviation,
        p50=mean,
        p95=mean + z * deviation,
        loss=(1 + erf(-mean / (deviation * sqrt(2)))) / 2,
        cvar=mean - deviation * density / TAIL,
    )
