"""The year of a selection: rate, decide, close."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from clavero.selection.rules.steps import Status


class Stage(StrEnum):
    """Where a yearly cycle is."""

    RATING = "rating"  # candidates come in, are filtered and rated
    DECIDING = "deciding"  # ratings stand, and the committee decides
    CLOSED = "closed"  # nothing changes any more


MOVES: Mapping[Stage, frozenset[Stage]] = {
    Stage.RATING: frozenset({Stage.DECIDING}),
    Stage.DECIDING: frozenset({Stage.RATING, Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
}
"""Each stage and those that follow. Rating may begin again until the cycle is closed."""

GONE = frozenset({Status.EXIT})


def stays_on_the_list(status: Status) -> bool:
    """Whether next year's list begins with it: all but those who have left. Who is not key is
    looked at again each year."""
    return status not in GONE
