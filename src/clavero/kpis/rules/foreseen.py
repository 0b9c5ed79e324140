"""How well sales were foreseen, how long payment takes. Source: methods §3.10."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from clavero.core.estimates import Estimate, ratio


def wmape(forecast: Sequence[Decimal], actual: Sequence[Decimal]) -> Estimate:
    """``Σ|F − A| / ΣA``: how far the forecast was off, of what came."""
    pairs = list(zip(forecast, actual, strict=True))
    off = sum((abs(told - came) for told, came in pairs), Decimal(0))
    return ratio(off, sum(actual, Decimal(0)), len(pairs))


def bias(forecast: Sequence[Decimal], actual: Sequence[Decimal]) -> Estimate:
    """``Σ(F − A) / ΣA``: above zero too much was foreseen."""
    pairs = list(zip(forecast, actual, strict=True))
    off = sum((told - came for told, came in pairs), Decimal(0))
    return ratio(off, sum(actual, Decimal(0)), len(pairs))


def dso(waited: Decimal | None, awaited: Decimal | None) -> Estimate:
    """Days from the invoice until it was paid (or is due), weighed by the amounts."""
    return ratio(waited, awaited)
