"""What meets what: each pair of an inside and an outside asks for an initiative.

Source: methods §5.3. A pair is answered by an initiative that is linked to both of its rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from clavero.plans.rules.analysis import TOWS, Data, swot

MOST_PAIRS = 3
"""Of each kind: the heaviest inside beside the heaviest outside, and so on."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows by their numbers, and the initiatives that answer both."""

    inside: int
    outside: int
    initiatives: tuple[int, ...]


def tows(
    rows: Mapping[int, Data], answered: Mapping[int, Set[int]]
) -> dict[tuple[str, str], Sequence[Pair]]:
    """The pairs of each kind. ``answered`` says which initiatives each row is linked to.

    >>> rows = {1: {"part": "strength", "impact": "4", "strength": "4"},
    ...         2: {"part": "threat", "impact": "3", "strength": "2"}}
    >>> tows(rows, {1: {7}, 2: {7, 8}})["strength", "threat"]
    [Pair(inside=1, outside=2, initiatives=(7,))]
    """
    ranked = swot(rows)
    none: Set[int] = frozenset()
    return {
        (inside, outside): [
            Pair(
                one.number,
                two.number,
                tuple(sorted(answered.get(one.number, none) & answered.get(two.number, none))),
            )
            for one, two in zip(
                ranked[inside][:MOST_PAIRS], ranked[outside][:MOST_PAIRS], strict=False
            )
        ]
        for inside, outside in TOWS
    }


def unanswered(rows: Mapping[int, Data], answered: Mapping[int, Set[int]]) -> int:
    """How many pairs no initiative answers."""
    return sum(not pair.initiatives for pairs in tows(rows, answered).values() for pair in pairs)
