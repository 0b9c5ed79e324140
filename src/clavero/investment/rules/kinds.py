"""The words in which a round of investments is told, and what it can have wrong."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where a round stands."""

    OPEN = "open"  # cases are proposed and decided
    CLOSED = "closed"  # nothing in it is decided any more


class PairKind(StrEnum):
    """What binds two accounts."""

    EXCLUSIVE = "exclusive"  # one of them at most
    REQUIRES = "requires"  # the first only with the second


class Shape(StrEnum):
    """How a figure with a low, a likely and a high value is spread."""

    PERT = "pert"
    TRIANGULAR = "triangular"


class Aim(StrEnum):
    """What the choice makes as large as possible."""

    MEAN = "mean"  # the expected value
    SAFE = "safe"  # the expected value, with a loss no likelier than allowed
    CAUTIOUS = "cautious"  # the expected value, less a part of what the worst cases lack of it


class Why(StrEnum):
    """Why an option is in the choice or not."""

    CHOSEN = "chosen"
    MUST = "must"
    OTHER_LEVEL = "other_level"
    NOT_WORTH = "not_worth"
    TOO_DEAR = "too_dear"
    EXCLUDED = "excluded"
    LACKS_OTHER = "lacks_other"
    BETTER_USE = "better_use"
    BY_DECISION = "by_decision"


class Impossible(StrEnum):
    """Why there is no choice at all: what must be funded breaks a limit."""

    MUST_IS_NOT_WORTH = "must_is_not_worth"
    MUST_EXCEEDS = "must_exceeds"


class Gate(StrEnum):
    """Where the rest of a funding stands."""

    WAITING = "waiting"
    RELEASED = "released"
    STOPPED = "stopped"


class DrawingState(StrEnum):
    """Where the draws of a round are."""

    WAITING = "waiting"
    DRAWING = "drawing"  # what each level may bring
    CHOOSING = "choosing"  # the choices
    CHECKING = "checking"  # how firm they are
    DONE = "done"
    FAILED = "failed"


UNDER_WAY = (
    DrawingState.WAITING,
    DrawingState.DRAWING,
    DrawingState.CHOOSING,
    DrawingState.CHECKING,
)


class FlowFault(StrEnum):
    """Why what is said of a level cannot be used."""

    OUTLAY = "outlay"
    ORDER = "order"
    YEARS = "years"


class OptionFault(StrEnum):
    """Why a row of a file of candidates cannot be used, beside what any row can have wrong."""

    TWICE = "twice"
