"""What a request is: its states and what leads from one to the other, when it is due and how it
stands, and who holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """How far a request is."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    UNCLEAR = "unclear"  # the department needs to know more: its clock stands still
    REFUSED = "refused"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"  # by who asked


WITH_DEPARTMENT = frozenset({State.ASKED, State.ACCEPTED})
WITH_ASKER = frozenset({State.UNCLEAR, State.DELIVERED})
OPEN = WITH_DEPARTMENT | WITH_ASKER
OWED = WITH_DEPARTMENT | {State.UNCLEAR}
"""Nothing was delivered yet."""


class Move(StrEnum):
    """What can be done with a request."""

    ACCEPT = "accept"
    DELIVER = "deliver"
    QUESTION = "question"
    REFUSE = "refuse"
    INFORM = "inform"
    CONFIRM = "confirm"
    GIVE_BACK = "give_back"
    WITHDRAW = "withdraw"


_FROM: Mapping[Move, frozenset[State]] = {
    Move.ACCEPT: frozenset({State.ASKED}),
    Move.DELIVER: WITH_DEPARTMENT,
    Move.QUESTION: WITH_DEPARTMENT,
    Move.REFUSE: OWED,
    Move.INFORM: frozenset({State.UNCLEAR}),
    Move.CONFIRM: frozenset({State.DELIVERED}),
    Move.GIVE_BACK: frozenset({State.DELIVERED}),
    Move.WITHDRAW: OWED,
}
OF_DEPARTMENT = frozenset({Move.ACCEPT, Move.DELIVER, Move.QUESTION, Move.REFUSE})
"""What the department does; the rest is for who asked."""


class Urgency(StrEnum):
    """How soon it is needed."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


class Standing(StrEnum):
    """How a request stands against its time."""

    RUNS = "runs"
    SOON = "soon"
    LATE = "late"
    WAITS = "waits"
    KEPT = "kept"
    MISSED = "missed"
    ENDED = "ended"  # refused or withdrawn: nothing was owed


@dataclass(frozen=True, slots=True)
class Level:
    """Within how much working time a department accepts, and delivers."""

    accept: timedelta
    deliver: timedelta

    def __post_init__(self) -> None:
        if not timedelta() < self.accept <= self.deliver:
            raise ValueError("a request is accepted before it is delivered, and both take time")


FIRST_LEVELS: Mapping[Urgency, Level] = {
    urgency: Level(timedelta(hours=accept), timedelta(hours=deliver))
    for urgency, accept, deliver in (
        (Urgency.LOW, 18, 90),
        (Urgency.NORMAL, 9, 45),
        (Urgency.HIGH, 4, 18),
        (Urgency.CRITICAL, 1, 4),
    )
}
"""What holds until a department has its own: working hours, nine a day."""


def may(move: Move, state: State) -> bool:
    """Whether a request in that state can be moved so.

    >>> may(Move.CONFIRM, State.DELIVERED), may(Move.ACCEPT, State.DELIVERED)
    (True, False)
    """
    return state in _FROM[move]


def earliest(*moments: datetime | None) -> datetime | None:
    """The first of those that are known."""
    return min((each for each in moments if each is not None), default=None)


def standing(
    state: State,
    *,
    now: datetime,
    accept_due: datetime | None,
    due: datetime | None,
    warn: datetime | None,
    delivered: datetime | None,
) -> Standing:
    """How a request stands. The last moment is still in time. One that nobody has accepted in time
    is late; one that waits for who asked is late once the customer's promise has passed."""
    if state in {State.REFUSED, State.WITHDRAWN}:
        return Standing.ENDED
    if delivered is not None:
        return Standing.MISSED if due is not None and delivered > due else Standing.KEPT
    limits = (due, accept_due if state is State.ASKED else None)
    if any(each is not None and now > each for each in limits):
        return Standing.LATE
    if state is State.UNCLEAR:
        return Standing.WAITS
    return Standing.SOON if warn is not None and now >= warn else Standing.RUNS
