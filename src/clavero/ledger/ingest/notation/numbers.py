"""How a column writes its numbers: which sign is the decimal one, and what proves it.

``12,50`` proves a decimal comma, ``1,234,567`` proves a decimal point, ``1,234`` proves nothing:
a column is decided by all its values together, and asked about when none of them proves anything.
``docs/domain/reading-a-sales-file.md`` tells it with examples.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from clavero.ledger.ingest.notation.currencies import BESIDE

SPACES = " \u00a0\u202f\u2009"
"""Blanks that stand between thousands: plain, no-break, narrow no-break and thin."""

_MINUS = "-\u2212\u2013"
_WRAPPED = re.compile(
    rf"^(?:\((?P<inside>.+)\)|(?P<before>[{_MINUS}])?(?P<body>.+?)(?P<after>[{_MINUS}])?)$"
)
_AROUND = re.compile(rf"^{BESIDE}?(?P<rest>.*?){BESIDE}?$", re.IGNORECASE)
_DIGITS_AND_SIGNS = re.compile(rf"^[\d.,'’{SPACES}]*\d[\d.,'’{SPACES}]*$")
_FLOAT = re.compile(r"^(?:\d+(?:[.,]\d*)?|[.,]\d+)[eE][+-]?\d{1,3}$")
_COMMON = re.compile(r"-?[0-9]+(?:([.,])[0-9]{1,2})?")
_SIGNS_OFTHOUSANDS = f"{SPACES}'’"


class Decimals(StrEnum):
    """The decimal sign of a column. ``NONE``: whole numbers only, so far as was seen."""

    COMMA = "comma"
    POINT = "point"
    NONE = "none"

    @property
    def sign(self) -> str:
        """The character; for whole numbers the point, which then stands nowhere."""
        return "," if self is Decimals.COMMA else "."


class Proof(StrEnum):
    """What one value says of its column's notation."""

    NOTHING = "nothing"  # 1234
    COMMA_DECIMAL = "comma_decimal"  # 12,50 and 1.234,56
    POINT_DECIMAL = "point_decimal"  # 12.50 and 1,234.56
    COMMA_GROUPS = "comma_groups"  # 1,234,567: the comma separates thousands
    POINT_GROUPS = "point_groups"  # 1.234.567
    EITHER_COMMA = "either_comma"  # 1,234
    EITHER_POINT = "either_point"  # 1.234
    BROKEN = "broken"  # 2,024,99: digits and signs in no possible order
    NOT_A_NUMBER = "not_a_number"


_DECIDES = {
    Proof.COMMA_DECIMAL: Decimals.COMMA,
    Proof.POINT_GROUPS: Decimals.COMMA,
    Proof.POINT_DECIMAL: Decimals.POINT,
    Proof.COMMA_GROUPS: Decimals.POINT,
}
_OF_SIGN = {",": Proof.COMMA_DECIMAL, ".": Proof.POINT_DECIMAL}
PROOFS = {
    decimals: tuple(proof for proof, decided in _DECIDES.items() if decided is decimals)
    for decimals in Decimals
}
"""What proves a decimal sign."""

_OPEN = (Proof.EITHER_COMMA, Proof.EITHER_POINT)
_WITH_DECIMALS = {
    Decimals.COMMA: (Proof.COMMA_DECIMAL, Proof.EITHER_COMMA),
    Decimals.POINT: (Proof.POINT_DECIMAL, Proof.EITHER_POINT),
}
_WITHOUT = {
    Decimals.COMMA: (Proof.NOTHING, Proof.EITHER_POINT),
    Decimals.POINT: (Proof.NOTHING, Proof.EITHER_COMMA),
}
_GROUPS = {Decimals.COMMA: Proof.POINT_GROUPS, Decimals.POINT: Proof.COMMA_GROUPS}
THOUSANDS = {
    Decimals.COMMA: (Proof.POINT_GROUPS, Proof.EITHER_POINT),
    Decimals.POINT: (Proof.COMMA_GROUPS, Proof.EITHER_COMMA),
}
"""How whole numbers of a thousand and more are written."""
_ENOUGH_ALIKE, _ENOUGH = 20, 500  # numbers that show how all are written
_STRAY = 0.02
_NEARLY_ALL = 0.9  # in thousands, where whole amounts are asked about
_LOST = 3  # decimals that look like thousands once their sign is that of thousands
_LARGER = 2  # digits before the decimals: a thousand times gives three
_SIGNED = {*_WITH_DECIMALS[Decimals.COMMA], *_WITH_DECIMALS[Decimals.POINT]}
_PLACES = re.compile(r"[.,](\d*)\D*$")


