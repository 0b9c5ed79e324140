"""How far a negotiation is, and what leads on."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """How far a negotiation is."""

    PREPARING = "preparing"
    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    BROKEN_OFF = "broken_off"


OPEN = frozenset({State.PREPARING, State.NEGOTIATING})


class Move(StrEnum):
    """What can be done with a negotiation."""

    BEGIN = "begin"
    AGREE = "agree"
    BREAK_OFF = "break_off"
    RESUME = "resume"


_FROM: Mapping[Move, frozenset[State]] = {
    Move.BEGIN: frozenset({State.PREPARING}),
    Move.AGREE: frozenset({State.NEGOTIATING}),
    Move.BREAK_OFF: OPEN,
    Move.RESUME: frozenset({State.AGREED, State.BROKEN_OFF}),
}


def may(move: Move, state: State, *, has_contract: bool = False) -> bool:
    """Whether a negotiation in that state can be moved so; what became a contract stays agreed.

    >>> may(Move.RESUME, State.AGREED), may(Move.RESUME, State.AGREED, has_contract=True)
    (True, False)
    """
    return state in _FROM[move] and not has_contract
