"""Reading a table of exchange rates: the European Central Bank's, or one rate a row.

Both say how many units of a currency make one euro. The bank's files have a column ``Date`` and
one for each currency; the other kind has the columns ``date``, ``currency`` and ``rate``, or
``fecha``, ``moneda`` and ``tipo``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from clavero.core.money import is_currency

EURO = "EUR"
PLACES = Decimal("1e-14")
"""What is kept of a rate: of a weak currency too, at least eight digits."""

_NOT_QUOTED = {"", "n/a", "-"}
_SMALLEST, _LARGEST = Decimal("1e-6"), Decimal("1e7")  # for one euro
_SMALLEST_CROSS, _LARGEST_CROSS = Decimal("1e-7"), Decimal("1e6")
_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)  # as many as every database gives back
_LONGEST = 80  # letters of a value that are shown
_PLAIN = re.compile(r"[^_]*")  # Python's numbers may have them, nobody's tables
_SIGNS = {
    # decimal beyond doubt: not three digits behind it, or before it what no thousands begin with
    sign: (
        re.compile(rf"[+-]?(?:\d+{sign}(?:\d{{1,2}}|\d{{4,}})|(?:0\d*|\d{{4,}}){sign}\d{{3}})"),
        re.compile(rf"[+-]?[1-9]\d{{0,2}}{sign}\d{{3}}"),  # a decimal one or one of thousands
    )
    for sign in (",", r"\.")
}
_DATES = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y")
_IN_SPANISH = "%d/%m/%Y"  # where the column is called Fecha, the day comes first
_DAY = {"date", "fecha"}
_CURRENCY = {"currency", "moneda", "divisa"}
_RATE = {"rate", "tipo", "cambio", "tipo de cambio", "tasa", "tasa de cambio"}


class UnreadableRates(ValueError):
    """The table is not one of rates. ``line`` is of the file, ``column`` the name of the column
    or what should stand there, ``value`` what does."""

    def __init__(self, code: str, line: int, column: str, value: str) -> None:
        super().__init__(f"{code} in line {line}, {column}: {value}")
        self.code = code
        self.line = line
        self.column = column
        self.value = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of ``currency`` for one euro on ``day``."""

    currency: str
    day: date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell of the table: where it stands and what it says; the signs that may be of thousands."""

    line: int
    column: str
    text: str
    doubtful: Collection[str] = ()

    def wrong(self, code: str) -> UnreadableRates:
        """Why it cannot be read."""
        return UnreadableRates(code, self.line, self.column, self.text)


def read_rates(text: str) -> list[Rate]:
    """The rates of a CSV text, in its order.

    >>> read_rates("Date,USD,CYP\\n2024-01-02,1.0956,N/A\\n")
    [Rate(currency='USD', day=datetime.date(2024, 1, 2), rate=Decimal('1.0956'))]
    >>> read_rates("date;currency;rate\\n2024-01-02;usd;1,0956\\n") == _
    True

    ``27,412`` is a fraction where the table proves it: by another rate such as ``1,0956`` or, where
    none proves anything, by ``;`` between its cells. Else it is refused, for it may be a thousand
    times as much; and so is ``27.412`` where commas are decimal. What a table says twice it must
    say alike, and of the euro that it is worth one.
    """
    known: dict[tuple[str, date], Decimal] = {}
    found: list[Rate] = []
    for rate, place in _rates(text):
        if rate.currency == EURO and rate.rate != 1:
            raise place.wrong("not_for_a_euro")
        if known.setdefault((rate.currency, rate.day), rate.rate) != rate.rate:
            raise place.wrong("two_rates")
        found.append(rate)
    return found


def _rates(text: str) -> Iterator[tuple[Rate, _Place]]:
    """Each rate, and where it stands."""
    delimiter = ";" if ";" in text.lstrip("\ufeff").partition("\n")[0] else ","
    rows = list(_rows(text, delimiter))
    line, header = rows[0] if rows else (1, [])
    lowered = [name.lower() for name in header]
    if not lowered or lowered[0] not in _DAY:
        raise UnreadableRates("no_date_column", line, "Date", ", ".join(header))
    if len(lowered) > 2 and lowered[1] in _CURRENCY and lowered[2] in _RATE:
        doubtful = _doubtful([cell for _line, row in rows[1:] for cell in row[2:3]], delimiter)
        for line, row in _body(rows[1:], len(header)):
            yield _one(line, row, header, doubtful)
        return
    codes = [name.upper() for name in header[1:]]
    for at, name in enumerate(header[1:], start=2):
        if name and not is_currency(name.upper()):
            raise UnreadableRates("not_a_currency", line, str(at), name)
    quoted = [
        cell for _line, row in rows[1:] for code, cell in zip(codes, row[1:], strict=False) if code
    ]
    doubtful = _doubtful(quoted, delimiter)
    for line, row in _body(rows[1:], len(header)):
        yield from _many(line, row, header[0], codes, doubtful)


def _body(rows: Sequence[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    """The rows below the names, none of them longer: ``USD,1,0956`` would be a rate of 1."""
    for line, row in rows:
        if any(row[width:]):
            raise UnreadableRates("extra_cells", line, "", ", ".join(row))
        yield line, row


def _doubtful(cells: Sequence[str], delimiter: str) -> frozenset[str]:
    """The signs that may separate thousands: all but the one that is decimal. ``cells`` are those
    of rates alone, for what stands beside them may be written otherwise. Where none proves a sign,
    it is the comma in tables with ``;`` between their cells; where cells prove both, neither is
    beyond doubt.

    >>> sorted(_doubtful(["1.0956", "27,412"], ",")), sorted(_doubtful(["27,412"], ";"))
    ([','], ['.'])
    >>> sorted(_doubtful(["1.0956", "0,861"], ";"))
    [',', '.']
    """
    proved = {
        sign[-1]
        for sign, (decimal, _either) in _SIGNS.items()
        if any(map(decimal.fullmatch, cells))
    }
    if not proved:
        proved = {"," if delimiter == ";" else "."}
    return frozenset(",.") - (proved if len(proved) == 1 else set())


def cross_rate(ours: Decimal, theirs: Decimal) -> Decimal | None:
    """What one unit of another currency is worth in ours, both given for one euro; ``None`` for
    what could not be kept.

    >>> cross_rate(Decimal(1), Decimal("27412.5"))
    Decimal('0.00003647970816')
    """
    rate = (ours / theirs).quantize(PLACES, ROUND_HALF_UP)
    return rate if _SMALLEST_CROSS <= rate < _LARGEST_CROSS else None


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that say anything, with the line that each begins on."""
    lines = io.StringIO(text.lstrip("\ufeff"), newline=None)
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error:
            raise UnreadableRates("cell_too_long", line, "", "") from None
        if row is None:
            return
        cells = [cell.strip() for cell in row]
        if any(cells):
            yield line, cells


