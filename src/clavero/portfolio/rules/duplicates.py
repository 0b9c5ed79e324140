"""Customers that are probably the same one, to be decided by a person.

Two records are proposed when they share a tax number, when their names are equal once folded
(accents, punctuation, legal form), or when the folded names are nearly equal. Names are only
compared inside small blocks that share a rare word, a pair of words or a beginning, so that
50,000 customers need no 1,250 million comparisons.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

# Legal forms as they remain after folding ("S.A. de C.V." is then "sa de cv").
_FORMS = """
    sa sl slu sau sll slne srl scoop scl sc cb sociedad anonima limitada sad saic sapi
    cv rl de ltda spa sas eirl ca
    gmbh ag kg ohg ug mbh co cokg se eg
    ltd limited plc llp llc inc incorporated corp corporation company lp
    sarl eurl snc bv nv cvba bvba ab oy oyj as asa aps kft zrt doo sro
"""
LEGAL_FORMS = frozenset(_FORMS.split())
AND = frozenset({"y", "e", "and", "und", "et"})
SIMILAR = 0.85  # part of the letter triples that two names share
LARGEST_BLOCK = 20  # a word in more names than this tells nothing
MOST_WITH_ONE_TAX_NUMBER = 20  # beyond this it is a placeholder, not a number
SHORTEST_TAX_NUMBER = 6

_EU_PREFIX = re.compile(
    r"(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)"
    r"(?=[A-Z]?\d)"
)
_NOT_WORD = re.compile(r"[^a-z0-9\u00df-\uffff]+")


class Ground(StrEnum):
    """Why two customers are proposed as one."""

    TAX_NUMBER = "tax_number"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"


@dataclass(frozen=True, slots=True)
class Record:
    """What the search needs to know of a customer."""

    code: str
    name: str
    tax_number: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Suggestion:
    """``first`` and ``second`` (codes, in order) may be one customer; ``likeness`` is 0–1."""

    first: str
    second: str
    ground: Ground
    likeness: float


def fold(text: str) -> str:
    """Lower case without accents: ``Ñuñez`` → ``nunez``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def words(name: str) -> tuple[str, ...]:
    """A name's words, folded, without its legal form.

    >>> words("Ferretería Núñez, S.A. de C.V.")
    ('ferreteria', 'nunez')
    >>> words("J. M. García & Hijos SL") == words("JM GARCIA E HIJOS, S.L.")
    True
    """
    plain = _NOT_WORD.sub(" ", fold(name).replace("'", ""))
    found = _join_initials([word for word in plain.split() if word not in AND])
    while len(found) > 1 and found[-1] in LEGAL_FORMS:
        found.pop()
    return tuple(found)


def folded_tax_number(text: str) -> str:
    """A tax number's letters and digits without the EU's country prefix; "" if it says nothing.

    >>> folded_tax_number("ES-B12345678") == folded_tax_number("b 12345678")
    True
    >>> folded_tax_number("000000000")
    ''
    """
    number = "".join(sign for sign in text.upper() if sign.isalnum())
    number = _EU_PREFIX.sub("", number, count=1) if _EU_PREFIX.match(number) else number
    if len(number) < SHORTEST_TAX_NUMBER or len(set(number)) == 1:
        return ""
    return number


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
            numbered=frozenset(word for word in found if any(map(str.isdigit, word))),
            triples=frozenset(text[at : at + 3] for at in range(len(text) - 2)),
        )


def likeness(first: Shape, second: Shape) -> float:
    """How alike two names are: the part of their letter triples in common, 0–1.

    Names whose numbers differ are not alike at all: *Tienda 12* is not *Tienda 13*.
    """
    if first.numbered != second.numbered:
        return 0.0
    common = len(first.triples & second.triples)
    return 2 * common / (len(first.triples) + len(second.triples))


def suggest(records: Sequence[Record]) -> list[Suggestion]:
    """The pairs worth a person's look, surest first.

    Of several records that are alike on the same ground each is paired with the first one
    only, so that five copies make four suggestions and not ten.
    """
    found: dict[tuple[str, str], Suggestion] = {}
    for suggestion in (*_by_tax_number(records), *_by_name(records)):
        found.setdefault((suggestion.first, suggestion.second), suggestion)
    grounds = list(Ground)
    return sorted(
        found.values(),
        key=lambda each: (grounds.index(each.ground), -each.likeness, each.first, each.second),
    )


def _by_tax_number(records: Sequence[Record]) -> Iterator[Suggestion]:
    numbered = [(folded_tax_number(each.tax_number), each.code) for each in records]
    for codes in _shared(pair for pair in numbered if pair[0]):
        if len(codes) <= MOST_WITH_ONE_TAX_NUMBER:
            yield from _with_first(codes, Ground.TAX_NUMBER)


def _by_name(records: Sequence[Record]) -> Iterator[Suggestion]:
    names: dict[str, tuple[str, ...]] = {}
    same: list[tuple[str, str]] = []
    for record in records:
        found = words(record.name)
        if found:
            names[record.code] = found
            same.append((" ".join(sorted(found)), record.code))
    alone = set(names)
    for codes in _shared(same):
        yield from _with_first(codes, Ground.SAME_NAME)
        alone.difference_update(codes[1:])
    yield from _nearly({code: names[code] for code in alone})


def _nearly(names: dict[str, tuple[str, ...]]) -> Iterator[Suggestion]:
    keyed = ((key, code) for code, found in names.items() for key in _block_keys(found))
    shapes: dict[str, Shape] = {}
    compared: set[tuple[str, str]] = set()
    for codes in _shared(keyed):
        if len(codes) > LARGEST_BLOCK:
            continue
        for code in codes:
            if code not in shapes:
                shapes[code] = Shape.of(names[code])
        for pair in combinations(codes, 2):
            if pair in compared:
                continue
            compared.add(pair)
            score = likeness(shapes[pair[0]], shapes[pair[1]])
            if score >= SIMILAR:
                yield Suggestion(*pair, Ground.SIMILAR_NAME, score)


def _block_keys(found: tuple[str, ...]) -> Iterator[str]:
    spoken = sorted({word for word in found if not word.isdigit()})
    yield from spoken
    for first, second in combinations(spoken[:6], 2):
        yield f"{first} {second}"
    yield f"{''.join(found)[:6]}…"


def _shared(keyed: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """The codes under each key that has several, in order."""
    blocks: dict[str, list[str]] = {}
    for key, code in keyed:
        blocks.setdefault(key, []).append(code)
    for codes in blocks.values():
        if len(codes) > 1:
            yield sorted(codes)


def _with_first(codes: Sequence[str], ground: Ground) -> Iterator[Suggestion]:
    for other in codes[1:]:
        yield Suggestion(codes[0], other, ground, 1.0)


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
