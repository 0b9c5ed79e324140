"""Whether deliveries kept their word. Source: methods §3.9."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clavero.core.estimates import Estimate, proportion, ratio

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Promise:
    """How deliveries are judged: the days around the promised one, and the part that is full."""

    early: int = 1
    late: int = 0
    in_full: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A line that was promised for a day. ``delivered`` is its first delivery; without quantities
    nobody knows whether it was full."""

    promised: date
    delivered: date | None = None
    ordered: Decimal | None = None
    received: Decimal | None = None
    cancelled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Otif:
    """Of the lines that were due: on time, in full, and both; of the units ordered on them, those
    delivered."""

    on_time: Estimate
    in_full: Estimate
    both: Estimate
    case_fill: Estimate


def otif(deliveries: Collection[Delivery], promise: Promise | None = None) -> Otif:
    """Due and not delivered is a failure; cancelled before it was due is not counted. Whether a
    line was full is judged among those whose quantities are known, once they were delivered."""
    terms = promise or Promise()
    due = [
        each
        for each in deliveries
        if each.cancelled_on is None or each.cancelled_on >= each.promised
    ]
    known = [each for each in due if each.ordered is not None]
    return Otif(
        proportion(sum(_on_time(each, terms) for each in due), len(due)),
        proportion(sum(_in_full(each, terms) for each in known), len(known)),
        proportion(
            sum(_on_time(each, terms) and _in_full(each, terms) for each in known), len(known)
        ),
        ratio(sum(map(_came, known), ZERO), sum((each.ordered or ZERO for each in known), ZERO)),
    )


def _came(line: Delivery) -> Decimal:
    """The units of a line that came; more than were ordered fill no other line."""
    if line.ordered is None or line.received is None or line.delivered is None:
        return ZERO
    return min(line.received, line.ordered)


def _on_time(line: Delivery, terms: Promise) -> bool:
    if line.delivered is None:
        return False
    return -terms.early <= (line.delivered - line.promised).days <= terms.late


def _in_full(line: Delivery, terms: Promise) -> bool:
    if line.ordered is None or line.received is None or line.delivered is None:
        return False
    return line.received >= line.ordered * terms.in_full
