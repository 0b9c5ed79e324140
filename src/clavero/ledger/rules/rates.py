"""Reading a table of exchange rates: the European Central Bank's, or one rate a row.

Both say how many units of a currency make one euro. The bank's files have a column ``Date`` and
one for each currency; the other kind has the columns ``date``, ``currency`` and ``rate``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from clavero.core.money import is_currency

EURO = "EUR"
_NOT_QUOTED = {"", "n/a", "-"}
# What the table of rates can keep: a rate beyond it would be read back by nobody.
_SMALLEST, _LARGEST = Decimal("1e-9"), Decimal("1e11")
_DATES = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y")


class UnreadableRates(ValueError):
    """The table is not one of rates. ``line`` is of the file, ``value`` what stands there."""

    def __init__(self, code: str, line: int, value: str) -> None:
        super().__init__(f"{code} in line {line}: {value}")
        self.code = code
        self.line = line
        self.value = value


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of ``currency`` for one euro on ``day``."""

    currency: str
    day: date
    rate: Decimal


def read_rates(text: str) -> list[Rate]:
    """The rates of a CSV text, in its order.

    >>> read_rates("Date,USD,CYP\\n2024-01-02,1.0956,N/A\\n")
    [Rate(currency='USD', day=datetime.date(2024, 1, 2), rate=Decimal('1.0956'))]
    >>> read_rates("date;currency;rate\\n2024-01-02;usd;1,0956\\n") == _
    True
    """
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    header = [name.strip() for name in next(rows, [])]
    lowered = [name.lower() for name in header]
    if not lowered or lowered[0] != "date":
        raise UnreadableRates("no_date_column", 1, ", ".join(header)[:80])
    if lowered[1:3] == ["currency", "rate"]:
        return [rate for line, row in _numbered(rows) for rate in _one(line, row)]
    codes = [name.upper() for name in header[1:]]
    for code in codes:
        if code and not is_currency(code):
            raise UnreadableRates("not_a_currency", 1, code)
    return [rate for line, row in _numbered(rows) for rate in _many(line, row, codes)]


def _numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for line, row in enumerate(rows, start=2):
        cells = [cell.strip() for cell in row]
        if any(cells):
            yield line, cells


def _one(line: int, row: Sequence[str]) -> Iterator[Rate]:
    if len(row) < 3:
        raise UnreadableRates("missing_cells", line, ", ".join(row)[:80])
    code = row[1].upper()
    if not is_currency(code):
        raise UnreadableRates("not_a_currency", line, row[1])
    yield Rate(code, _day(line, row[0]), _rate(line, row[2]))


def _many(line: int, row: Sequence[str], codes: Sequence[str]) -> Iterator[Rate]:
    day = _day(line, row[0])
    for code, cell in zip(codes, row[1:], strict=False):
        if code and cell.lower() not in _NOT_QUOTED:
            yield Rate(code, day, _rate(line, cell))


def _day(line: int, text: str) -> date:
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise UnreadableRates("not_a_date", line, text)


def _rate(line: int, text: str) -> Decimal:
    try:
        rate = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise UnreadableRates("not_a_rate", line, text) from None
    if not rate.is_finite() or not _SMALLEST <= rate < _LARGEST:
        raise UnreadableRates("not_a_rate", line, text)
    return rate if rate == (kept := rate.quantize(_SMALLEST)) else kept
