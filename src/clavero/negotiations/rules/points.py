"""Points at issue: of which kind they are, how an offer stands against our limit, and how much of
what we aim at is on the table. Worked numbers: ``docs/domain/negotiations.md``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from clavero.contracts.rules.terms import TermKind

ONE = Decimal(1)


class PointKind(StrEnum):
    """What a point is about; those after the first two become terms of the contract."""

    NUMBER = "number"  # in a unit of its own
    WORDS = "words"
    PRICE = "price"
    REBATE = "rebate"  # a share of all turnover
    TIERS = "tiers"  # a rebate by tiers, one a line, on all of it
    STEPS = "steps"  # the same, each share on what lies within its tier
    GROWTH = "growth"  # a rebate on all turnover by tiers of its growth on a base
    BUDGET = "budget"  # bonus or promotion money
    PAYMENT = "payment"
    VOLUME = "volume"  # a minimum in money
    QUANTITY = "quantity"  # a minimum in pieces
    LATE = "late"  # days late that are in time
    ON_TIME = "on_time"  # the share of lines in time
    SERVICE = "service"  # the share of cases in which something is kept
    INDEX = "index"  # at which level an index stands, which prices follow
    FLOOR = "floor"  # the least change of prices by it
    CAP = "cap"  # the most
    ALONE = "alone"  # what is bought from us alone
    VALUE = "value"  # of the whole contract


BY_TIERS = frozenset({PointKind.TIERS, PointKind.STEPS})
TIERED = BY_TIERS | {PointKind.GROWTH}
"""Rebates whose values are tiers; those of turnover contradict each other."""
IN_WORDS = frozenset({PointKind.WORDS, PointKind.ALONE}) | TIERED
NEEDS_SUBJECT = frozenset({PointKind.PRICE, PointKind.ALONE})
WITH_SUBJECT = (
    frozenset({PointKind.REBATE, PointKind.VOLUME, PointKind.QUANTITY}) | TIERED | NEEDS_SUBJECT
)
"""About a product or a family; some always."""
NAMED = frozenset({PointKind.BUDGET, PointKind.SERVICE})
"""Of which a contract has several, each by its name."""
TERM_OF: dict[PointKind, TermKind] = {
    PointKind.PRICE: TermKind.PRICE,
    PointKind.REBATE: TermKind.REBATE,
    PointKind.TIERS: TermKind.REBATE,
    PointKind.STEPS: TermKind.REBATE,
    PointKind.GROWTH: TermKind.REBATE,
    PointKind.BUDGET: TermKind.BUDGET,
    PointKind.SERVICE: TermKind.SERVICE,
    PointKind.INDEX: TermKind.INDEXATION,
    PointKind.FLOOR: TermKind.INDEXATION,
    PointKind.CAP: TermKind.INDEXATION,
    PointKind.ALONE: TermKind.EXCLUSIVITY,
    PointKind.PAYMENT: TermKind.PAYMENT,
    PointKind.VOLUME: TermKind.MINIMUM,
    PointKind.QUANTITY: TermKind.MINIMUM,
    PointKind.LATE: TermKind.DELIVERY,
    PointKind.ON_TIME: TermKind.DELIVERY,
}
WHOLE = frozenset({PointKind.PAYMENT, PointKind.LATE})
"""Counted in whole days."""
SHARES = frozenset({PointKind.REBATE, PointKind.ON_TIME, PointKind.SERVICE})
"""From 0 to 100 percent."""
CHANGES = frozenset({PointKind.FLOOR, PointKind.CAP})
"""Changes in percent: of prices the least may be a fall."""
PERCENT = SHARES | CHANGES
MONEY = frozenset({PointKind.PRICE, PointKind.VOLUME, PointKind.VALUE, PointKind.BUDGET})
"""Counted in the currency of the negotiation."""
_MORE_IS_BETTER = frozenset(
    {PointKind.PRICE, PointKind.VOLUME, PointKind.QUANTITY, PointKind.LATE, PointKind.VALUE}
    | CHANGES
)
MOST_WEIGHT = 10


def more_is_better(kind: PointKind, said: bool) -> bool:
    """Whether more of it is better for us: of a plain number as it was ``said``, else by its kind.

    >>> more_is_better(PointKind.PRICE, False), more_is_better(PointKind.PAYMENT, True)
    (True, False)
    """
    return said if kind is PointKind.NUMBER else kind in _MORE_IS_BETTER


def at_least(value: Decimal, other: Decimal, *, more: bool) -> bool:
    """Whether ``value`` is as good for us as ``other``, or better."""
    return value >= other if more else value <= other


class Stand(StrEnum):
    """Where an offer of theirs stands."""

    REACHES = "reaches"  # our target, or better
    WITHIN = "within"  # our limit: there is a zone
    BEYOND = "beyond"  # our limit
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Zone:
    """An offer against our limit: ``gap`` is how far it lies from it, ``left`` how far from our
    target, where one was set and is not reached. By tiers there is no such number: ``passes`` is
    the volume from which on it lies beyond."""

    stand: Stand
    gap: Decimal = Decimal(0)
    left: Decimal | None = None
    passes: Decimal | None = None


def zone(
    *, offer: Decimal | None, limit: Decimal | None, target: Decimal | None, more: bool
) -> Zone:
    """What lies between our limit and their offer.

    >>> days = [zone(offer=Decimal(each), limit=Decimal(60), target=Decimal(30), more=False)
    ...         for each in (75, 45, 30)]
    >>> [(each.stand.value, str(each.gap), str(each.left)) for each in days]
    [('beyond', '15', '45'), ('within', '15', '15'), ('reaches', '30', 'None')]
    """
    if offer is None or limit is None:
        return Zone(Stand.UNKNOWN)
    gap = abs(offer - limit)
    if target is not None and at_least(offer, target, more=more):
        return Zone(Stand.REACHES, gap)
    left = None if target is None else abs(target - offer)
    stand = Stand.WITHIN if at_least(offer, limit, more=more) else Stand.BEYOND
    return Zone(stand, gap, left)


@dataclass(frozen=True, slots=True)
class Aim:
    """What is needed of a point to say how much of our aim is reached."""

    offer: Decimal | None
    limit: Decimal | None
    target: Decimal | None
    weight: int


@dataclass(frozen=True, slots=True)
class Reached:
    """The part of what we aim at, by weight, and of how many points it could be told."""

    share: Decimal | None
    counted: int
    of: int


def reached(aims: Iterable[Aim]) -> Reached:
    """How much of what we aim at their offers reach: of each point nothing at our limit or beyond,
    all at our target, in proportion between them, weighted.

    >>> told = reached([Aim(Decimal(45), Decimal(60), Decimal(30), 3),
    ...                 Aim(Decimal(2), Decimal(4), Decimal(2), 1), Aim(None, None, None, 5)])
    >>> (str(told.share), told.counted, told.of)
    ('0.625', 2, 3)
    """
    every = list(aims)
    found = [
        (each.weight, min(max(part, Decimal(0)), ONE))
        for each in every
        if (part := _part(each)) is not None
    ]
    whole = sum(weight for weight, _part_ in found)
    if not whole:
        return Reached(None, 0, len(every))
    share = sum((weight * part for weight, part in found), Decimal(0)) / whole
    return Reached(share, len(found), len(every))


def _part(aim: Aim) -> Decimal | None:
    if aim.offer is None or aim.limit is None or aim.target is None:
        return None
    if aim.limit == aim.target:
        return None  # there is nothing between them
    return (aim.offer - aim.limit) / (aim.target - aim.limit)


def passes_worth(cost: Decimal | None, worth: Decimal | None) -> bool:
    """Whether a concession costs us more than it is worth to them.

    >>> passes_worth(Decimal(5), Decimal(3)), passes_worth(Decimal(5), None)
    (True, False)
    """
    return cost is not None and worth is not None and cost > worth
