"""How fast complaints are answered, and whether deliveries kept their word.

Source: methods §3.7 and §3.9. Percentiles interpolate linearly (*type 7*).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from clavero.core.estimates import Estimate
from clavero.kpis.rules.retention import proportion

_DAY = timedelta(days=1)


def percentile(values: Sequence[Decimal], share: Decimal) -> Decimal | None:
    """The value below which ``share`` of them lie, between two of them linearly.

    >>> percentile([Decimal(each) for each in (1, 2, 4, 6, 30)], Decimal("0.9"))
    Decimal('20.4')
    """
    if not 0 <= share <= 1:
        raise ValueError("a share lies between 0 and 1")
    if not values:
        return None
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a case took, or has taken so far while it is open."""

    length: Decimal
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Survival:
    """Kaplan–Meier: after each length, the part of the cases that is still open."""

    steps: tuple[tuple[Decimal, Decimal], ...]

    @property
    def median(self) -> Decimal | None:
        """The length by which half of them were closed; ``None`` while that is not known."""
        return next((length for length, left in self.steps if left <= Decimal("0.5")), None)


def survival(waits: Iterable[Wait]) -> Survival:
    """The curve of the waits; open cases count for as long as they have waited.

    Open and closed at the same length: the open one was there when the other closed.
    """
    ordered = sorted(waits, key=lambda wait: (wait.length, wait.is_open))
    steps: dict[Decimal, Decimal] = {}
    left, at_risk = Decimal(1), len(ordered)
    # Of whole cases, so that no product of rounded factors misses a half.
    above, below = 1, 1
    for wait in ordered:
        if not wait.is_open:
            above, below = above * (at_risk - 1), below * at_risk
            left = Decimal(above) / below
        at_risk -= 1
        steps[wait.length] = left
    return Survival(tuple(steps.items()))


def answered_in_time(in_time: int, answered: int, open_past_due: int) -> Estimate:
    """Of the cases answered or overdue, those answered in time: open ones are not left out."""
    return proportion(in_time, answered + open_past_due)


@dataclass(frozen=True, slots=True)
class Hours:
    """When people work, by the clock of a place; ``holidays`` are days off."""

    zone: ZoneInfo
    opens: time = time(9)
    closes: time = time(18)
    weekdays: frozenset[int] = frozenset(range(5))  # Monday is 0
    holidays: frozenset[date] = field(default_factory=frozenset)

    def minutes(
        self, start: datetime, end: datetime, stops: Iterable[tuple[datetime, datetime]] = ()
    ) -> Decimal:
        """The minutes at work between two moments, less those in ``stops``, while the customer is
        waited for."""
        whole = self._minutes(start, end)
        return whole - sum(
            (
                self._minutes(max(begun, start), min(ended, end))
                for begun, ended in _apart(stops)
                if min(ended, end) > max(begun, start)
            ),
            Decimal(0),
        )

    def _minutes(self, start: datetime, end: datetime) -> Decimal:
        here, there = start.astimezone(self.zone), end.astimezone(self.zone)
        total, day = timedelta(), here.date()
        while day <= there.date():
            if day.weekday() in self.weekdays and day not in self.holidays:
                opens = datetime.combine(day, self.opens, self.zone)
                closes = datetime.combine(day, self.closes, self.zone)
                # In UTC: a difference of local times forgets that a clock was changed.
                first = max(opens, here).astimezone(_UTC)
                last = min(closes, there).astimezone(_UTC)
                total += max(last - first, timedelta())
            day += _DAY
        return Decimal(total // timedelta(microseconds=1)) / 60_000_000


_UTC = ZoneInfo("UTC")


def _apart(stops: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """The same stretches without overlaps, so that no minute is taken off twice."""
    found: list[tuple[datetime, datetime]] = []
    for begun, ended in sorted(stops):
        if found and begun <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ended))
        else:
            found.append((begun, ended))
    return found


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
    """Of the lines that were due: on time, in full, and both."""

    on_time: Estimate
    in_full: Estimate
    both: Estimate


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
    )


def _on_time(line: Delivery, terms: Promise) -> bool:
    if line.delivered is None:
        return False
    return -terms.early <= (line.delivered - line.promised).days <= terms.late


def _in_full(line: Delivery, terms: Promise) -> bool:
    if line.ordered is None or line.received is None or line.delivered is None:
        return False
    return line.received >= line.ordered * terms.in_full
