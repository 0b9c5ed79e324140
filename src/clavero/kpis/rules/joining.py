"""What is said of several accounts, as one value of them all.

A sum adds up; parts and scores that say how many they count weigh by it, so that a part of the
whole is what counting everything together would give (and promoters are those of all who answered:
methods §3.8, O-3.4); what does not say it is averaged, each account alike. Percentiles and medians
cannot be put together from those of the accounts: who has the cases counts them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from clavero.core.estimates import Estimate
from clavero.kpis.rules.kpi import Joined, Kpi
from clavero.kpis.rules.parts import as_entered


@dataclass(frozen=True, slots=True)
class Joint:
    """A value of several accounts, of how many, and how it came about."""

    estimate: Estimate
    accounts: int
    joined: Joined


def join(kpi: Kpi, told: Sequence[Estimate]) -> Joint | None:
    """The value of all accounts of which something is ``told``; ``None`` where nothing is, or where
    a value of several accounts would mean nothing.

    >>> from clavero.kpis.rules.catalogue import BY_KEY
    >>> kept = [Estimate(Decimal("0.5"), n=2), Estimate(Decimal(1), n=6)]
    >>> join(BY_KEY["meetings-kept"], kept).estimate.value
    Decimal('0.875')
    >>> join(BY_KEY["meetings-and-calls"], [Estimate(Decimal(3)), Estimate(Decimal(4))])
    Joint(estimate=Estimate(value=Decimal('7'), ...), accounts=2, joined=<Joined.SUM: 'sum'>)
    """
    known = [(each.value, each.n) for each in told if each.value is not None]
    if kpi.joined is None or not known:
        return None
    count = Decimal(len(known))
    total = sum((value for value, _n in known), Decimal(0))
    if kpi.joined is Joined.SUM:
        return Joint(Estimate(total), len(known), Joined.SUM)
    cases = sum(n for _value, n in known if n)
    if kpi.joined is Joined.CASES and all(n for _value, n in known):
        weighed = sum((value * n for value, n in known if n), Decimal(0)) / cases
        return Joint(as_entered(kpi, weighed, cases), len(known), Joined.CASES)
    return Joint(Estimate(total / count), len(known), Joined.MEAN)
