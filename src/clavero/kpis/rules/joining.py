"""What is said of several accounts, as one value of them all.

A sum adds up; parts and scores that say how many they count weigh by it, so that a part of the
whole is what counting everything together would give (and promoters are those of all who answered:
methods §3.8, O-3.4); what does not say it is averaged, each account alike. Shares of what accounts
buy weigh by what each buys (§3.3), so that they are our sales to all over what all buy; how far
forecasts were off weighs by the sales that came (§3.10). Percentiles and medians cannot be put
together from those of the accounts: who has the cases counts them again.
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


@dataclass(frozen=True, slots=True)
class Told:
    """What one account says: its value, and what it weighs where that is not said by the value
    itself."""

    estimate: Estimate
    weight: Decimal | None = None


def join(kpi: Kpi, told: Sequence[Told]) -> Joint | None:
    """The value of all accounts of which something is ``told``; ``None`` where nothing is, or where
    a value of several accounts would mean nothing. Where accounts weigh by what they buy or bought,
    those of which that is not known have no part in it.

    >>> from clavero.kpis.rules.catalogue import BY_KEY
    >>> kept = [Told(Estimate(Decimal("0.5"), n=2)), Told(Estimate(Decimal(1), n=6))]
    >>> join(BY_KEY["meetings-kept"], kept).estimate.value
    Decimal('0.875')
    >>> join(BY_KEY["meetings-and-calls"], [Told(Estimate(Decimal(n))) for n in (3, 4)])
    Joint(estimate=Estimate(value=Decimal('7'), ...), accounts=2, joined=<Joined.SUM: 'sum'>)
    >>> half = Told(Estimate(Decimal("0.5")), Decimal(200))
    >>> whole = Told(Estimate(Decimal(1)), Decimal(50))
    >>> join(BY_KEY["share-of-wallet"], [half, whole]).estimate.value
    Decimal('0.6')
    """
    known = [each for each in told if each.estimate.value is not None]
    if kpi.joined is None or not known:
        return None
    if kpi.joined is Joined.SUM:
        return Joint(Estimate(sum(map(_value, known), Decimal(0))), len(known), Joined.SUM)
    if kpi.joined in {Joined.BUYS, Joined.SALES}:
        return _weighed(kpi.joined, known)
    cases = sum(each.estimate.n or 0 for each in known)
    if kpi.joined is Joined.CASES and all(each.estimate.n for each in known):
        weighed = sum((_value(each) * (each.estimate.n or 0) for each in known), Decimal(0)) / cases
        error = _error(known, weighed, cases)
        return Joint(as_entered(kpi, weighed, cases, error), len(known), Joined.CASES)
    mean = sum(map(_value, known), Decimal(0)) / len(known)
    return Joint(Estimate(mean), len(known), Joined.MEAN)


def _error(known: Sequence[Told], mean: Decimal, cases: int) -> Decimal | None:
    """The standard error of all cases together: how they differ within each account, and the
    accounts from one another. ``None`` where one of them does not say its own."""
    total = Decimal(0)
    for each in known:
        n, error = each.estimate.n or 0, each.estimate.error
        if error is None:
            return None
        total += n * (n * error**2 + (_value(each) - mean) ** 2)
    return total.sqrt() / cases


def buys(sales: Decimal | None, share: Estimate | None) -> Decimal | None:
    """All that an account buys, of us and of others, by our ``sales`` to it and our ``share``.

    >>> buys(Decimal(30), Estimate(Decimal("0.6")))
    Decimal('5E+1')
    >>> buys(Decimal(0), Estimate(Decimal(0), Decimal(0), Decimal(80)))
    Decimal('80')
    """
    if share is None or share.value is None:
        return None
    if share.value == 0:  # then only whoever said what it buys knows
        return share.denominator
    return None if sales is None else sales / share.value


def _weighed(joined: Joined, known: Sequence[Told]) -> Joint | None:
    """The mean by weight, over its whole; ``None`` where nothing weighs anything."""
    some = [(_value(each), each.weight) for each in known if each.weight and each.weight > 0]
    if not some:
        return None
    part = sum((value * weight for value, weight in some if weight), Decimal(0))
    whole = sum((weight for _value, weight in some if weight), Decimal(0))
    return Joint(Estimate(part / whole, part, whole), len(some), joined)


def _value(told: Told) -> Decimal:
    return told.estimate.value or Decimal(0)
