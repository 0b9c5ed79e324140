"""What an interaction is: of which kind, how far it has come, and where it came from.

Source: methods §3.5 and seed 004, which has the number of meetings and calls watched.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """How people met."""

    MEETING = "meeting"
    CALL = "call"
    VISIT = "visit"
    EMAIL = "email"


class State(StrEnum):
    """How far it has come."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class Origin(StrEnum):
    """Where it was taken from."""

    WRITTEN = "written"
    CALENDAR = "calendar"
    MAIL = "mail"
    MAILBOX = "mailbox"


SPOKEN = frozenset({Kind.MEETING, Kind.CALL, Kind.VISIT})
"""Those that the number of meetings and calls counts: people spoke to each other."""
LONGEST = 24 * 60
"""Minutes that one of them may take."""
MOST_STEPS = 20
"""Next steps of one of them."""


def step_keys(interaction_id: int) -> list[str]:
    """What the tasks that come of an interaction are known by.

    >>> step_keys(7)[0]
    '7:1'
    """
    return [f"{interaction_id}:{number}" for number in range(1, MOST_STEPS + 1)]
