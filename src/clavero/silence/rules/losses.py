"""When a customer was lost, what a verdict makes of a state, and when it came back.

Source: methods §4.4 (a loss is dated back to the last purchase and one usual gap) and §3.1.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clavero.silence.rules.kinds import Finding, LossReason
from clavero.silence.rules.states import State
from clavero.silence.rules.stops import Calendar, day_of, number


@dataclass(frozen=True, slots=True)
class Said:
    """What the manager said of the silence after ``last_purchase``."""

    id: int
    finding: Finding
    last_purchase: date
    decided_on: date
    by: str = ""
    lost_on: date | None = None
    reason: LossReason | None = None
    competitor: str = ""
    until: date | None = None
    note: str = ""

    @property
    def is_loss(self) -> bool:
        """Whether it says that the customer is lost."""
        return self.finding is Finding.CONFIRMED


@dataclass(frozen=True, slots=True)
class Standing:
    """The state after what was said: ``said`` is what still holds of it, ``recovered_on`` the day
    on which a customer that was lost bought again."""

    state: State
    said: Said | None = None
    recovered_on: date | None = None


def lost_since(last_purchase: date, usual: float | None, calendar: Calendar) -> date:
    """The day on which the next purchase was due: the last one and one usual gap.

    >>> calendar = Calendar(date(2024, 1, 1), date(2024, 12, 31))
    >>> lost_since(date(2024, 3, 1), 30.5, calendar)
    datetime.date(2024, 4, 1)
    """
    if not usual:
        return last_purchase
    return calendar.reached(last_purchase, usual) or last_purchase


def standing(
    state: State, said: Said | None, days: Sequence[int], as_of: date, on: date
) -> Standing:
    """What a customer's state is ``on`` a day, with the last that was said by it; ``days`` are
    those on which it bought, in order, of which those up to ``as_of`` count.

    A confirmed loss holds until it buys again; a refuted one keeps the state from being worse than
    ``watch`` until its day, or until it buys.
    """
    if said is None:
        return Standing(state)
    bought = bought_after(said.last_purchase, days, as_of)
    if said.is_loss:
        return Standing(State.LOST, said) if bought is None else Standing(state, None, bought)
    if bought is not None or (said.until is not None and said.until <= on):
        return Standing(state)
    return Standing(min(state, State.WATCH), said)


def bought_after(last_purchase: date, days: Sequence[int], as_of: date) -> date | None:
    """The first of ``days`` after ``last_purchase``, up to ``as_of``."""
    after = bisect_right(days, number(last_purchase))
    return day_of(days[after]) if after < len(days) and days[after] <= number(as_of) else None
