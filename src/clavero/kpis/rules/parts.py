"""What is kept of everybody, and how each KPI is read from it.

A snapshot keeps the parts of the KPIs — sums and counts that add up — and not their values: what
stood behind a number is then known for good, a manager's is the sum of the accounts', and a value
follows from its parts by the formula of its version. A formula that changes gets a new version
beside the old one, by which older snapshots are read for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from clavero.core.estimates import (
    SMALL_SAMPLE,
    Z95,
    Estimate,
    Missing,
    growth,
    proportion,
    ratio,
    wilson_of,
)
from clavero.kpis.rules.foreseen import dso
from clavero.kpis.rules.kpi import FEW, Kpi, Quality
from clavero.kpis.rules.profit import margin_points, not_served, profit_growth, served_growth

METHOD = 3
"""Counted up when a part comes to mean something else: snapshots of another one are made again."""

Amount = Decimal | None


@dataclass(frozen=True, slots=True)
class Parts:
    """Of one account, manager, team or the company; ``None`` is not known, which is not nothing.

    Amounts are in the reporting currency. ``…_before`` is of the twelve months before; ``waited``
    are amount × days. ``contribution`` is the gross margin of ``with_cost``, ``served`` the
    customer contribution of ``served_sales``. ``alike…`` are those of whom it is known in both
    periods, so that growth compares nobody with others; ``serving`` is what serving them and
    waiting for their money cost. The last ones are of the accounts owned at the start: those with
    sales then, what these bought then and now, and the part of it that stayed.
    """

    net_sales: Amount = None
    net_sales_before: Amount = None
    contribution: Amount = None
    contribution_before: Amount = None
    with_cost: Amount = None
    with_cost_before: Amount = None
    served: Amount = None
    served_sales: Amount = None
    alike: Amount = None
    alike_sales: Amount = None
    alike_before: Amount = None
    alike_sales_before: Amount = None
    serving: Amount = None
    serving_before: Amount = None
    families: int | None = None
    eligible: int | None = None
    additional: int | None = None
    additional_sales: Amount = None
    promised: int | None = None
    on_time: int | None = None
    waited: Amount = None
    awaited: Amount = None
    hours: Amount = None
    selling: Amount = None
    accounts: int | None = None
    owned: int | None = None
    lost: int | None = None
    cohort: int | None = None
    cohort_before: Amount = None
    cohort_now: Amount = None
    cohort_kept: Amount = None


NAMES = tuple(each.name for each in fields(Parts))
COUNTS = frozenset(
    {"families", "eligible", "additional", "promised", "on_time", "accounts", "owned", "lost",
     "cohort"}
)  # fmt: skip


def total(parts: Iterable[Parts]) -> Parts:
    """The parts of several together: what is known of any adds up."""
    sums: dict[str, Any] = {}
    for each in parts:
        for name in NAMES:
            value = getattr(each, name)
            if value is not None:
                sums[name] = sums[name] + value if name in sums else value
    return Parts(**sums)


Formula = Callable[[Parts], Estimate]


def sales_kept(now: Amount, before: Amount) -> Estimate:
    """What an account buys of what it bought in the year before, as a fraction: retention of sales
    of one account. Undefined where it bought nothing then.

    >>> sales_kept(Decimal(95), Decimal(100)).value
    Decimal('0.95')
    """
    grown = growth(now, before)
    if grown.reason in {Missing.NOT_REACHED, Missing.NOTHING_BEFORE}:
        return Estimate(None, now, before, reason=grown.reason)
    return ratio(now, before)


def _known(value: Amount | int, missing: Missing = Missing.NO_DATA) -> Estimate:
    if value is None:
        return Estimate(None, reason=missing)
    return Estimate(Decimal(value), Decimal(value))


def _rate(part: int | None, whole: int | None, missing: Missing = Missing.NO_DATA) -> Estimate:
    if part is None or whole is None:
        return Estimate(None, n=whole, reason=missing)
    return proportion(part, whole)


def _of_served(amount: Amount, whole: Amount, of: Parts) -> Estimate:
    """A part of something of customers whose contribution is known in both periods."""
    if amount is None or whole is None:
        return Estimate(None, reason=not_served(of.contribution))
    return ratio(amount, whole)


def _cohort(amount: Amount, parts: Parts) -> Estimate:
    if not parts.cohort:
        missing = Missing.NOBODY if parts.cohort == 0 else Missing.NOT_REACHED
        return Estimate(None, amount, parts.cohort_before, parts.cohort, missing)
    return ratio(amount, parts.cohort_before, parts.cohort)


def _kept(parts: Parts) -> int | None:
    return None if parts.lost is None or parts.owned is None else parts.owned - parts.lost


_FORMULAS: Mapping[tuple[str, int], Formula] = {
    ("net-sales", 1): lambda of: _known(of.net_sales),
    ("sales-growth", 1): lambda of: growth(of.net_sales, of.net_sales_before),
    ("sales-kept", 1): lambda of: sales_kept(of.net_sales, of.net_sales_before),
    ("contribution", 1): lambda of: _known(of.contribution, Missing.COST_UNKNOWN),
    ("contribution-growth", 1): lambda of: profit_growth(of.contribution, of.contribution_before),
    ("margin", 1): lambda of: (
        Estimate(None, reason=Missing.COST_UNKNOWN)
        if of.contribution is None
        else ratio(of.contribution, of.with_cost)
    ),
    ("margin-points", 1): lambda of: margin_points(
        (of.contribution, of.with_cost), (of.contribution_before, of.with_cost_before)
    ),
    ("customer-contribution", 1): lambda of: _known(of.served, not_served(of.contribution)),
    ("customer-contribution-growth", 1): lambda of: served_growth(
        of.alike, of.alike_before, of.contribution
    ),
    ("contribution-share", 1): lambda of: (
        Estimate(None, reason=not_served(of.contribution))
        if of.served is None
        else ratio(of.served, of.served_sales)
    ),
    ("contribution-points", 1): lambda of: margin_points(
        (of.alike, of.alike_sales),
        (of.alike_before, of.alike_sales_before),
        not_served(of.contribution),
    ),
    ("contribution-kept", 1): lambda of: _of_served(of.alike, of.alike_before, of),
    ("cost-to-serve", 1): lambda of: _of_served(of.serving, of.alike_sales, of),
    ("retention", 1): lambda of: _rate(_kept(of), of.owned, Missing.NOT_RECORDED),
    ("churn", 1): lambda of: _rate(of.lost, of.owned, Missing.NOT_RECORDED),
    ("net-retention", 1): lambda of: _cohort(of.cohort_now, of),
    ("gross-retention", 1): lambda of: _cohort(of.cohort_kept, of),
    ("additional-services", 1): lambda of: _known(of.additional, Missing.NOT_REACHED),
    ("additional-sales", 1): lambda of: _known(of.additional_sales, Missing.NOT_REACHED),
    ("penetration", 1): lambda of: _rate(of.families, of.eligible),
    ("on-time", 1): lambda of: _rate(of.on_time, of.promised),
    ("days-to-payment", 1): lambda of: dso(of.waited, of.awaited),
    ("account-hours", 1): lambda of: _known(of.hours, Missing.NOT_RECORDED),
    ("selling-hours", 1): lambda of: (
        Estimate(None, reason=Missing.NOT_RECORDED)
        if of.hours is None
        else ratio(of.selling, of.hours)
    ),
}


_SAID_BEFORE = frozenset(
    {"net-sales", "contribution", "margin", "customer-contribution", "contribution-share"}
)


def is_computed(key: str) -> bool:
    """Whether a KPI follows from parts, rather than from what is entered."""
    return (key, 1) in _FORMULAS


def read(key: str, version: int, parts: Parts) -> Estimate:
    """A KPI's value from its parts, by the formula of a version. Raises ``KeyError``.

    >>> read("sales-growth", 1, Parts(net_sales=Decimal(6), net_sales_before=Decimal(5))).value
    Decimal('0.2')
    """
    return _FORMULAS[key, version](parts)


def read_before(key: str, parts: Parts) -> Estimate | None:
    """The same KPI in the twelve months before of the very accounts that ``parts`` are of; ``None``
    where their parts do not say it.

    >>> read_before("net-sales", Parts(net_sales=Decimal(6), net_sales_before=Decimal(5))).value
    Decimal('5')
    """
    if key not in _SAID_BEFORE:
        return None
    then = Parts(
        net_sales=parts.net_sales_before,
        contribution=parts.contribution_before,
        with_cost=parts.with_cost_before,
        served=parts.alike_before,
        served_sales=parts.alike_sales_before,
    )
    return read(key, 1, then)


def ratio_of(numerator: str, denominator: str, parts: Parts, *, is_rate: bool) -> Estimate:
    """A company's own KPI: one part over another; a count of a count, where ``is_rate``."""
    above, below = (getattr(parts, name) for name in (numerator, denominator))
    is_counted = isinstance(above, int) and isinstance(below, int)
    if is_rate and is_counted and 0 <= above <= below:
        return proportion(above, below)
    return ratio(
        None if above is None else Decimal(above), None if below is None else Decimal(below)
    )