def _one(
    line: int, row: Sequence[str], header: Sequence[str], doubtful: Collection[str]
) -> tuple[Rate, _Place]:
    if len(row) < 3:
        raise UnreadableRates("missing_cells", line, header[len(row)], ", ".join(row))
    day, code, rate = (
        _Place(line, *each, doubtful=doubtful) for each in zip(header, row[:3], strict=False)
    )
    if not is_currency(code.text.upper()):
        raise code.wrong("not_a_currency")
    return Rate(code.text.upper(), _day(day), _rate(rate)), rate


def _many(
    line: int, row: Sequence[str], name: str, codes: Sequence[str], doubtful: Collection[str]
) -> Iterator[tuple[Rate, _Place]]:
    day = _day(_Place(line, name, row[0]))
    for code, cell in zip(codes, row[1:], strict=False):
        if code and cell.lower() not in _NOT_QUOTED:
            place = _Place(line, code, cell, doubtful)
            yield Rate(code, day, _rate(place)), place


def _day(place: _Place) -> date:
    forms = (*_DATES, _IN_SPANISH) if place.column.lower() == "fecha" else _DATES
    for form in forms:
        try:
            return datetime.strptime(place.text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise place.wrong("not_a_date")


def _rate(place: _Place) -> Decimal:
    for sign, (_decimal, either) in _SIGNS.items():
        if sign[-1] in place.doubtful and either.fullmatch(place.text):
            raise place.wrong("ambiguous_rate")
    if not _PLAIN.fullmatch(place.text):
        raise place.wrong("not_a_rate")
    try:
        rate = Decimal(place.text.replace(",", "."))
    except InvalidOperation:
        raise place.wrong("not_a_rate") from None
    if not rate.is_finite() or rate <= 0:
        raise place.wrong("not_a_rate")
    if not _SMALLEST <= rate < _LARGEST:
        raise place.wrong("rate_out_of_range")
    kept = _DIGITS.plus(rate)
    return kept if kept == (short := kept.quantize(PLACES)) else short
