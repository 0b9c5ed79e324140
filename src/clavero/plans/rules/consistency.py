"""What does not go together in a plan: the checks of methods §5.1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Check(StrEnum):
    """One of them."""

    ACTIONS_WITHOUT_OBJECTIVE = "actions_without_objective"
    OBJECTIVES_UNMEASURED = "objectives_unmeasured"
    INITIATIVES_ONE_SIDED = "initiatives_one_sided"
    REQUESTS_WAITING = "requests_waiting"
    PAIRS_UNANSWERED = "pairs_unanswered"
    ACTIONS_CLASH = "actions_clash"


@dataclass(frozen=True, slots=True)
class Broken:
    """A check that a plan does not pass, with what its sentence is made of."""

    check: Check
    count: int


@dataclass(frozen=True, slots=True)
class Facts:
    """How many there are of what the checks look for."""

    loose_actions: int = 0
    unmeasured: int = 0
    one_sided: int = 0
    waiting: int = 0
    unanswered: int = 0
    clashing: int = 0


def checks(facts: Facts) -> Iterator[Broken]:
    """Those that are not passed: each action belongs to an objective, each objective is measured,
    each initiative says its value for both and its owner, requests are decided, each pair of what
    meets what has its initiative, and no action begins before what it waits for ends."""
    for check, count in (
        (Check.ACTIONS_WITHOUT_OBJECTIVE, facts.loose_actions),
        (Check.OBJECTIVES_UNMEASURED, facts.unmeasured),
        (Check.INITIATIVES_ONE_SIDED, facts.one_sided),
        (Check.REQUESTS_WAITING, facts.waiting),
        (Check.PAIRS_UNANSWERED, facts.unanswered),
        (Check.ACTIONS_CLASH, facts.clashing),
    ):
        if count:
            yield Broken(check, count)
