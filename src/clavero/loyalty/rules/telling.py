"""Whose answers are told: of fewer than three, only those of the account's own team know.

Source: methods §3.8 ("suppress per-contact results when n < 3 outside the account team"). What is
left out must not follow from what is shown either, nor from two days of it: while a wave takes
answers, its sums are told to nobody but those who read them singly anyway. Of one that has ended a
group is told when those in it whom the reader does not know singly are nobody or at least three,
and so are those outside it; the groups that a table leaves out are together nobody or at least
three; and of two groups, the one within the other, the difference is none or at least three.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import TypeVar

FEWEST = 3
Table = TypeVar("Table", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)
Groups = Mapping[Key, Collection[int]]
Members = dict[tuple[Table, Key], frozenset[int]]


def is_enough(unknown: int) -> bool:
    """Whether so many people, of whom the reader does not know singly what they said, hide one
    another; nobody needs no hiding.

    >>> [is_enough(each) for each in range(5)]
    [True, False, False, True, True]
    """
    return unknown == 0 or unknown >= FEWEST


def known_singly(tables: Mapping[Table, Groups[Key]]) -> dict[Table, frozenset[Key]]:
    """The groups in which nobody is whom the reader does not know singly: of a wave that still
    takes answers nothing else is told, for what comes next would follow from the difference.

    >>> groups = {"a": [1, 2, 3], "b": []}
    >>> sorted(known_singly({"by account": groups})["by account"])
    ['b']
    """
    return {
        table: frozenset(key for key, unknown in groups.items() if not unknown)
        for table, groups in tables.items()
    }


def told(
    tables: Mapping[Table, Groups[Key]], everybody: Collection[int]
) -> dict[Table, frozenset[Key]]:
    """Which groups of each table a reader may be told of. A group holds the numbers of those in it
    of whom the reader does not know singly what they said; ``everybody`` are all of them. Groups of
    one table may overlap, as people know several of ours.

    >>> groups = {"a": [1, 2, 3], "b": [4, 5, 6, 7], "c": [8]}
    >>> sorted(told({"by account": groups}, range(1, 9))["by account"])
    ['b']
    """
    every = frozenset(everybody)
    members: Members[Table, Key] = {
        (table, key): frozenset(given) & every
        for table, groups in tables.items()
        for key, given in groups.items()
    }
    shown = {
        place
        for place, given in members.items()
        if not given
        or (is_enough(len(every)) and is_enough(len(given)) and is_enough(len(every) - len(given)))
    }
    while too_much := set(_given_away(members, every, shown, tables)):
        shown -= {min(too_much, key=lambda place: (len(members[place]), str(place)))}
    return {
        table: frozenset(key for key in groups if (table, key) in shown)
        for table, groups in tables.items()
    }


def _given_away(
    members: Members[Table, Key],
    every: frozenset[int],
    shown: Collection[tuple[Table, Key]],
    tables: Collection[Table],
) -> Iterator[tuple[Table, Key]]:
    """The groups of which one has to go: what they show lets something else follow."""
    telling = [place for place in shown if members[place]]
    for table in tables:
        own = [place for place in telling if place[0] == table]
        rest = every.difference(*(members[place] for place in own))
        if own and not is_enough(len(rest)):
            yield from own
    for inner in telling:
        for outer in telling:
            more = len(members[outer]) - len(members[inner])
            if 0 < more < FEWEST and members[inner] < members[outer]:
                yield inner
