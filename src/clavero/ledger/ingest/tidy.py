"""Rows of text made ready for the engine: trimmed, emptied, dated; numbers stay text.

Dates, kinds and currencies come in few different values: each is read once, in Python, and the
answer is dealt out to all rows that have it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from clavero.core.money import is_currency
from clavero.ledger.engine.staging_sql import text_of
from clavero.ledger.ingest.evidence import NOTHING
from clavero.ledger.ingest.notation.currencies import SIGNS, beside
from clavero.ledger.ingest.notation.dates import DateNotation, Limits, read_date
from clavero.ledger.ingest.source import CODED, Batch, column_name
from clavero.ledger.rules import NUMBERS, Content, Field, Refused, kind_of

_PRICED = (Field.NET_AMOUNT, Field.UNIT_PRICE, Field.LIST_PRICE)  # in the currency of their line
_OF_NUMBERS = b"0123456789.,-+"
_INK = bytes(range(ord("!"), ord("~") + 1))  # what ASCII prints, without the blank
_TIME_OF_DAY = re.compile(r"\d:\d\d")
_TIME = r"[T ,]+\d{1,2}:\d\d.*$"
_MOST_REMEMBERED = 100_000
_WHOLE_AS_FLOAT = r"^(\d+)[.,]0$"
_NOTHING = pa.array(sorted(NOTHING), pa.string())


@dataclass(frozen=True, slots=True)
class Mark:
    """An amount with a currency beside it: where it is and what it says."""

    number: int
    field: Field
    text: str


@dataclass(slots=True)
class Tidy:
    """Tidies batch after batch, in any thread; remembers the values that it has read.

    ``plain_codes`` are code columns whose ``17850.0`` is the code ``17850``; ``ways`` says of each
    how its whole numbers end: in ``.0``, in ``,0`` or in nothing. ``marks`` are the currencies
    beside the amounts, each with that of its row (``None`` where the row says none).
    """

    columns: Mapping[Field, int]
    dates: Mapping[Field, DateNotation]
    limits: Mapping[Field, Limits]
    plain_codes: frozenset[Field]
    may_be_unreadable: bool
    stripped: set[Field] = field(default_factory=set)
    marks: dict[tuple[str, str | None], Mark] = field(default_factory=dict)
    _known: dict[Field, dict[str | None, Any]] = field(default_factory=dict)

    @property
    def schema(self) -> pa.Schema:
        """The columns of a tidied batch."""
        fields = [("line_no", pa.int64()), ("problem", pa.string())]
        return pa.schema(fields + [(self._name(each), self._type(each)) for each in self.columns])

    def batch(self, batch: Batch) -> pa.RecordBatch:
        """The rows of ``batch``, without the broken ones."""
        texts = {
            each: self._text(each, batch.rows.column(column_name(at)))
            for each, at in self.columns.items()
        }
        found = [self._dealt(each, values) for each, values in texts.items()]
        currency = dict(zip(texts, found, strict=True)).get(Field.CURRENCY)
        for each in _PRICED:
            if each in texts and not _has_only(_OF_NUMBERS, texts[each]):
                self._mark(each, texts[each], currency, batch.numbers)
        problems = [answers.problems for answers in found if answers.problems is not None]
        if self.may_be_unreadable:
            lost = (_unreadable(each, values) for each, values in texts.items())
            problems = [each for each in lost if each is not None] + problems
        none = pa.nulls(batch.rows.num_rows, pa.string())
        problem = pc.coalesce(*problems) if problems else none
        return pa.RecordBatch.from_arrays(
            [batch.numbers, problem, *(answers.values for answers in found)], schema=self.schema
        )

    def _text(self, each: Field, values: pa.Array) -> pa.Array:
        """The texts of a column, trimmed; ``None`` where nothing is left."""
        if not is_coded(each):
            return self._code(each, values if _has_only(_INK, values) else _trimmed(values))
        coded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
        tidied = self._code(each, _trimmed(coded.dictionary))
        if tidied is coded.dictionary:
            return coded
        # Two texts may have become one, and a dictionary holds none twice.
        return tidied.take(coded.indices).dictionary_encode()

    def _code(self, each: Field, values: pa.Array) -> pa.Array:
        if each not in self.plain_codes:
            return values
        if not any(pc.any(pc.ends_with(values, end)).as_py() for end in (".0", ",0")):
            return values
        self.stripped.add(each)
        return pc.replace_substring_regex(values, _WHOLE_AS_FLOAT, r"\1")

    def _mark(
        self, each: Field, values: pa.Array, currency: _Answers | None, numbers: pa.Array
    ) -> None:
        """Note the currencies that stand beside the amounts."""
        coded = values.dictionary_encode()
        marks = pa.array([beside(text) for text in coded.dictionary.to_pylist()], pa.string())
        none = pa.nulls(len(values), pa.string())
        own = none if currency is None else currency.values.cast(pa.string())
        table = pa.table({"mark": marks.take(coded.indices), "own": own})
        at = pa.array(range(len(values)), pa.int64())
        firsts = table.append_column("at", at).group_by(["mark", "own"]).aggregate([("at", "min")])
        for row in firsts.to_pylist():
            if row["mark"] is not None:
                place = row["at_min"]
                mark = Mark(numbers[place].as_py(), each, values[place].as_py())
                self.marks.setdefault((row["mark"], row["own"]), mark)

    def _dealt(self, each: Field, values: pa.Array) -> _Answers:
        """Read each different value once."""
        match Content.of(each):
            case Content.DATE:
                coded = _without_times(values)
                return _answers(coded, self._read(each, coded, self._day(each)), each, pa.date32())
            case Content.KIND:
                return _answers(values, self._read(each, values, kind_of), each, CODED)
            case Content.CURRENCY:
                return _answers(values, self._read(each, values, currency_of), each, CODED)
        return _Answers(values)

    def _read(
        self, each: Field, coded: pa.DictionaryArray, read: Callable[[str], Any]
    ) -> list[Any]:
        known = self._known.get(each, {})
        if len(known) > _MOST_REMEMBERED:
            known = {}
        texts = coded.dictionary.to_pylist()
        if any(text not in known for text in texts):
            # Another one, not this: several threads read.
            known = {**known, **{text: read(text) for text in texts if text not in known}}
            self._known[each] = known
        return [known[text] for text in texts]

    def _day(self, each: Field) -> Callable[[str], date | Refused]:
        notation, limits = self.dates[each], self.limits[each]
        return lambda text: read_date(text, notation, limits)

    @staticmethod
    def _name(each: Field) -> str:
        return text_of(each) if each in NUMBERS else each.value

    @staticmethod
    def _type(each: Field) -> pa.DataType:
        if Content.of(each) is Content.DATE:
            return pa.date32()
        return CODED if is_coded(each) else pa.string()


def is_coded(each: Field) -> bool:
    """Whether a column is read as a dictionary: nearly all hold few different texts."""
    return each not in NUMBERS and each is not Field.DOCUMENT


def _has_only(letters: bytes, values: pa.Array) -> bool:
    """Whether all texts are written with these ASCII letters alone: sooner seen than looking at
    one text after the other."""
    _valid, offsets, data = values.buffers()
    if data is None:
        return True
    ends = memoryview(offsets).cast("i")
    begin, end = ends[values.offset], ends[values.offset + len(values)]
    return not bytes(memoryview(data)[begin:end]).translate(None, letters)


@dataclass(frozen=True, slots=True)
class _Answers:
    """What was read, row by row, and what was wrong with it."""

    values: pa.Array
    problems: pa.Array | None = None


def _answers(
    coded: pa.DictionaryArray, answers: list[Any], each: Field, kind: pa.DataType
) -> _Answers:
    """Deal the answers out to the rows that have them."""
    problems = None
    if any(isinstance(answer, Refused) for answer in answers):
        reasons = [
            f"{answer}.{each}" if isinstance(answer, Refused) else None for answer in answers
        ]
        problems = pa.array(reasons, pa.string()).take(coded.indices)
        answers = [None if isinstance(answer, Refused) else answer for answer in answers]
    if kind == CODED:
        few = pa.array(answers, pa.string()).dictionary_encode()
        indices = few.indices.take(coded.indices)
        return _Answers(pa.DictionaryArray.from_arrays(indices, few.dictionary), problems)
    return _Answers(pa.array(answers, kind).take(coded.indices), problems)


def currency_of(text: str) -> str | Refused:
    """The code of a currency, or of its sign where that is of one currency alone.

    >>> currency_of("eur"), currency_of("€"), currency_of("$")
    ('EUR', 'EUR', <Refused.NOT_A_CURRENCY: 'not_a_currency'>)
    """
    code = text.strip().upper()
    code = SIGNS.get(code, code)
    return code if is_currency(code) else Refused.NOT_A_CURRENCY


def _trimmed(values: pa.Array) -> pa.Array:
    trimmed = pc.utf8_trim_whitespace(values)
    if trimmed.nbytes == values.nbytes:
        return values  # nothing was cut off, as nearly always
    return pc.if_else(pc.is_in(trimmed, value_set=_NOTHING), None, trimmed)


def _unreadable(each: Field, values: pa.Array) -> pa.Array | None:
    coded = pa.types.is_dictionary(values.type)
    lost = pc.match_substring(values.dictionary if coded else values, "\ufffd")
    if not pc.any(lost).as_py():
        return None
    lost = lost.take(values.indices) if coded else lost
    return pc.if_else(lost, f"{Refused.UNREADABLE_TEXT}.{each}", pa.scalar(None, pa.string()))


def _without_times(coded: pa.DictionaryArray) -> pa.DictionaryArray:
    """Dates alone, where the time of day makes nearly every value a different one."""
    few = len(coded.dictionary) * 4 <= len(coded)
    if few or not _TIME_OF_DAY.search(str(coded.dictionary[0])):
        return coded
    days = pc.replace_substring_regex(coded.dictionary, _TIME, "").dictionary_encode()
    return pa.DictionaryArray.from_arrays(days.indices.take(coded.indices), days.dictionary)
