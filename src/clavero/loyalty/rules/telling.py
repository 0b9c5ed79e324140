"""Whose answers are told: of fewer than three, only those of the account's own team know.

Source: methods §3.8 ("suppress per-contact results when n < 3 outside the account team"). What is
left out must not follow from what is shown either, nor from two days of it: while a wave takes
answers, its sums are told to nobody but those who read them singly anyway. Of one that has ended,
groups are told of which no sum and no difference, of however many of them and the whole, is of
fewer than three people whom the reader does not know singly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

import numpy as np
import numpy.typing as npt

FEWEST = 3
_ROUNDED = 1e-9
Table = TypeVar("Table", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)
Groups = Mapping[Key, Collection[int]]
Place = tuple[Hashable, Hashable]
Matrix = npt.NDArray[np.float64]


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
    members: dict[Place, frozenset[int]] = {
        (table, key): frozenset(given) & every
        for table, groups in tables.items()
        for key, given in groups.items()
    }
    shown = {place: given for place, given in members.items() if given}
    if not is_enough(len(every)):
        shown = {}
    while (too_much := _too_much(shown, every)) is not None:
        del shown[too_much]
    return {
        table: frozenset(key for key in groups if (table, key) in shown or not members[table, key])
        for table, groups in tables.items()
    }


def _too_much(shown: Mapping[Place, frozenset[int]], every: frozenset[int]) -> Place | None:
    """The smallest group of those that together tell of fewer than three, best one without which
    they do not; ``None`` where nothing is told of them."""
    places = sorted(shown, key=lambda place: (len(shown[place]), str(place)))
    for place in places:
        if not is_enough(len(shown[place])) or not is_enough(len(every) - len(shown[place])):
            return place
    alike = _alike(places, shown, every)
    sums = _sums(places, alike)
    found = _few(sums, [len(each) for each in alike.values()])
    if found is None or not places:
        return None
    used = [place for place, part in zip(places, _parts(sums, found), strict=False) if part]
    return next((each for each in used if not _follows(found, places, each, alike)), used[0])


def _alike(
    places: Collection[Place], shown: Mapping[Place, frozenset[int]], every: frozenset[int]
) -> dict[frozenset[Place], list[int]]:
    """Everybody, by the groups that they are in: no sum tells those of the same ones apart."""
    groups: dict[int, set[Place]] = {person: set() for person in every}
    for place in places:
        for person in shown[place]:
            groups[person].add(place)
    alike = defaultdict(list)
    for person in sorted(every):
        alike[frozenset(groups[person])].append(person)
    return alike


def _sums(places: Collection[Place], alike: Collection[frozenset[Place]]) -> Matrix:
    """A row for each group and one for the whole, a column for those who are alike: 1 where they
    are in it."""
    rows = [[float(place in each) for each in alike] for place in places]
    return np.array([*rows, [1.0] * len(alike)])


def _few(sums: Matrix, counts: list[int]) -> Matrix | None:
    """A sum of fewer than three that follows from ``sums``: of people alike, or of two who are not;
    ``None`` where there is none.

    A sum of some columns alone can be made of the rows where it lies wholly in the space that they
    span: where nothing of it lies beside that.
    """
    few = [at for at, count in enumerate(counts) if count < FEWEST]
    if not few:
        return None
    _left, sizes, right = np.linalg.svd(sums, full_matrices=False)
    spanned = right[sizes > _ROUNDED * sizes[0]][:, few]
    beside = np.eye(len(few)) - spanned.T @ spanned
    alone = np.diag(beside)
    told = np.zeros(len(counts))
    if (within := np.flatnonzero(alone < _ROUNDED)).size:
        told[few[within[0]]] = 1
        return told
    single = np.array([counts[at] == 1 for at in few])
    pairs = np.triu(np.outer(single, single), k=1)
    pairs &= np.outer(alone, alone) - beside**2 < _ROUNDED
    if not pairs.any():
        return None
    one, other = np.argwhere(pairs)[0]
    told[few[one]] = 1
    told[few[other]] = -beside[one, other] / alone[other]
    return told


def _parts(sums: Matrix, told: Matrix) -> list[bool]:
    """Which of the rows it is made of."""
    parts, *_rest = np.linalg.lstsq(sums.T, told, rcond=None)
    return [abs(each) > _ROUNDED for each in parts]


def _follows(
    told: Matrix,
    places: Collection[Place],
    without: Place,
    alike: Collection[frozenset[Place]],
) -> bool:
    """Whether the same follows from the other groups."""
    left = _sums([each for each in places if each != without], alike)
    parts, *_rest = np.linalg.lstsq(left.T, told, rcond=None)
    return bool(np.allclose(left.T @ parts, told, atol=1e-7))
