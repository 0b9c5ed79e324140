"""Customers that are probably the same one, to be decided by a person.

Two records are proposed when they share a tax number, when their names are equal once folded
(accents, punctuation, legal form), or when the folded names are nearly equal
(:mod:`clavero.core.likeness`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clavero.core import likeness

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
MOST_WITH_ONE_TAX_NUMBER = 20  # beyond this it is a placeholder, not a number
SHORTEST_TAX_NUMBER = 6

_EU_PREFIX = re.compile(
    r"(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)"
    r"(?=[A-Z]?\d)"
)


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


def words(name: str) -> tuple[str, ...]:
    """A name's words, folded, without its legal form.

    >>> words("Ferretería Núñez, S.A. de C.V.")
    ('ferreteria', 'nunez')
    >>> words("J. M. García & Hijos SL") == words("JM GARCIA E HIJOS, S.L.")
    True
    """
    return likeness.words(name, fillers=AND, endings=LEGAL_FORMS)


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
    for codes in likeness.shared(pair for pair in numbered if pair[0]):
        if len(codes) <= MOST_WITH_ONE_TAX_NUMBER:
            yield from (Suggestion(codes[0], other, Ground.TAX_NUMBER, 1.0) for other in codes[1:])


def _by_name(records: Sequence[Record]) -> Iterator[Suggestion]:
    for pair in likeness.alike({record.code: words(record.name) for record in records}):
        ground = Ground.SAME_NAME if pair.is_same else Ground.SIMILAR_NAME
        yield Suggestion(pair.first, pair.second, ground, pair.likeness)
