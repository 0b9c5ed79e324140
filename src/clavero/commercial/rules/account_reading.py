"""A file of accounts' targets: of a year and a family, or of a month, in each row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clavero.commercial.rules.reading import NUMBERS, TargetFault, year_of
from clavero.commercial.rules.targets import FAMILY_LENGTH, MOST, Cell, Target
from clavero.commercial.rules.years import Years
from clavero.core.period import first_of_month
from clavero.core.tables import BadRow, RefusedRow, TableRow, table_rows

ACCOUNT_COLUMNS = ("account", "year", "family", "month", "sales")
ACCOUNT_OPTIONAL = ("margin",)
_CODE_LENGTH = 120


class AccountFault(StrEnum):
    """Why a row of an account cannot be used, beside what any row of targets can have wrong."""

    FAMILY_OF_MONTH = "family_of_month"
    MARGIN_OF_MONTH = "margin_of_month"
    NOT_A_MONTH = "not_a_month"
    OTHER_YEAR = "other_year"
    SAID_TWICE = "said_twice"
    NO_PLAN = "no_plan"
    NOT_IN_DETAIL = "not_in_detail"
    YEARS_OF_OLD = "years_of_old"


Where = Cell | date
"""What a target is of: a year and a family, or a month by its first day."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """What a row says of an account."""

    line: int
    account: str
    where: Where
    target: Target


@dataclass(slots=True)
class AccountsRead:
    """A whole file: how many rows it has, what they say, and those refused."""

    rows: int = 0
    said: list[AccountRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def read_account_targets(text: str, calendar: Years) -> AccountsRead:
    """What a text says of accounts. Raises ``core.tables.UnreadableTable`` without a column.

    >>> text = "account,year,family,month,sales\\nA,2027,Pumps,,10\\nA,,,2027-03,5\\nA,,,March,5\\n"
    >>> read = read_account_targets(text, Years())
    >>> [row.where for row in read.said], [(bad.line, bad.column) for bad in read.refused]
    ([Cell(year=2027, family='Pumps'), datetime.date(2027, 3, 1)], [(4, 'month')])
    """
    read = AccountsRead()
    for row in table_rows(text, ACCOUNT_COLUMNS, optional=ACCOUNT_OPTIONAL, numbers=NUMBERS):
        read.rows += 1
        if isinstance(row, RefusedRow):
            read.refused.append(row)
            continue
        try:
            read.said.append(_row(row, calendar))
        except BadRow as bad:
            read.refused.append(bad.told)
    return read


def _row(row: TableRow, calendar: Years) -> AccountRow:
    account = row.said("account", longest=_CODE_LENGTH)
    where: Where
    if row.cells["month"]:
        where = _month(row, calendar)
    else:
        where = Cell(year_of(row, calendar), row.said("family", longest=FAMILY_LENGTH))
    sales = row.number("sales", low=Decimal(0), high=MOST, places=2)
    margin = row.number_or_none("margin", low=-MOST, high=MOST, places=2)
    if margin is not None and margin > sales:
        raise row.bad("margin", TargetFault.MARGIN_ABOVE_SALES)
    return AccountRow(row.line, account, where, Target(sales, margin))


def _month(row: TableRow, calendar: Years) -> date:
    if row.cells["family"]:
        raise row.bad("family", AccountFault.FAMILY_OF_MONTH)
    if row.cells.get("margin"):
        raise row.bad("margin", AccountFault.MARGIN_OF_MONTH)
    text = row.cells["month"]
    try:
        month = first_of_month(date.fromisoformat(f"{text}-01" if len(text) == 7 else text))
    except ValueError:
        raise row.bad("month", AccountFault.NOT_A_MONTH) from None
    if row.cells["year"] and year_of(row, calendar) != calendar.of(month):
        raise row.bad("year", AccountFault.OTHER_YEAR)
    return month