@dataclass(frozen=True, slots=True)
class Bare:
    """A number without its sign, currency and blanks around: ``digits`` as they were written."""

    digits: str
    negative: bool


def bare(text: str) -> Bare | None:
    """Take the minus (before, after or as parentheses) and the currency off; ``None`` for text.

    >>> bare("(1.234,56 €)"), bare("$ -5"), bare("12,5-"), bare("n/a")
    (Bare(digits='1.234,56', negative=True), Bare(digits='5', negative=True), \
Bare(digits='12,5', negative=True), None)
    """
    rest = _without_currency(text.strip())
    match = _WRAPPED.match(rest)
    if match is None:
        return None
    inside = match["inside"] or match["body"]
    digits = _without_currency(inside.strip()).removeprefix("+").strip()
    if not (_DIGITS_AND_SIGNS.match(digits) or _FLOAT.match(digits)):
        return None
    return Bare(digits, bool(match["inside"] or match["before"] or match["after"]))


def prove(text: str) -> Proof:
    """What ``text`` proves of the notation of its column.

    >>> [prove(text).value for text in ("12,50", "1,234", "2,024,994", "2,024,99", "x")]
    ['comma_decimal', 'either_comma', 'comma_groups', 'broken', 'not_a_number']
    """
    if match := _COMMON.fullmatch(text):  # most values, at once
        sign = match[1]
        return _OF_SIGN[sign] if sign else Proof.NOTHING
    number = bare(text)
    if number is None:
        return Proof.NOT_A_NUMBER
    digits = number.digits
    if _FLOAT.match(digits):
        digits = re.split("[eE]", digits)[0]
        return _single(digits, sure=True)
    if any(sign in digits for sign in _SIGNS_OFTHOUSANDS):
        if not re.match(rf"^\d{{1,3}}(?:[{_SIGNS_OFTHOUSANDS}]\d{{3}})+(?:[.,]\d*)?$", digits):
            return Proof.BROKEN
        # Where a blank separates thousands, the other sign can only be the decimal one.
        return _single(re.sub(f"[{_SIGNS_OFTHOUSANDS}]", "", digits), sure=True)
    if "," in digits and "." in digits:
        return _both(digits)
    if digits.count(",") + digits.count(".") > 1:
        return _repeated(digits)
    return _single(digits, sure=False)


def _single(digits: str, *, sure: bool) -> Proof:
    for sign, decimal, either in (
        (",", Proof.COMMA_DECIMAL, Proof.EITHER_COMMA),
        (".", Proof.POINT_DECIMAL, Proof.EITHER_POINT),
    ):
        if sign in digits:
            whole, fraction = digits.split(sign)
            groups = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
            return either if groups and not sure else decimal
    return Proof.NOTHING


def _both(digits: str) -> Proof:
    comma_last = digits.rfind(",") > digits.rfind(".")
    group, decimal = (r"\.", ",") if comma_last else (",", r"\.")
    if re.match(rf"^\d{{1,3}}(?:{group}\d{{3}})+{decimal}\d*$", digits):
        return Proof.COMMA_DECIMAL if comma_last else Proof.POINT_DECIMAL
    return Proof.BROKEN


def _repeated(digits: str) -> Proof:
    if re.match(r"^\d{1,3}(?:,\d{3})+$", digits):
        return Proof.COMMA_GROUPS
    if re.match(r"^\d{1,3}(?:\.\d{3})+$", digits):
        return Proof.POINT_GROUPS
    return Proof.BROKEN


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _without_currency(text: str) -> str:
    match = _AROUND.match(text)
    return match["rest"].strip() if match else text


