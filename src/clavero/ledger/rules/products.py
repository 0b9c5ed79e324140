"""Products that are probably the same one, to be decided by a person, and what merges mean.

Names are folded and compared as those of customers are (:mod:`clavero.core.likeness`). But a
catalogue is full of names that differ in one word on purpose: a size, a colour, a material. So
besides the same words only slips of the pen are proposed, never another word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clavero.core import likeness

# Words between the words; a single letter is often a size or a type, and stays.
FILLERS = frozenset(["de", "del", "la", "el", "los", "las", "of", "the", "and", "und", "et"])
MOST_WITH_ONE_NAME = 20  # beyond this it is the name of a kind ("Transport"), not of one product
SAME_WORD = 0.6  # part of the letter triples that two spellings of a word share
SHORTEST_WORD = 4  # what is shorter is a size or a code: M and L, kg and ud


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``first`` and ``second`` (codes, in order) may be one product. ``has_same_name``: their
    names have the same words; ``likeness`` is 0 to 1."""

    first: str
    second: str
    has_same_name: bool
    likeness: float


def words(name: str) -> tuple[str, ...]:
    """A product's name in folded words.

    >>> words("Grasa de litio, 5 kg")
    ('grasa', 'litio', '5', 'kg')
    """
    return likeness.words(name, fillers=FILLERS)


def suggest(names: Mapping[str, str]) -> list[Suggestion]:
    """The pairs worth a person's look, surest first, of products' names by code."""
    found = likeness.alike(
        {code: words(name) for code, name in names.items()},
        same=_in_order,
        most_same=MOST_WITH_ONE_NAME,
        by_numbers=True,
        may_be=is_slip,
    )
    pairs = [Suggestion(each.first, each.second, each.is_same, each.likeness) for each in found]
    return sorted(
        pairs, key=lambda each: (not each.has_same_name, -each.likeness, each.first, each.second)
    )


def is_slip(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether every word of one stands in the other too, be it with another spelling, and the
    numbers in the same order.

    >>> is_slip(("rodamiento", "rigido", "6204"), ("rodamineto", "rigido", "6204"))
    True
    >>> is_slip(("guante", "nitrilo", "azul"), ("guante", "nitrilo", "negro"))
    False
    """
    if _numbers(first) != _numbers(second):
        return False
    ours, theirs = sorted({*first} - {*second}), sorted({*second} - {*first})
    for word in ours:
        spelt = max(theirs, key=lambda other: (_likeness(word, other), other), default="")
        if _likeness(word, spelt) < SAME_WORD:
            return False
        theirs.remove(spelt)
    return not theirs


def _in_order(found: Sequence[str]) -> str:
    """The words in any order, the numbers in theirs: a *4-G1/8* fitting is no *8-G1/4*."""
    spoken = sorted(word for word in found if not likeness.has_digit(word))
    return " ".join([*spoken, *_numbers(found)])


def _numbers(found: Sequence[str]) -> list[str]:
    return [word for word in found if likeness.has_digit(word)]


def _likeness(word: str, other: str) -> float:
    if min(len(word), len(other)) < SHORTEST_WORD:
        return 0.0
    return likeness.likeness(likeness.Shape.of([word]), likeness.Shape.of([other]))


def survivors(merged: Mapping[str, str]) -> dict[str, str]:
    """The product that each merged one is today, over merges of merges.

    >>> survivors({"a": "b", "b": "c"})
    {'a': 'c', 'b': 'c'}
    """
    found = {}
    for code in merged:
        last = code
        while last in merged:
            last = merged[last]
        found[code] = last
    return found
