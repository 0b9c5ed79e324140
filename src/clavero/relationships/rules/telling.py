"""Which figures made of judgements are told outside the account team, as small groups are in
surveys (methods §3.8).

What somebody judged must not follow from a figure, from two days of it, nor from the figures of an
account and of the group that it is of. So a figure goes out where so many judgements are in it that
none of them follows from it, and again once as many of them are others: in between, the last one
stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from clavero.relationships.rules.matrix import Cell, Strengths

FEWEST = 3
"""Fewer judgements than these do not hide one another."""
_WHETHER = 1
"""Where no more than this is asked for, a cell says whether there is a link, and not how strong."""


class Figure(StrEnum):
    """What goes out together: by how strong the links are, or by how people stand towards us."""

    MATRIX = "matrix"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure rests on: each of the ``judged`` with what counts of it, and by what it is
    reckoned (``by``: the stage, what it asks for)."""

    judged: Mapping[str, Any]
    by: str = ""


def hides_strengths(there: Strengths, asked: Strengths) -> bool:
    """Whether no strength follows from the coverage. ``there`` are the cells with a link, also one
    that has faded away. Those of which more is asked than whether there is a link have to be none
    or at least three, and what they come to neither the least nor the most that it can be: either
    would say each of them.

    >>> from clavero.relationships.rules.matrix import Ours
    >>> from clavero.relationships.rules.people import Function
    >>> cells = [(Ours.KAM, each) for each in list(Function)[:3]]
    >>> asked = dict.fromkeys(cells, 3)
    >>> [hides_strengths(dict(zip(cells, each)), asked) for each in [(2, 3), (1, 2, 3), (3, 3, 3)]]
    [False, True, False]
    """
    cells = open_cells(there, asked)
    if not cells:
        return True
    came_to = sum(min(there[cell], asked[cell]) for cell in cells)
    most = sum(asked[cell] for cell in cells)
    return len(cells) >= FEWEST and len(cells) * _WHETHER < came_to < most


def open_cells(there: Strengths, asked: Strengths) -> list[Cell]:
    """The cells with a link of which more is asked than whether there is one."""
    return [cell for cell in there if asked.get(cell, 0) > _WHETHER]


def hides_attitudes(judged: Iterable[tuple[int, int]]) -> bool:
    """The same of the quality of a relationship, by the influence and attitude of each: at least
    three weigh in it, and they are not all at the same end.

    >>> [hides_attitudes(each) for each in [[(9, 1), (5, 2)], [(9, 2)] * 3]]
    [False, False]
    >>> hides_attitudes([(9, 1), (1, 2), (5, 0)])
    True
    """
    weighing = [attitude for influence, attitude in judged if influence > 0]
    return len(weighing) >= FEWEST and len(set(weighing)) > 1


def tells_nothing_single(now: Basis, other: Basis) -> bool:
    """Whether nothing single follows from two figures that are both told: they rest on the same, or
    at least three of what they rest on differ.

    >>> one = Basis({"a": 1, "b": 2, "c": 3})
    >>> [tells_nothing_single(Basis(each), one) for each in
    ...  [{"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 2, "c": 1}, {"a": 2, "b": 1, "c": 2}]]
    [True, False, True]
    """
    if now == other:
        return True
    return differing(now, other) >= FEWEST


def differing(now: Basis, other: Basis) -> int:
    """How many judgements are in one of the two alone, or say something else there."""
    keys = now.judged.keys() | other.judged.keys()
    return sum(now.judged.get(key) != other.judged.get(key) for key in keys)
