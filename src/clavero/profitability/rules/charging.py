"""From events to what they cost: each activity's events × minutes × rate, and the money on top.

What is counted is a :class:`Tally`; :func:`charge` makes of it a :class:`Charge` that remembers
every factor, so that an amount can be opened down to its events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from clavero.profitability.rules.cost_to_serve import MINUTES_IN_HOUR, EventTime
from clavero.profitability.rules.rates import ActivityRate, CapacityRate, RateBook

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Tally:
    """Events of one kind, counted together.

    ``minutes`` and ``travel`` are what was measured of all of them, ``None`` where nothing was:
    then the rate book's hold. ``having`` is how often each characteristic applies, in all.
    """

    events: Decimal
    minutes: Decimal | None = None
    travel: Decimal | None = None
    having: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Charge:
    """What events of one kind cost by rates that came into force on the day ``since``.

    Of all ``events``, ``timed`` take the ``each`` minutes of the rate book (``None`` where all
    were measured), and those of the ``extras`` (how often, and how many minutes); the others took
    ``measured`` minutes together.
    ``minutes`` are all together, at ``rate`` a minute. Likewise ``fared`` events cost ``fare`` each
    on top of the time, and the others cost ``paid`` together.
    """

    activity: str
    since: date
    capacity: str
    events: Decimal
    timed: Decimal
    each: Decimal | None
    extras: Mapping[str, tuple[Decimal, Decimal]]
    measured: Decimal
    minutes: Decimal
    rate: Decimal
    time_cost: Decimal
    fared: Decimal
    fare: Decimal
    paid: Decimal

    @property
    def travel(self) -> Decimal:
        """The money on top of the time."""
        return self.fared * self.fare + self.paid

    @property
    def cost(self) -> Decimal:
        """Time and money."""
        return self.time_cost + self.travel


@dataclass(frozen=True, slots=True)
class Uncosted:
    """Events without a time or a capacity: they are counted, and cost nobody knows what."""

    activity: str
    events: Decimal


def charge(
    book: RateBook, activity: str, day: date, tallies: Iterable[Tally]
) -> Charge | Uncosted | None:
    """What the tallies of an activity cost by the rates of ``day``; ``None`` for no events."""
    counted = [tally for tally in tallies if tally.events]
    if not counted:
        return None
    events = sum((tally.events for tally in counted), ZERO)
    found = book.activity(activity, day)
    capacity = None if found is None else book.capacity(found.capacity, day)
    if found is None or capacity is None or not _knows(found.time, counted):
        return Uncosted(activity, events)
    return _charge(found, capacity, events, counted)


def work_cost(hours: Decimal, capacity: CapacityRate | None) -> Decimal | None:
    """What hours of the key account team cost; no hours cost nothing, whatever the rate."""
    if not hours:
        return ZERO
    return None if capacity is None else capacity.cost_of(hours * MINUTES_IN_HOUR)


def _knows(time: EventTime, counted: Iterable[Tally]) -> bool:
    """Whether every characteristic of events whose time was not measured has its minutes."""
    for tally in counted:  # asked for every activity of every customer, most have nothing
        if tally.having and tally.minutes is None and not tally.having.keys() <= time.extras.keys():
            return False
    return True


def _charge(
    found: ActivityRate,
    capacity: CapacityRate,
    events: Decimal,
    counted: list[Tally],
) -> Charge:
    by_book = [tally for tally in counted if tally.minutes is None]
    measured = sum((tally.minutes for tally in counted if tally.minutes is not None), ZERO)
    times: dict[str, Decimal] = {}
    for tally in by_book:
        for name, how_often in tally.having.items():
            times[name] = times.get(name, ZERO) + how_often
    counted_by_book = sum((tally.events for tally in by_book), ZERO)
    extra = EventTime(ZERO, found.time.extras).minutes(times) if times else ZERO
    minutes = measured + counted_by_book * found.time.base + extra
    return Charge(
        activity=found.key,
        since=max(found.valid_from, capacity.valid_from),
        capacity=found.capacity,
        events=events,
        timed=counted_by_book,
        each=found.time.base if by_book else None,
        extras={name: (times[name], found.time.extras[name]) for name in sorted(times)},
        measured=measured,
        minutes=minutes,
        rate=capacity.rate,
        time_cost=capacity.cost_of(minutes),
        fared=sum((tally.events for tally in counted if tally.travel is None), ZERO),
        fare=found.travel,
        paid=sum((tally.travel for tally in counted if tally.travel is not None), ZERO),
    )
