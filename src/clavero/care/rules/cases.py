"""What a complaint is: its states and what leads from one to the other, its causes, what was
promised for it, and when one comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

SAME_CASE = timedelta(days=14)
COMES_BACK = timedelta(days=90)


class State(StrEnum):
    """How far a complaint is."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"  # the customer knows that we have it
    ANSWERED = "answered"  # a person has replied to the matter
    WAITING = "waiting"  # for the customer
    RESOLVED = "resolved"


OPEN = frozenset(State) - {State.RESOLVED}


class Move(StrEnum):
    """What can be done with a complaint."""

    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    WAIT = "wait"
    GO_ON = "go_on"  # the customer has said what we waited for
    RESOLVE = "resolve"
    REOPEN = "reopen"


_FROM: Mapping[Move, frozenset[State]] = {
    Move.ACKNOWLEDGE: frozenset({State.RECEIVED}),
    Move.ANSWER: OPEN,
    Move.WAIT: OPEN - {State.WAITING},
    Move.GO_ON: frozenset({State.WAITING}),
    Move.RESOLVE: OPEN,
    Move.REOPEN: frozenset({State.RESOLVED}),
}


class Severity(StrEnum):
    """How bad it is for the customer."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"  # the customer stands still


class Tier(StrEnum):
    """What the account is to us."""

    KEY = "key"
    MANAGED = "managed"  # somebody leads it
    OTHER = "other"


class Channel(StrEnum):
    """How a complaint came."""

    PHONE = "phone"
    EMAIL = "email"
    VISIT = "visit"
    LINK = "link"  # the customer wrote it on our page
    OTHER = "other"


class Cause(StrEnum):
    """What went wrong."""

    LATE = "late"
    SHORT = "short"
    DAMAGED = "damaged"
    QUALITY = "quality"
    WRONG = "wrong"
    INVOICE = "invoice"
    PRICE = "price"
    INFORMATION = "information"
    TREATMENT = "treatment"
    OTHER = "other"


def may(move: Move, state: State) -> bool:
    """Whether a complaint in that state can be moved so.

    >>> may(Move.REOPEN, State.RESOLVED), may(Move.ANSWER, State.RESOLVED)
    (True, False)
    """
    return state in _FROM[move]


def is_same_case(resolved_at: datetime, again_at: datetime) -> bool:
    """Whether what comes up again belongs to the case that was resolved; later it is a new one."""
    return again_at - resolved_at <= SAME_CASE


class Seen(NamedTuple):
    """A complaint, as far as it matters for whether one comes back. ``cause`` is empty while nobody
    knows it."""

    id: int
    account: str
    cause: str
    received_at: datetime


def came_back(cases: Iterable[Seen]) -> dict[int, int]:
    """Of the complaints that came back, the one before: the last of the same account and cause,
    received within 90 days before. Those without a cause are not compared."""
    last: dict[tuple[str, str], Seen] = {}
    found: dict[int, int] = {}
    for case in sorted(cases, key=lambda each: (each.received_at, each.id)):
        if not case.cause:
            continue
        before = last.get((case.account, case.cause))
        if before is not None and case.received_at - before.received_at <= COMES_BACK:
            found[case.id] = before.id
        last[case.account, case.cause] = case
    return found


@dataclass(frozen=True, slots=True)
class Promised:
    """Within how much working time we answer, and resolve."""

    answer: timedelta
    resolve: timedelta

    def __post_init__(self) -> None:
        if not timedelta() < self.answer <= self.resolve:
            raise ValueError("an answer takes some time, and comes before what resolves it")


Table = Mapping[tuple[Tier, Severity], Promised]

_HOURS: Mapping[Tier, tuple[tuple[int, int], ...]] = {
    Tier.KEY: ((8, 45), (4, 27), (2, 18), (1, 9)),
    Tier.MANAGED: ((18, 72), (9, 45), (4, 27), (2, 18)),
    Tier.OTHER: ((27, 90), (18, 72), (9, 45), (4, 27)),
}
FIRST_YEAR = 1990
"""When a complaint can have come first: what systems write where they know no day lies before."""
FIRST_TABLE: Table = {
    (tier, severity): Promised(timedelta(hours=answer), timedelta(hours=resolve))
    for tier, hours in _HOURS.items()
    for severity, (answer, resolve) in zip(Severity, hours, strict=True)
}
"""What holds until the company says otherwise: working hours, nine a day."""
