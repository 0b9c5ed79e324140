"""What a manager makes of a proposal."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EDITED = "edited"  # accepted with another text or day
    DROPPED = "dropped"
    SUPERSEDED = "superseded"  # the strategy changed before anybody decided


HOLDING = frozenset({State.ACCEPTED, State.EDITED})
"""What the account lives by."""
NEED_A_REASON = frozenset({State.EDITED, State.DROPPED})