_HUNDREDTH = Decimal("0.01")


def as_entered(kpi: Kpi, value: Decimal, n: int | None, error: Decimal | None = None) -> Estimate:
    """What somebody entered, of ``n`` where it counts some; a small part of a whole has its counts
    and Wilson's interval as if it had been counted here, a score with a standard ``error`` the
    interval that follows from it. Where nobody told the error of one that counts cases, it is the
    largest that it can have (Bhatia and Davis 2000: the variance of what lies between two bounds is
    at most the product of their distances from the mean).

    >>> from clavero.kpis.rules.catalogue import BY_KEY
    >>> found = as_entered(BY_KEY["answered-in-time"], Decimal("0.75"), 8)
    >>> found.numerator, found.interval
    (Decimal('6'), (0.409..., 0.928...))
    >>> as_entered(BY_KEY["promoters"], Decimal(50), 4, Decimal(20)).interval
    (10.80..., 89.19...)
    >>> as_entered(BY_KEY["promoters"], Decimal(40), 8).interval
    (-23.5..., 100.0)
    """
    if not n:
        return Estimate(value, n=n)
    if not (kpi.is_rate and 0 <= value <= 1):
        error = _widest(kpi, value, n) if error is None else error
        return Estimate(value, n=n, interval=_about(kpi, value, error), error=error)
    interval = wilson_of(float(value), n) if n < SMALL_SAMPLE else None
    part = round(value * n)
    if abs(value * n - part) > _HUNDREDTH:  # entered as it was read, not as it was counted
        return Estimate(value, n=n, interval=interval)
    return Estimate(value, Decimal(part), Decimal(n), n=n, interval=interval)


def _widest(kpi: Kpi, value: Decimal, n: int) -> Decimal | None:
    low, high = kpi.bounds.low, kpi.bounds.high
    if not kpi.is_of_cases or low is None or high is None or value not in kpi.bounds:
        return None
    return ((value - low) * (high - value) / n).sqrt()


def _about(kpi: Kpi, value: Decimal, error: Decimal | None) -> tuple[float, float] | None:
    """Within the bounds of the KPI; ``None`` where nothing can be said, as of answers that are all
    alike."""
    if not error:
        return None
    half = Decimal(str(Z95)) * error
    low, high = value - half, value + half
    if kpi.bounds.low is not None:
        low = max(low, kpi.bounds.low)
    if kpi.bounds.high is not None:
        high = min(high, kpi.bounds.high)
    return float(low), float(high)


def quality(found: Estimate, *, is_of_cases: bool) -> Quality:
    """How far a value can be relied on by how many it counts."""
    if found.value is None:
        return Quality.MISSING
    if is_of_cases and found.n is not None and found.n < FEW:
        return Quality.SMALL
    return Quality.GOOD
