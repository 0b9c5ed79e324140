"""How a column writes its dates: in which order, and what proves it.

``25/03/2024`` proves day first, ``03/25/2024`` month first, ``03/04/2024`` nothing: a column is
decided by all its values together, and asked about when none of them proves anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from clavero.ledger.rules import Refused
from clavero.ledger.rules.words import fold


class Order(StrEnum):
    """The order of a date's parts where the values themselves do not say it."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Shape(StrEnum):
    """What one value says of its column's notation."""

    YEAR_FIRST = "year_first"  # 2024-03-25
    DAY_FIRST = "day_first"  # 25/03/2024
    MONTH_FIRST = "month_first"  # 03/25/2024
    EITHER = "either"  # 03/04/2024
    SAME = "same"  # 03/03/2024: the same day in either order
    NAMED = "named"  # 25-Mar-2024, Mar 25 2024
    COMPACT = "compact"  # 20240325
    SERIAL = "serial"  # 45376: days since 1900, as Excel counts them
    NO_SUCH_DAY = "no_such_day"  # 31/02/2024, 99/99/2024
    NOT_A_DATE = "not_a_date"


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january ene enero", "feb february febrero", "mar march marzo",
            "apr april abr abril", "may mayo", "jun june junio", "jul july julio",
            "aug august ago agosto", "sep sept september septiembre set setiembre",
            "oct october octubre", "nov november noviembre", "dec december dic diciembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?\s?[Mm]\.?)?"
_TIME = rf"(?:(?:T|,?\s+){_CLOCK}\s*(?:Z|[+-]\d{{2}}:?\d{{2}})?)?"
_NUMERIC = re.compile(rf"^(\d{{1,4}})([-/. ])(\d{{1,2}})\2(\d{{1,4}}){_TIME}$")
_NAMED = re.compile(
    r"^(\d{1,2})[-/. ]?\s*(?:de )?([^\W\d_]{3,10})\.?"
    rf"[-/ ,.]?\s*(?:de )?(\d{{2}}|\d{{4}}){_TIME}$"
)
_NAME_FIRST = re.compile(
    rf"^([^\W\d_]{{3,10}})\.?[-/ ]\s*(\d{{1,2}})[-/ ,]\s*(\d{{2}}|\d{{4}}){_TIME}$"
)
_COMPACT = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
_SERIAL = re.compile(r"^\d{5}(?:[.,]\d+)?$")
_EXCEL_EPOCH = date(1899, 12, 30)  # its day 60 is a 29 February 1900 that never was
_FIRST_YEAR = 1970
_STRAY = 0.05  # of the dates of a column
_YEARS_NEAR = 2  # before this one: what most files are of
_SPREAD = 15  # different numbers: more than the years that fall on one or two days of the month
_OF_NUMBERS = {
    Shape.YEAR_FIRST, Shape.DAY_FIRST, Shape.MONTH_FIRST, Shape.EITHER, Shape.SAME,
}  # fmt: skip
_READABLE = frozenset(Shape) - {Shape.NO_SUCH_DAY, Shape.NOT_A_DATE}


@dataclass(frozen=True, slots=True)
class DateNotation:
    """How a column's dates are read. ``short_years``: most of them are written without century."""

    order: Order
    short_years: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The days that a date may have: from ``first`` to ``last``, both inside."""

    last: date
    first: date = date(_FIRST_YEAR, 1, 1)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The numbers of a date, and what is known of their places."""

    shape: Shape
    numbers: tuple[int, int, int] = (0, 0, 0)
    short_year: bool = False


def shape_of(text: str) -> Shape:
    """What ``text`` proves of the notation of its column.

    >>> [shape_of(text).value for text in ("25/03/2024", "03/04/2024", "2-Jun-06", "31/02/2024")]
    ['day_first', 'either', 'named', 'no_such_day']
    """
    return _take_apart(text.strip()).shape


def read_date(text: str, notation: DateNotation, limits: Limits) -> date | Refused:
    """The day that ``text`` means in a column of ``notation``, or why it is refused.

    >>> read_date("2-Jun-06", DateNotation(Order.DMY, short_years=True), Limits(date(2030, 1, 1)))
    datetime.date(2006, 6, 2)
    >>> read_date("31/02/2024", DateNotation(Order.DMY), Limits(date(2030, 1, 1)))
    <Refused.IMPOSSIBLE_DATE: 'impossible_date'>
    """
    parts = _take_apart(text.strip())
    if parts.shape is Shape.NOT_A_DATE:
        return Refused.NOT_A_DATE
    if parts.short_year and not notation.short_years:
        return Refused.NO_CENTURY
    day = _day(parts, notation.order, limits.last.year + 1)
    if day is None:
        return Refused.IMPOSSIBLE_DATE
    if day < limits.first:
        return Refused.BEFORE_1970
    return Refused.IN_THE_FUTURE if day > limits.last else day


