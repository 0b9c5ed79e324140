"""Retention and churn of the accounts that somebody owned at the start. Source: methods §3.1.

Ownership is frozen at the start: a transfer counts for who owned the account then, and whoever
came later never enters. An account that was lost and came back is recovered, not retained.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import prod

from clavero.core.estimates import Estimate, Missing, proportion
from clavero.core.period import Period


class LossKind(StrEnum):
    """How an account was lost; closures are reported apart."""

    COMPETITOR = "competitor"
    SILENCE = "silence"  # stopped buying regularly
    CLOSURE = "closure"


@dataclass(frozen=True, slots=True)
class Loss:
    """An account that was lost on ``day``, by the code of the account; ``said_on`` is when its
    manager said so."""

    account: str
    day: date
    kind: LossKind = LossKind.SILENCE
    recovered_on: date | None = None
    said_on: date | None = None


def lost_within(losses: Iterable[Loss], period: Period) -> set[str]:
    """The accounts that were lost in ``period``, those recovered since included."""
    return {loss.account for loss in losses if loss.day in period}


def active_at(owned: Collection[str], losses: Iterable[Loss], day: date) -> set[str]:
    """Those of ``owned`` that were not lost when ``day`` began: whom one could still lose."""
    gone = {
        loss.account
        for loss in losses
        if loss.day < day and (loss.recovered_on is None or loss.recovered_on >= day)
    }
    return set(owned) - gone


@dataclass(frozen=True, slots=True)
class Kept:
    """Retention over a period, with the accounts behind it: who stayed and who left, and which of
    these bought again since, with the day: they have recovered, and were not kept."""

    retention: Estimate
    churn: Estimate
    stayed: frozenset[str]
    left: frozenset[str]
    recovered: Mapping[str, date] = field(default_factory=dict)


def retention(owned: Collection[str], losses: Collection[Loss] | None, period: Period) -> Kept:
    """Of the accounts ``owned`` when the period began, the part that was never lost in it.

    ``losses`` of ``None``: nobody records them, so that nobody knows.
    """
    if losses is None:
        unknown = Estimate(None, n=len(owned), reason=Missing.NOT_RECORDED)
        return Kept(unknown, unknown, frozenset(), frozenset())
    there = active_at(owned, losses, period.start)
    left = there & lost_within(losses, period)
    return Kept(
        proportion(len(there) - len(left), len(there)),
        proportion(len(left), len(there)),
        frozenset(there - left),
        frozenset(left),
        recovered_of(losses, left, period),
    )


def recovered_of(losses: Iterable[Loss], left: Collection[str], period: Period) -> dict[str, date]:
    """Of those who ``left`` in a period, who bought again after the last of its losses there."""
    inside = [loss for loss in losses if loss.day in period and loss.account in left]
    last = {loss.account: loss for loss in sorted(inside, key=lambda loss: loss.day)}
    return {
        account: loss.recovered_on
        for account, loss in last.items()
        if loss.recovered_on is not None
    }


def annual(monthly: Iterable[Decimal]) -> Decimal:
    """A year's retention from that of its months: their product, never their average.

    >>> round(annual([Decimal("0.98")] * 12), 4)
    Decimal('0.7847')
    """
    return prod(monthly, start=Decimal(1))


def monthly_equivalent(yearly: Decimal) -> Decimal:
    """The retention of each of twelve equal months that makes ``yearly``.

    >>> round(monthly_equivalent(Decimal("0.7847")), 2)
    Decimal('0.98')
    """
    if yearly < 0:
        raise ValueError("a retention is not negative")
    return yearly ** (Decimal(1) / 12) if yearly else Decimal(0)


def owned_by(owners: Mapping[str, int], people: Collection[int]) -> set[str]:
    """The accounts that any of ``people`` owned."""
    return {account for account, person in owners.items() if person in people}