def read_number(text: str, decimals: Decimals) -> Decimal | None:
    """The number that ``text`` writes, or ``None``: what the engine's SQL must answer too.

    >>> read_number("1.234,56-", Decimals.COMMA), read_number("12.50", Decimals.COMMA)
    (Decimal('-1234.56'), None)
    """
    number = bare(text)
    if number is None:
        return None
    if not re.fullmatch(written(decimals), number.digits):
        return None
    plain = re.sub(f"[{group_signs(decimals)}]", "", number.digits)
    value = Decimal(plain.replace(decimals.sign, "."))
    return -value if number.negative else value


def written(decimals: Decimals) -> str:
    """The regular expression of a number without sign and currency, for Python and the engine.

    Thousands are separated throughout or not at all, by blanks, apostrophes or the sign that is
    not the decimal one.
    """
    sign = re.escape(decimals.sign)
    exponent = r"(?:[eE][+-]?\d{1,3})?"
    if decimals is Decimals.NONE:
        fraction, digits = "", r"\d+"
    else:
        fraction, digits = rf"(?:{sign}\d*)?", rf"(?:\d+(?:{sign}\d*)?|{sign}\d+)"
    grouped = rf"\d{{1,3}}(?:[{group_signs(decimals)}]\d{{3}})+{fraction}"
    return rf"(?:{grouped}|{digits}{exponent})"


def group_signs(decimals: Decimals) -> str:
    """What may stand between thousands, as the inside of a character class."""
    other = {Decimals.COMMA: ".", Decimals.POINT: ",", Decimals.NONE: ""}[decimals]
    return other + _SIGNS_OFTHOUSANDS


