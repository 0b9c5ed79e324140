"""Where plans are once records of customers were merged, or taken apart again.

Each plan was written for a record, its ``home``. A customer has one plan: of those written for the
records that are the customer today, its own; without one, the one that holds there already. The
others wait at their homes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placed:
    """A plan, the record at which it is, and the one that it was written for."""

    plan: int
    at: int
    home: int


def places(plans: Iterable[Placed], merged: Mapping[int, int]) -> dict[int, int]:
    """At which record each plan should be; ``merged`` says into which record each was merged.

    >>> places([Placed(1, 10, 10)], {10: 20})
    {1: 20}
    >>> places([Placed(1, 10, 10), Placed(2, 20, 20)], {10: 20})
    {1: 10, 2: 20}
    >>> places([Placed(1, 30, 10)], {20: 30})
    {1: 10}
    """
    whole: dict[int, list[Placed]] = {}
    for each in _homes_apart(plans):
        whole.setdefault(today(each.home, merged), []).append(each)
    found: dict[int, int] = {}
    for root, there in whole.items():
        holding = min(there, key=lambda each: _rank(each, root, merged))
        found |= {each.plan: each.home for each in there}
        found[holding.plan] = root
    return dict(sorted(found.items()))


def _homes_apart(plans: Iterable[Placed]) -> list[Placed]:
    """One plan at most for each home: what is at home is of it, and what is there beside, and
    elsewhere, has come to be of where it is."""
    by_home: dict[int, list[Placed]] = {}
    for each in plans:
        by_home.setdefault(each.home, []).append(each)
    found = []
    for home, some in by_home.items():
        own, *others = sorted(some, key=lambda each: (each.at != home, each.plan))
        found += [own, *(Placed(each.plan, each.at, each.at) for each in others)]
    return found


def _rank(each: Placed, root: int, merged: Mapping[int, int]) -> tuple[bool, bool, int, int]:
    """The customer's own plan first, then the one that comes back out of a merge, in which it was
    the one that held, then the one that was the nearest."""
    way = [each.at, *_way(each.at, merged)]
    is_elsewhere = root not in way
    return each.home != root, each.at != root and not is_elsewhere, len(way), each.plan


def today(record: int, merged: Mapping[int, int]) -> int:
    """The record that one is today, itself unless merged."""
    return [record, *_way(record, merged)][-1]


def _way(record: int, merged: Mapping[int, int]) -> list[int]:
    found: list[int] = []
    while (into := merged.get(record)) is not None and into not in found:
        found.append(into)
        record = into
    return found


def in_order(plans: Sequence[Placed], places: Mapping[int, int]) -> list[tuple[int, int]]:
    """The moves by which plans come to their places, one after the other: none to a record at which
    another one still is."""
    at = {each.plan: each.at for each in plans}
    waiting = [plan for plan in at if at[plan] != places.get(plan, at[plan])]
    moves = []
    while waiting:
        free = next((one for one in waiting if places[one] not in at.values()), None)
        if free is None:  # in a circle, which no merge makes: they stay
            break
        at[free] = places[free]
        moves.append((free, places[free]))
        waiting.remove(free)
    return moves