def _day(parts: _Parts, order: Order, last_year: int) -> date | None:
    if parts.shape is Shape.SERIAL:
        return _EXCEL_EPOCH + timedelta(days=parts.numbers[0])
    placed = _placed(parts, order)
    if placed is None:
        return None
    year, month, day = placed
    if parts.short_year:
        year += 2000 if 2000 + year <= last_year else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _placed(parts: _Parts, order: Order) -> tuple[int, int, int] | None:
    """Year, month and day; ``None`` where the column's order leaves them no place."""
    first, second, third = parts.numbers
    if parts.shape in {Shape.NAMED, Shape.COMPACT}:
        return first, second, third
    if parts.shape is Shape.SAME:
        return third, second, first
    if parts.shape is Shape.YEAR_FIRST:
        return (first, second, third) if order is Order.YMD or not parts.short_year else None
    if order is Order.YMD:
        return (first, second, third) if parts.short_year else None
    return (third, first, second) if order is Order.MDY else (third, second, first)


def _take_apart(text: str) -> _Parts:
    if match := _NUMERIC.match(text):
        return _numeric(match[1], match[3], match[4])
    if match := _NAMED.match(text):
        return _named(day=match[1], month=match[2], year=match[3])
    if match := _NAME_FIRST.match(text):
        return _named(day=match[2], month=match[1], year=match[3])
    if match := _COMPACT.match(text):
        return _checked(Shape.COMPACT, int(match[1]), int(match[2]), int(match[3]))
    if _SERIAL.match(text):
        return _Parts(Shape.SERIAL, (int(text[:5]), 0, 0))
    return _Parts(Shape.NOT_A_DATE)


def _numeric(first: str, second: str, third: str) -> _Parts:
    numbers = (int(first), int(second), int(third))
    if len(first) == 4 and len(third) <= 2:
        return _checked(Shape.YEAR_FIRST, *numbers)
    if len(first) > 2 or len(third) not in {2, 4}:
        return _Parts(Shape.NOT_A_DATE)
    short = len(third) == 2
    day_first = _exists(numbers[2], numbers[1], numbers[0], short=short)
    month_first = _exists(numbers[2], numbers[0], numbers[1], short=short)
    if day_first and month_first:
        shape = Shape.SAME if numbers[0] == numbers[1] else Shape.EITHER
    elif day_first or month_first:
        shape = Shape.DAY_FIRST if day_first else Shape.MONTH_FIRST
    elif short and _exists(*numbers, short=True):
        shape = Shape.YEAR_FIRST
    else:
        shape = Shape.NO_SUCH_DAY
    return _Parts(shape, numbers, short)


def _named(*, day: str, month: str, year: str) -> _Parts:
    number = _MONTHS.get(fold(month))
    if number is None:
        return _Parts(Shape.NOT_A_DATE)
    parts = _checked(Shape.NAMED, int(year), number, int(day), short=len(year) == 2)
    return _Parts(parts.shape, parts.numbers, len(year) == 2)


def _checked(shape: Shape, year: int, month: int, day: int, *, short: bool = False) -> _Parts:
    if not _exists(year, month, day, short=short):
        return _Parts(Shape.NO_SUCH_DAY, (year, month, day))
    return _Parts(shape, (year, month, day))


def _exists(year: int, month: int, day: int, *, short: bool) -> bool:
    try:
        # 2000 and 1900 differ in their 29 February: the century is not known here.
        date(year + 2000 if short else year, month, day)
    except ValueError:
        return False
    return True


