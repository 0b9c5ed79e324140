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
