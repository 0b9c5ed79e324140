"""Rebates by tiers against a limit by tiers: whether one gives more than the other at any volume.
Worked numbers: ``docs/domain/negotiations.md``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from clavero.contracts.rules.reading import read_tiers
from clavero.negotiations.rules.points import PointKind, Stand, Zone

ZERO = Decimal(0)
Tiers = Sequence[tuple[Decimal, Decimal]]
"""From how much on, and the share given back, in rising order."""


def passes_from(kind: PointKind, text: str, limit: str) -> Decimal | None:
    """From which volume on a rebate gives back more than its limit: turnover, or a share of growth.
    ``None`` where it does so nowhere, or one of both says nothing.

    What is due at a volume counts: where each share is on what lies within its tier, a lower one
    makes up for a higher one.

    >>> passes_from(PointKind.TIERS, "0: 1 %\\n50000: 3 %", "0: 1 %\\n100000: 3 %")
    Decimal('50000')
    >>> passes_from(PointKind.STEPS, "0: 1 %\\n50000: 4 %", "0: 2 %\\n100000: 3 %")
    Decimal('75000')
    >>> passes_from(PointKind.GROWTH, "5 %: 2 %", "5 %: 2 %\\n10 %: 3 %") is None
    True
    """
    given, most = (sorted(read_tiers(each) or []) for each in (text, limit))
    if not given or not most:
        return None
    starts = sorted({start for start, _rate in (*given, *most)})
    if kind is not PointKind.STEPS:
        return next((at for at in starts if _rate(given, at) > _rate(most, at)), None)
    for at, after in pairwise([*starts, None]):
        assert at is not None, "only the last is open"
        more, grows = _due(given, at) - _due(most, at), _rate(given, at) - _rate(most, at)
        if grows > 0 and (after is None or more + grows * (after - at) > 0):
            return at - more / grows  # until there, both give the same at the most
    return None


def tier_zone(kind: PointKind, *, offer: str, limit: str, target: str) -> Zone:
    """What lies between our limit and their offer, both by tiers.

    >>> found = tier_zone(PointKind.TIERS, offer="0: 3 %", limit="0: 2 %", target="0: 1 %")
    >>> found.stand.value, found.passes
    ('beyond', Decimal('0'))
    """
    if not offer or not limit:
        return Zone(Stand.UNKNOWN)
    if target and passes_from(kind, offer, target) is None:
        return Zone(Stand.REACHES)
    passes = passes_from(kind, offer, limit)
    return Zone(Stand.WITHIN if passes is None else Stand.BEYOND, passes=passes)


def _rate(tiers: Tiers, volume: Decimal) -> Decimal:
    """The share of the highest tier that a volume reaches."""
    return next((rate for start, rate in reversed(tiers) if volume >= start), ZERO)


def _due(tiers: Tiers, volume: Decimal) -> Decimal:
    """What is due for a volume where each share is on what lies within its tier."""
    total = ZERO
    for (start, rate), upper in zip(tiers, [*(each[0] for each in tiers[1:]), None], strict=True):
        if volume > start:
            total += (volume if upper is None else min(volume, upper)) * rate - start * rate
    return total