@dataclass(slots=True)
class NumberEvidence:
    """What the values of one column prove, counted, with an example of each proof."""

    counts: Counter[Proof] = field(default_factory=Counter)
    examples: dict[Proof, str] = field(default_factory=dict)
    places: Counter[int] = field(default_factory=Counter)  # how many digits followed a sign
    digits: Counter[Proof] = field(default_factory=Counter)  # before the decimals, added up

    def add(self, values: Mapping[str, int] | Iterable[str]) -> None:
        """Count values, or values with how often each occurs."""
        pairs = values.items() if isinstance(values, Mapping) else ((value, 1) for value in values)
        for value, times in pairs:
            proof = prove(value)
            self.counts[proof] += times
            self.examples.setdefault(proof, value)
            if proof in _SIGNED and (match := _PLACES.search(value)):
                self.places[len(match[1])] += times
                if len(match[1]) == _LOST:
                    self.digits[proof] += times * (_digits(value) - _LOST)
            elif proof in _GROUPS.values():
                self.digits[proof] += times * _digits(value)

    def beside(self, refused: NumberEvidence, weight: float) -> NumberEvidence:
        """This evidence of a sample, of which each value stands for ``weight``, beside that of
        all values of the file that were refused."""
        counts = Counter({proof: round(times * weight) for proof, times in self.counts.items()})
        for proof, times in refused.counts.items():
            counts[proof] = max(self.counts[proof], times)
        examples = {**refused.examples, **self.examples}
        places = Counter({each: round(times * weight) for each, times in self.places.items()})
        digits = Counter({proof: round(sum_ * weight) for proof, sum_ in self.digits.items()})
        return NumberEvidence(counts, examples, places, digits)

    @property
    def seen(self) -> int:
        """How many values there were."""
        return self.counts.total()

    @property
    def decided(self) -> Decimals | None:
        """What the greater part of the proofs says; ``None`` without any proof."""
        votes: Counter[Decimals] = Counter()
        for proof, decimals in _DECIDES.items():
            if self.counts[proof]:
                votes[decimals] += self.counts[proof]
        return votes.most_common(1)[0][0] if votes else None

    @property
    def is_open(self) -> bool:
        """Whether there are values that can be read in two ways, and no proof of either."""
        return self.decided is None and any(self.counts[proof] for proof in _OPEN)

    @property
    def always_has_decimals(self) -> bool:
        """Whether ``2,024,994`` would be a stranger among these numbers, as ``2,024.994`` is none.

        So it is where every other number has decimals, be they whole: always as many, or in so
        many numbers that some would have come without.
        """
        decimals = self.decided
        if decimals not in _WITH_DECIMALS or any(self.counts[each] for each in _WITHOUT[decimals]):
            return False
        found = sum(self.counts[each] for each in _WITH_DECIMALS[decimals])
        enough = _ENOUGH_ALIKE if len(self.places) == 1 else _ENOUGH
        return found >= enough and self.counts[_GROUPS[decimals]] <= max(1, _STRAY * found)

    @property
    def lost(self) -> int:
        """How many numbers have lost their decimal sign, as ``2,024,994`` among ``2,024.994``.

        The others have three decimals each, which are thousands once their sign is the other one;
        whole numbers are not among them; and those without decimals are about a thousand times
        as large. Their share does not matter.
        """
        decimals = self.decided
        if decimals not in _WITH_DECIMALS:
            return 0
        whole = self.counts[Proof.NOTHING]
        lost = sum(self.counts[each] for each in THOUSANDS[decimals])
        found = sum(self.counts[each] for each in _WITH_DECIMALS[decimals])
        either = self.counts[THOUSANDS[decimals][1]]  # which count as three places too
        all_alike = self.places[_LOST] - either >= (1 - _STRAY) * found
        is_enough = found >= max(2, _STRAY * lost) and found + lost >= _ENOUGH_ALIKE
        if not (lost and is_enough and all_alike and whole <= _STRAY * (found + lost)):
            return 0
        # Of 24,994 the last three digits were taken for decimals when it was counted.
        length = sum(self.digits[each] for each in THOUSANDS[decimals]) + _LOST * either
        usual = sum(self.digits[each] for each in _WITH_DECIMALS[decimals])
        return lost if length / lost - usual / found >= _LARGER else 0

    @property
    def has_lost_too_many(self) -> bool:
        """Whether so many have lost their decimal sign that it is the file's fault."""
        return self.lost > max(1, _STRAY * self.seen)

    @property
    def strange_thousands(self) -> int:
        """How many thousands without decimals behind them make a number a stranger; 0: none."""
        if self.lost:
            return 1
        return 2 if self.always_has_decimals else 0

    @property
    def is_in_thousands(self) -> bool:
        """Whether nearly every number is as ``2,024,994`` or ``24,994``: rightly so, or after they
        lost their point, which a few whole ones and those that kept it do not tell."""
        for groups, thousands in THOUSANDS.values():
            if self.counts[groups]:
                found = self.counts[groups] + self.counts[thousands]
                return found >= _NEARLY_ALL * self.seen
        return False

    @property
    def is_damaged(self) -> bool:
        """Whether a sign plays two parts: decimal here, thousands there.

        That is what replacing every point by a comma leaves behind, and then nobody can tell
        what ``1,234`` was. A stray value among many is a row's fault, not the file's.
        """
        for decimal, groups in (
            (Proof.COMMA_DECIMAL, Proof.COMMA_GROUPS),
            (Proof.POINT_DECIMAL, Proof.POINT_GROUPS),
        ):
            fewer, more = sorted((self.counts[decimal], self.counts[groups]))
            if fewer and fewer >= 0.005 * more:
                return True
        signed = self.seen - self.counts[Proof.NOTHING] - self.counts[Proof.NOT_A_NUMBER]
        return self.counts[Proof.BROKEN] >= max(2, 0.05 * signed) or self._is_mixed

    @property
    def contradiction(self) -> tuple[str, str]:
        """Two of the values that do not go together, for the one who is told so."""
        if self.lost and self.decided:
            kept, lost = _WITH_DECIMALS[self.decided], THOUSANDS[self.decided]
            return self._example(kept), self._example(lost)
        suspects = (
            (Proof.COMMA_DECIMAL, Proof.COMMA_GROUPS),
            (Proof.POINT_DECIMAL, Proof.POINT_GROUPS),
            (Proof.COMMA_DECIMAL, Proof.POINT_DECIMAL),
        )
        for one, other in suspects:
            if self.counts[one] and self.counts[other]:
                return self.examples[one], self.examples[other]
        whole = next((text for proof, text in self.examples.items() if proof in _DECIDES), "")
        return self.examples.get(Proof.BROKEN, ""), whole or self.examples.get(Proof.NOTHING, "")

    def _example(self, proofs: Iterable[Proof]) -> str:
        return next(self.examples[each] for each in proofs if self.counts[each])

    @property
    def _is_mixed(self) -> bool:
        fewer, more = sorted((self.counts[Proof.COMMA_DECIMAL], self.counts[Proof.POINT_DECIMAL]))
        return fewer > 1 and fewer >= 0.1 * more
