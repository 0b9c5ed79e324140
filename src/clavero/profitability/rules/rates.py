"""The rate book: what capacities cost and activities take, each from the day on which it holds.

A period in which something changes is cut there into *stretches*, each with its own rates. Before
the first entry of anything, the first one holds. Source: methods §1.4; the words and edge cases:
``docs/domain/cost-to-serve.md``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol, TypeVar

from clavero.core.period import Period
from clavero.profitability.rules.cost_to_serve import Capacity, EventTime

ZERO = Decimal(0)
KAM = "kam"
"""The capacity of the key account team: its minutes are charged by the hours recorded."""


class Source(StrEnum):
    """Who counts the events of an activity."""

    LEDGER = "ledger"
    APP = "app"  # where Clavero has a record of each
    FILE = "file"


class Dated(Protocol):
    """What holds from a day on."""

    @property
    def valid_from(self) -> date: ...


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class CapacityRate:
    """A capacity: its cost and practical minutes in ``months`` months."""

    key: str
    valid_from: date
    months: int
    cost: Decimal
    minutes: Decimal

    def over(self, months: Fraction) -> Capacity:
        """As much of it as there is in some months."""
        part = months / self.months
        return Capacity(_times(self.cost, part), _times(self.minutes, part))

    @property
    def rate(self) -> Decimal:
        """Cost of a minute."""
        return self.cost / self.minutes

    def cost_of(self, minutes: Decimal) -> Decimal:
        """What minutes of it cost; multiplied before it is divided, so that whole rates stay so."""
        return minutes * self.cost / self.minutes


@dataclass(frozen=True, slots=True)
class ActivityRate:
    """An activity: the capacity it draws on, what one event takes of it, and what each costs in
    money on top (travel, freight)."""

    key: str
    valid_from: date
    capacity: str
    source: Source
    time: EventTime
    travel: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class CreditRate:
    """What capital costs, a yearly fraction."""

    valid_from: date
    cost_of_capital: Decimal


@dataclass(frozen=True)
class RateBook:
    """Everything that was ever entered, by key in the order of its days."""

    capacities: Mapping[str, Sequence[CapacityRate]] = field(default_factory=dict)
    activities: Mapping[str, Sequence[ActivityRate]] = field(default_factory=dict)
    credit: Sequence[CreditRate] = ()

    def is_from(self, source: Source, key: str) -> bool:
        """Whether the events of an activity were ever to be counted there."""
        return any(each.source is source for each in self.activities.get(key, ()))

    def capacity(self, key: str, day: date) -> CapacityRate | None:
        """What holds of a capacity on a day."""
        return holding(self.capacities.get(key, ()), day)

    def activity(self, key: str, day: date) -> ActivityRate | None:
        """What holds of an activity on a day."""
        return holding(self.activities.get(key, ()), day)

    def cost_of_capital(self, day: date) -> Decimal | None:
        """What holds of the cost of capital on a day."""
        found = holding(self.credit, day)
        return None if found is None else found.cost_of_capital

    def stretches(self, period: Period) -> list[Period]:
        """``period`` in pieces in each of which nothing changes."""
        entries: Iterator[Sequence[Dated]] = iter(
            [*self.capacities.values(), *self.activities.values(), self.credit]
        )
        # Of the first entry of anything nothing changes: it holds before its day as well.
        days = {entry.valid_from for of_key in entries for entry in of_key[1:]}
        cuts = [period.start, *sorted(day for day in days if period.start < day < period.end)]
        ends = [*cuts[1:], period.end]
        return [Period(start, end) for start, end in zip(cuts, ends, strict=True)]

    def capacity_over(self, key: str, period: Period) -> Capacity | None:
        """What there is of a capacity in a period, through all its changes."""
        parts = [
            rate.over(months_in(stretch))
            for stretch in self.stretches(period)
            if (rate := self.capacity(key, stretch.start)) is not None
        ]
        if not parts:
            return None
        cost = sum((part.cost for part in parts), ZERO)
        return Capacity(cost, sum((part.minutes for part in parts), ZERO))


def holding(entries: Sequence[D], day: date) -> D | None:
    """The last entry from before the day; before the first, the first."""
    if not entries:
        return None
    at = bisect_right([entry.valid_from for entry in entries], day)
    return entries[max(at - 1, 0)]


def by_key(entries: Iterable[D], keys: Iterable[str]) -> dict[str, list[D]]:
    """Entries by their keys, each key's in the order of its days."""
    found: dict[str, list[D]] = {}
    for key, entry in zip(keys, entries, strict=True):
        found.setdefault(key, []).append(entry)
    return {key: sorted(of_key, key=lambda each: each.valid_from) for key, of_key in found.items()}


def months_in(period: Period) -> Fraction:
    """How many months a period is; of a month that it cuts, the part of its days.

    >>> months_in(Period.parse("2024")), months_in(Period.parse("2024-01-15..2024-02-29"))
    (Fraction(12, 1), Fraction(48, 31))
    """
    total = Fraction(0)
    for month in period.months():
        days = min(month.end, period.end) - max(month.start, period.start)
        total += Fraction(days.days, month.days)
    return total


def _times(amount: Decimal, part: Fraction) -> Decimal:
    return amount * part.numerator / part.denominator
