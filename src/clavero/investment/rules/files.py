"""A file of candidates, row by row: ``account,level,outlay,cf1,cf2,cf3``."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from clavero.core.tables import BadRow, RefusedRow, TableRow, table_rows
from clavero.investment.rules.flows import YEARS, Flows
from clavero.investment.rules.kinds import OptionFault
from clavero.investment.rules.options import Option

YEAR_COLUMNS = tuple(f"cf{year}" for year in range(1, YEARS + 1))
COLUMNS = ("account", "level", "outlay", *YEAR_COLUMNS)
LONGEST_ACCOUNT, LONGEST_LEVEL = 255, 40
MOST = Decimal(10**12)
PLACES = 4
_ZERO = Decimal(0)


@dataclass(slots=True)
class OptionsRead:
    """The rows that can be used, and those that cannot."""

    rows: int = 0
    options: list[Option] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def read_options(text: str) -> OptionsRead:
    """Every row of a file; a second row of an account at the same level is refused.

    Raises :class:`clavero.core.tables.UnreadableTable` where a column is missing.
    """
    found = OptionsRead()
    seen: set[tuple[str, str]] = set()
    for row in table_rows(text, COLUMNS, numbers=("outlay", *YEAR_COLUMNS)):
        found.rows += 1
        if isinstance(row, RefusedRow):
            found.refused.append(row)
            continue
        try:
            option = _option(row)
            if option.key in seen:
                raise row.bad("level", OptionFault.TWICE)
        except BadRow as bad:
            found.refused.append(bad.told)
            continue
        seen.add(option.key)
        found.options.append(option)
    return found


def _option(row: TableRow) -> Option:
    account = row.said("account", longest=LONGEST_ACCOUNT)
    level = row.said("level", longest=LONGEST_LEVEL) if row.cells["level"] else ""
    outlay = row.number("outlay", low=_ZERO, high=MOST, places=PLACES)
    years = (row.number(name, low=-MOST, high=MOST, places=PLACES) for name in YEAR_COLUMNS)
    return Option(account, level, Flows(outlay, tuple(years)))
