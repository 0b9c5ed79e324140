"""A file of targets: ``year``, ``family``, ``sales`` and, where it is known, ``margin``."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from clavero.commercial.rules.targets import FAMILY_LENGTH, MOST, Cell, Target
from clavero.commercial.rules.years import Years
from clavero.core.tables import BadRow, RefusedRow, TableRow, table_rows

COLUMNS = ("year", "family", "sales")
OPTIONAL = ("margin",)
NUMBERS = ("sales", "margin")
_FIRST, _LAST = Decimal(2000), Decimal(2100)


class TargetFault(StrEnum):
    """Why a row of targets cannot be used, beside what any row can have wrong."""

    UNKNOWN_FAMILY = "unknown_family"
    TWICE = "twice"
    NOT_A_YEAR = "not_a_year"
    MARGIN_ABOVE_SALES = "margin_above_sales"


@dataclass(slots=True)
class TargetsRead:
    """A whole file: its rows, what they say with their lines, and those refused."""

    rows: int = 0
    targets: dict[Cell, Target] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)


def read_targets(text: str, families: frozenset[str], calendar: Years) -> TargetsRead:
    """What a text says of ``families``. Raises ``core.tables.UnreadableTable`` without a column.

    >>> read = read_targets("year,family,sales\\n2027,Pumps,10\\n2027,Pamps,5\\n",
    ...     frozenset({"Pumps"}), Years())
    >>> list(read.targets), [(bad.line, bad.column) for bad in read.refused]
    ([Cell(year=2027, family='Pumps')], [(3, 'family')])
    """
    read = TargetsRead()
    for row in table_rows(text, COLUMNS, optional=OPTIONAL, numbers=NUMBERS):
        read.rows += 1
        if isinstance(row, RefusedRow):
            read.refused.append(row)
            continue
        try:
            cell, target = _target(row, families, calendar)
            if cell in read.targets:
                raise row.bad("family", TargetFault.TWICE)
            read.targets[cell] = target
        except BadRow as bad:
            read.refused.append(bad.told)
    return read


def year_of(row: TableRow, calendar: Years) -> int:
    """The year that a row is of, by its number or as the company calls it."""
    text = row.said("year")
    if "/" not in text:
        return int(row.number("year", low=_FIRST, high=_LAST, places=0))
    year = calendar.read(text)
    if year is None or not _FIRST <= year <= _LAST:
        raise row.bad("year", TargetFault.NOT_A_YEAR)
    return year


def _target(row: TableRow, families: frozenset[str], calendar: Years) -> tuple[Cell, Target]:
    year = year_of(row, calendar)
    family = row.said("family", longest=FAMILY_LENGTH)
    if family not in families:
        raise row.bad("family", TargetFault.UNKNOWN_FAMILY)
    sales = row.number("sales", low=Decimal(0), high=MOST, places=2)
    margin = row.number_or_none("margin", low=-MOST, high=MOST, places=2)
    if margin is not None and margin > sales:
        raise row.bad("margin", TargetFault.MARGIN_ABOVE_SALES)
    return Cell(year, family), Target(sales, margin)
