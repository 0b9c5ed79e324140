"""How far a document is on its way to both signatures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum


class State(StrEnum):
    """How far a document is."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"
    SIGNED_BY_THEM = "signed_by_them"
    SIGNED = "signed"  # by both


class Verdict(StrEnum):
    """What somebody who must approve has said of a version."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"


class Step(StrEnum):
    """What can be done with a document."""

    VERSION = "version"
    ASK = "ask"
    APPROVE = "approve"
    RETURN = "return"
    SEND = "send"
    THEY_SIGN = "they_sign"
    BOTH_SIGN = "both_sign"
    THEY_REFUSE = "they_refuse"  # it needs another version
    UNSIGN = "unsign"  # that they have signed was a mistake


_FROM: Mapping[Step, frozenset[State]] = {
    Step.VERSION: frozenset({State.DRAFT, State.APPROVED, State.SENT}),
    Step.ASK: frozenset({State.DRAFT}),
    Step.APPROVE: frozenset({State.DRAFT}),
    Step.RETURN: frozenset({State.DRAFT}),
    Step.SEND: frozenset({State.APPROVED}),
    Step.THEY_SIGN: frozenset({State.SENT}),
    Step.BOTH_SIGN: frozenset({State.SENT, State.SIGNED_BY_THEM}),
    Step.THEY_REFUSE: frozenset({State.SENT}),
    Step.UNSIGN: frozenset({State.SIGNED_BY_THEM}),
}


def may(step: Step, state: State) -> bool:
    """Whether a document in that state can be moved so: what they have signed gets no other
    version.

    >>> may(Step.SEND, State.DRAFT), may(Step.VERSION, State.SIGNED_BY_THEM)
    (False, False)
    """
    return state in _FROM[step]


def all_approved(verdicts: Collection[Verdict]) -> bool:
    """Whether everybody who must approve has; nobody at all is not enough.

    >>> all_approved([]), all_approved([Verdict.APPROVED, Verdict.WAITING])
    (False, False)
    """
    return bool(verdicts) and all(each is Verdict.APPROVED for each in verdicts)