@dataclass(slots=True)
class DateEvidence:
    """What the values of one column prove, counted, with an example of each shape."""

    counts: Counter[Shape] = field(default_factory=Counter)
    examples: dict[Shape, str] = field(default_factory=dict)
    short_years: int = 0
    firsts: Counter[int] = field(default_factory=Counter)  # parts of dates without century, where
    lasts: Counter[int] = field(
        default_factory=Counter
    )  # these could be year, month, day: 24-01-15
    others: int = 0  # dates of numbers that could not

    def add(self, values: Mapping[str, int] | Iterable[str]) -> None:
        """Count values, or values with how often each occurs."""
        pairs = values.items() if isinstance(values, Mapping) else ((value, 1) for value in values)
        for value, times in pairs:
            parts = _take_apart(value.strip())
            self.counts[parts.shape] += times
            self.examples.setdefault(parts.shape, value)
            self.short_years += times if parts.short_year else 0
            if parts.shape in _OF_NUMBERS:
                if parts.short_year and _exists(*parts.numbers, short=True):
                    self.firsts[parts.numbers[0]] += times
                    self.lasts[parts.numbers[2]] += times
                else:
                    self.others += times

    @property
    def may_have_year_first(self) -> bool:
        """Whether each date could begin with its year, without century."""
        return bool(self.firsts) and not self.others

    @property
    def is_thin(self) -> bool:
        """Whether they could, and are of so few days that the rest of their column may tell more,
        as the first rows of a file that is in order."""
        return self.may_have_year_first and max(len(self.firsts), len(self.lasts)) < _SPREAD

    def has_year_first(self, last: int) -> bool:
        """Whether each does beyond doubt: more than a stray can be read in no other way, or with
        the year behind would be of years after ``last``, the last one that there can be, while with
        the year before they are not, and years are fewer than days. Where all would be to come,
        as in a file of next year's, it must be one of those near.
        """
        if not self.may_have_year_first:
            return False
        if self.is_year_first_by_shape:
            return True
        if len(self.firsts) >= len(self.lasts) or _are_later(self.firsts, last):
            return False
        if min(self.lasts) > last % 100 and not _are_near(self.firsts, last):
            return False
        return _are_later(self.lasts, last)

    @property
    def is_year_first_by_shape(self) -> bool:
        """Whether more than a stray, as 31-02-15, are days with the year before them alone."""
        return self.may_have_year_first and self.counts[Shape.YEAR_FIRST] > _STRAY * self.dates

    def seems_year_first(self, last: int) -> bool | None:
        """What is likely where nothing is beyond doubt: years are few, and of ``last`` or little
        before; days of the month are spread. ``None`` where both ends could be years, or neither
        looks so and those in front would be the later ones."""
        if not self.may_have_year_first or _are_later(self.firsts, last):
            return False
        firsts, lasts = set(self.firsts), set(self.lasts)
        if firsts == lasts and len(firsts) == 1:
            return False  # the same in both readings
        if _are_later(self.lasts, last):
            return None if _are_near(self.firsts, last) else False
        is_spread = len(lasts) >= max(_SPREAD, 2 * len(firsts))
        if _are_near(self.firsts, last):
            return True if is_spread else None
        if _are_near(self.lasts, last):
            return False
        is_later = len(firsts) <= len(lasts) and max(firsts) >= max(lasts)
        return None if is_spread or is_later else False

    @property
    def seen(self) -> int:
        """How many values there were."""
        return self.counts.total()

    @property
    def dates(self) -> int:
        """How many of them are dates."""
        return sum(times for shape, times in self.counts.items() if shape in _READABLE)

    @property
    def proved_order(self) -> Order | None:
        """What the greater part of the proofs says; ``None`` without any proof."""
        if not (self.counts[Shape.DAY_FIRST] or self.counts[Shape.MONTH_FIRST]):
            return None
        day_first = self.counts[Shape.DAY_FIRST] >= self.counts[Shape.MONTH_FIRST]
        return Order.DMY if day_first else Order.MDY

    @property
    def order(self) -> Order | None:
        """The order of the column; ``None`` where day and month could change places.

        Where no date leaves a doubt, the order does not matter and is year, month, day.
        """
        if self.proved_order is None:
            return None if self.counts[Shape.EITHER] else Order.YMD
        return self.proved_order

    @property
    def is_contradictory(self) -> bool:
        """Whether days come first in some rows and months in others.

        Two files in one: then ``03/04/2024`` has no meaning. A stray value is a row's fault.
        """
        fewer, more = sorted((self.counts[Shape.DAY_FIRST], self.counts[Shape.MONTH_FIRST]))
        return fewer > 1 and fewer >= 0.05 * more

    def beside(self, refused: DateEvidence, weight: float) -> DateEvidence:
        """This evidence of a sample, of which each value stands for ``weight``, beside that of
        all values of the file that were refused."""
        counts = Counter({shape: round(times * weight) for shape, times in self.counts.items()})
        for shape, times in refused.counts.items():
            counts[shape] = max(self.counts[shape], times)
        examples = {**refused.examples, **self.examples}
        return DateEvidence(
            counts,
            examples,
            round(self.short_years * weight),
            self.firsts + refused.firsts,
            self.lasts + refused.lasts,
            self.others + refused.others,
        )

    @property
    def has_short_years(self) -> bool:
        """Whether most dates are written without their century."""
        return 2 * self.short_years > self.dates


def _are_later(years: Counter[int], last: int) -> bool:
    """Whether more than a stray of these years without century are after ``last``."""
    after = sum(times for year, times in years.items() if year > last % 100)
    return after > _STRAY * years.total()


def _are_near(years: Counter[int], last: int) -> bool:
    """Whether all but a stray of them are of ``last`` or little before."""
    near = range(last % 100 - _YEARS_NEAR, last % 100 + 1)
    return sum(years[year] for year in near) >= (1 - _STRAY) * years.total()
