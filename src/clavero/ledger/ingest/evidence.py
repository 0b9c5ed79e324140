"""What the values of the mapped columns prove, and what they leave open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from clavero.ledger.ingest.choices import Choices
from clavero.ledger.ingest.notation.currencies import WITHOUT_DECIMALS
from clavero.ledger.ingest.notation.dates import DateEvidence, DateNotation, Limits, Order
from clavero.ledger.ingest.notation.numbers import Decimals, NumberEvidence
from clavero.ledger.ingest.source import Batch, Source, column_name
from clavero.ledger.rules import DATES, NUMBERS, Field

Value = TypeVar("Value")

NOTHING = frozenset(
    {"", "-", "--", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "Null", "null", "(null)", "NONE"}
)
"""Texts by which programs write that there is nothing. Not ``NA``, which is Namibia."""


def gather(
    batches: Iterable[Batch], columns: Mapping[Field, int]
) -> tuple[dict[Field, NumberEvidence], dict[Field, DateEvidence]]:
    """What the values in ``batches`` prove for the columns of numbers and dates."""
    numbers = {field: NumberEvidence() for field in columns if field in NUMBERS}
    dates = {field: DateEvidence() for field in columns if field in DATES}
    every: dict[Field, NumberEvidence | DateEvidence] = {**numbers, **dates}
    for batch in batches:
        for field, evidence in every.items():
            evidence.add(_counted(batch.rows.column(column_name(columns[field]))))
    return numbers, dates


def _counted(values: pa.Array) -> dict[str, int]:
    counts = pc.value_counts(pc.utf8_trim_whitespace(values))
    return {
        text: times
        for text, times in zip(
            counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True
        )
        if text is not None and text not in NOTHING
    }


@dataclass(slots=True)
class Bench:
    """The evidence about one file, filled from a sample and, where that is not enough, from all
    of it."""

    source: Source
    columns: Mapping[Field, int]
    choices: Choices
    today: date
    numbers: dict[Field, NumberEvidence]
    dates: dict[Field, DateEvidence]
    has_whole_currencies: bool = False  # amounts without decimals beside others with theirs

    @classmethod
    def of(
        cls,
        source: Source,
        columns: Mapping[Field, int],
        choices: Choices,
        today: date,
        sample: Batch,
    ) -> Bench:
        """Weigh the sample; then, for columns that it leaves open, the whole file."""
        written = {field: at for field, at in columns.items() if field in (*NUMBERS, *DATES)}
        if source.is_typed:
            batches = source.batches(sorted(set(written.values())), only_written=True)
            return cls(source, columns, choices, today, *gather(batches, written))
        bench = cls(source, columns, choices, today, *gather([sample], written))
        bench.has_whole_currencies = _has_whole_currencies(sample, columns)
        bench.read_on(bench.undecided())
        return bench

    def undecided(self) -> set[Field]:
        """The columns whose sample proves nothing, though there is something to prove."""
        fields = {field for field in self.numbers if self.decimals(field) is None}
        fields |= {field for field in self.dates if self.order(field) is None}
        fields |= {field for field, each in self.dates.items() if each.is_thin}
        day = self.dates.get(Field.DATE)
        if day is not None and not day.dates:
            fields.add(Field.DATE)  # all dates lost, or only those of the first rows?
        return fields

    def read_on(self, fields: Collection[Field]) -> None:
        """Weigh the whole columns of ``fields`` instead of their sample."""
        if not fields:
            return
        columns = {field: self.columns[field] for field in fields}
        batches = self.source.batches(sorted(set(columns.values())))
        numbers, dates = gather(batches, columns)
        self.numbers.update(numbers)
        self.dates.update(dates)

    def decimals(self, field: Field) -> Decimals | None:
        """The decimal sign of a column; ``None`` while its values can be read in two ways.

        What the column proves counts first, then what was chosen, then what all other columns of
        the file agree on.
        """
        evidence = self.numbers[field]
        if evidence.decided is not None:
            return evidence.decided
        if not evidence.is_open:
            return Decimals.POINT if self.source.is_typed else Decimals.NONE
        if self.choices.decimal:
            return Decimals(self.choices.decimal)
        return _agreed(each.decided for each in self.numbers.values())

    def order(self, field: Field) -> Order | None:
        """The order of a column's dates; ``None`` while day and month, or day and year, could
        change places."""
        evidence = self.dates[field]
        if evidence.may_have_year_first and self.has_year_first is not False:
            return Order.YMD if self.has_year_first else None
        if evidence.proved_order is not None:
            return evidence.proved_order
        if self.choices.dates:
            return Order(self.choices.dates)
        return evidence.order or _agreed(each.proved_order for each in self.dates.values())

    @property
    def has_year_first(self) -> bool | None:
        """Whether the days of the documents begin with a year without century; ``None`` while
        nothing tells. The other dates, which may be, are then written alike. What they prove goes
        before what was chosen, and that before what is likely."""
        day, last = self.dates.get(Field.DATE), self.limits(Field.DATE).last.year
        if day is not None and day.has_year_first(last):
            return True
        if self.choices.dates:
            return self.choices.dates == Order.YMD
        return day is not None and day.seems_year_first(last)

    def is_year_open(self, field: Field) -> bool:
        """Whether nothing tells if a column's dates begin with their year or end with it."""
        return self.dates[field].may_have_year_first and self.has_year_first is None

    def date_notation(self, field: Field) -> DateNotation:
        """How to read a column of dates. An open one is read in no order at all."""
        order = self.order(field) or Order.YMD
        return DateNotation(order, short_years=self.dates[field].has_short_years)

    @property
    def in_thousands(self) -> Field | None:
        """The amounts of which nearly all are a thousand or more, without decimals, in no currency
        that has none."""
        if self.has_whole_currencies or self.choices.currency in WITHOUT_DECIMALS:
            return None
        amounts = (Field.NET_AMOUNT, Field.UNIT_PRICE)
        found = (each for each in amounts if each in self.numbers)
        return next((each for each in found if self.numbers[each].is_in_thousands), None)

    def strange_thousands(self, field: Field) -> int:
        """How many thousands without decimals make a number of the column a stranger; 0: none."""
        return 0 if self.has_whole_currencies else self.numbers[field].strange_thousands

    def decimal_commas(self) -> list[int]:
        """The positions of the columns with decimal commas."""
        fields = [field for field in self.numbers if self.decimals(field) is Decimals.COMMA]
        return [self.columns[field] for field in fields]

    def copy(self) -> Bench:
        """The same evidence, to be added to apart."""
        return replace(self, numbers=dict(self.numbers), dates=dict(self.dates))

    def limits(self, field: Field) -> Limits:
        """The days that its dates may have: nothing is invoiced after tomorrow, which it is already
        elsewhere; payments and deliveries may be due in ten years."""
        ahead = 1 if field is Field.DATE else 366 * 10
        return Limits(last=self.today + timedelta(days=ahead))


def _has_whole_currencies(sample: Batch, columns: Mapping[Field, int]) -> bool:
    """Whether some rows of the sample are in a currency that is written without decimals."""
    if Field.CURRENCY not in columns:
        return False
    said = sample.rows.column(column_name(columns[Field.CURRENCY]))
    codes = pc.unique(pc.utf8_upper(pc.utf8_trim_whitespace(said))).to_pylist()
    return bool(WITHOUT_DECIMALS.intersection(codes))


def _agreed(values: Iterable[Value | None]) -> Value | None:
    """What all that say anything say."""
    said = {value for value in values if value is not None}
    return said.pop() if len(said) == 1 else None
