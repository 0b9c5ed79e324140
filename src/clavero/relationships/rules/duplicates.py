"""Contacts that are probably the same person, to be decided by somebody who knows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from clavero.core import likeness


class Ground(StrEnum):
    """Why two contacts are proposed as one."""

    EMAIL = "email"
    PHONE = "phone"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"


_SHORTEST_PHONE = 7
_FEW = 8  # of one telephone, each with each: a switchboard has hundreds


@dataclass(frozen=True, slots=True)
class Named:
    """What the search needs to know of a contact."""

    id: int
    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """``first`` and ``second`` (numbers, in order) may be one person."""

    first: int
    second: int
    ground: Ground


def pairs(contacts: Sequence[Named], dismissed: Iterable[tuple[int, int]] = ()) -> list[Pair]:
    """Which of an account's contacts may be the same; not those that somebody told apart.

    >>> [str(each.ground) for each in pairs([Named(1, "Marta Gil", "m@x.example"),
    ...     Named(2, "Gil, Marta"), Named(3, "M. G.", "M@x.example")])]
    ['same_name', 'email']
    """
    found: dict[tuple[int, int], Ground] = {}

    def propose(one: int, other: int, ground: Ground) -> None:
        found.setdefault((min(one, other), max(one, other)), ground)

    for ground, keyed in (
        (Ground.EMAIL, [(each.email.casefold(), each.id) for each in contacts]),
        (Ground.PHONE, [(digits_of(each.phone), each.id) for each in contacts]),
    ):
        for ids in _shared(keyed):
            for other in ids[1:]:
                propose(ids[0], other, ground)
            # Two of three may be told apart from the third, and still be one person.
            for one, other in combinations(ids[1:_FEW], 2):
                propose(one, other, ground)
    names = {f"{each.id:018}": likeness.words(each.name) for each in contacts if each.name}
    for alike in likeness.alike(names):
        ground = Ground.SAME_NAME if alike.is_same else Ground.SIMILAR_NAME
        propose(int(alike.first), int(alike.second), ground)
    told_apart = set(dismissed)
    return sorted(
        Pair(first, second, ground)
        for (first, second), ground in found.items()
        if (first, second) not in told_apart
    )


def digits_of(phone: str) -> str:
    """A telephone as it is compared; empty where it has too few digits to be one."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return digits if len(digits) >= _SHORTEST_PHONE else ""


def _shared(keyed: Iterable[tuple[str, int]]) -> list[list[int]]:
    blocks: dict[str, list[int]] = {}
    for key, number in keyed:
        if key:
            blocks.setdefault(key, []).append(number)
    return [sorted(ids) for ids in blocks.values() if len(ids) > 1]
