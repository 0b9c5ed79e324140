"""Names that probably mean the same thing: folded, and compared in small blocks.

Two names are alike when they have the same words once folded (capitals, accents, punctuation,
order), or when their words share most of their letters. Names are only compared inside blocks that
share a rare word, a pair of words or a beginning, so that 50,000 names need no 1,250 million
comparisons.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

SIMILAR = 0.85  # part of the letter triples that two names share
LARGEST_BLOCK = 20  # a word in more names than this tells nothing

Words = tuple[str, ...]

_NOT_WORD = re.compile(r"[^a-z0-9\u00df-\uffff]+")


@dataclass(frozen=True, slots=True)
class Alike:
    """``first`` and ``second`` (codes, in order) have alike names; ``is_same``: the same words.
    ``likeness`` is 0 to 1."""

    first: str
    second: str
    is_same: bool
    likeness: float


def fold(text: str) -> str:
    """Lower case without accents: ``Ñuñez`` → ``nunez``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def words(name: str, *, fillers: Collection[str] = (), endings: Collection[str] = ()) -> Words:
    """A name's words, folded, without ``fillers`` anywhere and ``endings`` at its end.

    >>> words("J. M. García & Hijos SL", endings={"sl"})
    ('jm', 'garcia', 'hijos')
    """
    plain = _NOT_WORD.sub(" ", fold(name).replace("'", ""))
    found = _join_initials([word for word in plain.split() if word not in fillers])
    while len(found) > 1 and found[-1] in endings:
        found.pop()
    return tuple(found)


def has_digit(word: str) -> bool:
    """Whether a word is a size, a number or a code."""
    return any(map(str.isdigit, word))


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a folded name is compared: the words with digits, and the triples of letters."""

    numbered: frozenset[str]
    triples: frozenset[str]

    @classmethod
    def of(cls, found: Sequence[str]) -> Shape:
        """The shape of a name's words, whatever their order."""
        text = f"  {' '.join(sorted(found))} "
        return cls(
            numbered=frozenset(word for word in found if has_digit(word)),
            triples=frozenset(text[at : at + 3] for at in range(len(text) - 2)),
        )


def likeness(first: Shape, second: Shape) -> float:
    """How alike two names are: the part of their letter triples in common, 0 to 1.

    Names whose numbers differ are not alike at all: *Tienda 12* is not *Tienda 13*.
    """
    if first.numbered != second.numbered:
        return 0.0
    common = len(first.triples & second.triples)
    return 2 * common / (len(first.triples) + len(second.triples))


def alike(
    names: Mapping[str, Words],
    *,
    same: Callable[[Words], str] = lambda found: " ".join(sorted(found)),
    most_same: int | None = None,
    by_numbers: bool = False,
    may_be: Callable[[Words, Words], bool] = lambda first, second: True,
) -> Iterator[Alike]:
    """The pairs of alike names, by code.

    Names are the same when ``same`` says the same of their words: those with the same words, in
    any order, unless told otherwise. Of several each is paired with the first one only, so that
    five copies make four pairs and not ten; more than ``most_same`` of them are a kind of thing,
    not one. ``by_numbers`` looks for neighbours by numbers too. ``may_be`` is asked last of each
    pair that is not the same.
    """
    said = {code: found for code, found in names.items() if found}
    alone = set(said)
    for codes in shared((same(found), code) for code, found in said.items()):
        alone.difference_update(codes[1:])
        if most_same is None or len(codes) <= most_same:
            yield from (Alike(codes[0], other, True, 1.0) for other in codes[1:])
    single = {code: said[code] for code in alone}
    for one, other, score in _nearly(single, by_numbers=by_numbers):
        if may_be(said[one], said[other]):
            yield Alike(one, other, False, score)


def shared(keyed: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """The codes under each key that has several, in order."""
    blocks: dict[str, list[str]] = {}
    for key, code in keyed:
        blocks.setdefault(key, []).append(code)
    for codes in blocks.values():
        if len(codes) > 1:
            yield sorted(codes)


def _nearly(names: Mapping[str, Words], *, by_numbers: bool) -> Iterator[tuple[str, str, float]]:
    keyed = ((key, code) for code, found in names.items() for key in _block_keys(found, by_numbers))
    shapes: dict[str, Shape] = {}
    compared: set[tuple[str, str]] = set()
    for codes in shared(keyed):
        if len(codes) > LARGEST_BLOCK:
            continue
        for code in codes:
            if code not in shapes:
                shapes[code] = Shape.of(names[code])
        for one, other in combinations(codes, 2):
            if (one, other) in compared:
                continue
            compared.add((one, other))
            score = likeness(shapes[one], shapes[other])
            if score >= SIMILAR:
                yield one, other, score


def _block_keys(found: Words, by_numbers: bool) -> Iterator[str]:
    spoken = sorted({word for word in found if by_numbers or not word.isdigit()})
    yield from spoken
    for first, second in combinations(spoken[:6], 2):
        yield f"{first} {second}"
    yield f"{''.join(found)[:6]}…"


def _join_initials(found: Sequence[str]) -> list[str]:
    """``s a`` → ``sa``, ``j m garcia`` → ``jm garcia``."""
    joined: list[str] = []
    open_initials = False
    for word in found:
        is_initial = len(word) == 1 and word.isalpha()
        if is_initial and open_initials:
            joined[-1] += word
        else:
            joined.append(word)
        open_initials = is_initial
    return joined
