"""How fast complaints are answered and resolved, those that are still open included.

Source: methods §3.7. Percentiles interpolate linearly (*type 7*).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from clavero.core.estimates import Estimate, proportion

MEDIAN, P90 = Decimal("0.5"), Decimal("0.9")


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


class Case(NamedTuple):
    """A complaint in working hours: until it was ``answered``, as far as it was, until it was
    ``resolved``; ``age`` is how long it has been there."""

    age: Decimal
    answered: Decimal | None
    resolved: Decimal | None
    allowed: Decimal
    """Within how many hours an answer was promised."""

    @property
    def is_open(self) -> bool:
        """Whether nobody has resolved it."""
        return self.resolved is None

    @property
    def is_overdue(self) -> bool:
        """Whether it waits for its first answer longer than was promised."""
        return self.answered is None and self.resolved is None and self.age > self.allowed


@dataclass(frozen=True, slots=True)
class Times:
    """What complaints took, in working hours. Without an answer there is no median; ``resolution``
    is ``None`` while less than half are resolved."""

    cases: int
    open: int
    answered: int
    response: Decimal | None
    response_p90: Decimal | None
    resolution: Decimal | None
    in_time: Estimate
    curve: Survival


def times_of(cases: Sequence[Case]) -> Times:
    """Response and resolution of complaints; the open ones count as far as they have come."""
    answered = [case for case in cases if case.answered is not None]
    waits = [case.answered for case in answered if case.answered is not None]
    curve = survival(
        Wait(case.age if case.resolved is None else case.resolved, case.is_open) for case in cases
    )
    kept = sum(
        1 for case in answered if case.answered is not None and case.answered <= case.allowed
    )
    overdue = sum(case.is_overdue for case in cases)
    return Times(
        cases=len(cases),
        open=sum(case.is_open for case in cases),
        answered=len(answered),
        response=percentile(waits, MEDIAN),
        response_p90=percentile(waits, P90),
        resolution=curve.median,
        in_time=answered_in_time(kept, len(answered), overdue),
        curve=curve,
    )


def answered_in_time(in_time: int, answered: int, open_past_due: int) -> Estimate:
    """Of the cases answered or overdue, those answered in time: open ones are not left out."""
    return proportion(in_time, answered + open_past_due)
