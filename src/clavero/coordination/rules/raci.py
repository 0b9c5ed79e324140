"""Who does what in a process: responsible, accountable, consulted, informed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What somebody is in a process."""

    RESPONSIBLE = "R"
    ACCOUNTABLE = "A"
    BOTH = "RA"
    CONSULTED = "C"
    INFORMED = "I"


class PartyKind(StrEnum):
    """Of whom a process speaks."""

    DEPARTMENT = "department"
    ROLE = "role"  # of the account team
    PERSON = "person"


ANSWERS = frozenset({Part.ACCOUNTABLE, Part.BOTH})
INVOLVED = frozenset({Part.CONSULTED, Part.INFORMED})
"""Those who hear of a request and neither do it nor answer for it."""
DOES = frozenset({Part.RESPONSIBLE, Part.BOTH})


class NotRaci(ValueError):
    """Parts that nobody could work by; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody with their part; ``key`` is the number of a department or person, or a role."""

    part: Part
    kind: PartyKind
    key: str


def check(parties: Iterable[Party]) -> tuple[Party, ...]:
    """The same, where exactly one is accountable and somebody is responsible.

    >>> one = Party(Part.BOTH, PartyKind.DEPARTMENT, "1")
    >>> check([one]) == (one,)
    True
    """
    found = tuple(parties)
    if len({(each.kind, each.key) for each in found}) < len(found):
        raise NotRaci("twice")
    accountable = sum(each.part in ANSWERS for each in found)
    if accountable == 0:
        raise NotRaci("nobody_accountable")
    if accountable > 1:
        raise NotRaci("several_accountable")
    if not any(each.part in DOES for each in found):
        raise NotRaci("nobody_responsible")
    return found
