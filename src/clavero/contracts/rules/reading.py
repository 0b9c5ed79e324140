"""Prices and tiers as people write them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clavero.core.money import is_currency
from clavero.core.notation import exact
from clavero.core.tables import BadRow, RefusedRow, TableRow, table_rows

COLUMNS = ("product", "price")
OPTIONAL = ("family", "unit", "currency", "from", "until")
_MOST, _PLACES, _LONGEST = Decimal(10**9), 6, 255
_MOST_DECIMALS = 12
_FAR = date(9999, 12, 31)


class PriceFault(StrEnum):
    """Why a row of prices cannot be used, beside what any row can have wrong."""

    NO_CURRENCY = "no_currency"
    BACKWARDS = "backwards"
    OUTSIDE = "outside_contract"
    CLASHES = "clashes"


@dataclass(frozen=True, slots=True)
class PriceRow:
    """What a row says; days that it does not say are those of the contract."""

    product: str
    family: str
    unit: str
    price: Decimal
    currency: str
    start: date | None
    end: date | None


@dataclass(slots=True)
class PricesRead:
    """A whole file: its rows, what they say with their lines, and the ones refused."""

    rows: int = 0
    prices: list[tuple[int, PriceRow]] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def read_prices(text: str, currency: str) -> PricesRead:
    """What a CSV text says, with its columns in English or Spanish; ``currency`` is that of rows
    which say none. Raises ``core.tables.UnreadableTable`` where columns are missing.

    >>> read = read_prices("producto;precio;hasta\\nBOX;1,25;2026-06-30\\nTIN;x;\\n", "EUR")
    >>> [(row.product, row.price, str(row.end)) for _line, row in read.prices]
    [('BOX', Decimal('1.25'), '2026-06-30')]
    >>> [(bad.line, bad.column, bad.reason.value) for bad in read.refused]
    [(3, 'precio', 'not_a_number')]
    """
    read = PricesRead()
    for row in table_rows(text, COLUMNS, optional=OPTIONAL, numbers=("price",)):
        read.rows += 1
        if isinstance(row, RefusedRow):
            read.refused.append(row)
            continue
        try:
            read.prices.append((row.line, _price(row, currency)))
        except BadRow as bad:
            read.refused.append(bad.told)
    return read


LEVEL_COLUMNS = ("date", "level")


@dataclass(slots=True)
class LevelsRead:
    """A file of levels of an index: its rows, the levels by day, and the rows refused."""

    rows: int = 0
    levels: dict[date, Decimal] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)


def read_levels(text: str, today: date) -> LevelsRead:
    """What a CSV text says, with its columns in English or Spanish; of two rows of a day the last
    counts. Raises ``core.tables.UnreadableTable`` where columns are missing.

    >>> read = read_levels("fecha;nivel\\n2026-01-01;104,2\\n2026-02-30;1\\n", date(2026, 6, 1))
    >>> [(str(day), str(level)) for day, level in read.levels.items()], len(read.refused)
    ([('2026-01-01', '104.2')], 1)
    """
    read = LevelsRead()
    for row in table_rows(text, LEVEL_COLUMNS, numbers=("level",)):
        read.rows += 1
        if isinstance(row, RefusedRow):
            read.refused.append(row)
            continue
        try:
            day = row.day("date", today)
            read.levels[day] = row.number(
                "level", low=Decimal(0), high=_MOST, places=_PLACES, above=True
            )
        except BadRow as bad:
            read.refused.append(bad.told)
    return read


def read_tiers(text: str) -> list[tuple[Decimal, Decimal]] | None:
    """Tiers, one a line: from how much on, and how much; a percentage is a share. ``None`` where a
    line says something else.

    >>> read_tiers("50000: 1 %\\n100000: 2,5%")
    [(Decimal('50000'), Decimal('0.01')), (Decimal('100000'), Decimal('0.025'))]
    >>> read_tiers("5 %: 2 %\\n1000: 0.5"), read_tiers("much: 1 %")
    ([(Decimal('0.05'), Decimal('0.02')), (Decimal('1000'), Decimal('0.5'))], None)
    """
    found = []
    for line in filter(str.strip, text.splitlines()):
        start, sign, rate = line.partition(":")
        told = _share(start), _share(rate)
        if not sign or told[0] is None or told[1] is None:
            return None
        found.append((told[0], told[1]))
    return found


def _share(text: str) -> Decimal | None:
    text = text.strip()
    value = exact(text.removesuffix("%").strip())
    if value is not None and int(value.as_tuple().exponent) < -_MOST_DECIMALS:
        return None
    return value / 100 if value is not None and text.endswith("%") else value


def _price(row: TableRow, currency: str) -> PriceRow:
    product, family = (row.cells.get(name, "")[:_LONGEST] for name in ("product", "family"))
    if bool(product) == bool(family):
        row.said("product", longest=_LONGEST)
        family = ""
    told = row.cells.get("currency", "").upper() or currency
    if not is_currency(told):
        raise row.bad("currency", PriceFault.NO_CURRENCY)
    start, end = (
        row.day(name, _FAR) if row.cells.get(name) else None for name in ("from", "until")
    )
    if start is not None and end is not None and end < start:
        raise row.bad("until", PriceFault.BACKWARDS)
    price = row.number("price", low=Decimal(0), high=_MOST, places=_PLACES)
    unit = row.cells.get("unit", "")[:_LONGEST]
    return PriceRow(product, family, unit, price, told, start, end)
