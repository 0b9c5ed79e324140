"""What the account's team spends on it, and a file of it: ``account,person,date,hours,money,type``.

``person`` is an e-mail address; ``hours`` and ``money`` may be empty, but not both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clavero.core.tables import BadRow, RefusedRow, RowFault, TableRow, table_rows

COLUMNS = ("account", "person", "date", "hours", "money", "type")
MOST_HOURS = Decimal(24)
MOST_MONEY = Decimal(10**8)
_LONGEST = 255


class WorkKind(StrEnum):
    """What the time and the money went into."""

    RELATIONSHIP = "relationship"
    IMPLEMENTATION = "implementation"
    KNOWLEDGE = "knowledge"
    SELLING = "selling"


class WorkFault(StrEnum):
    """Why a row of work cannot be used, beside what any row can have wrong."""

    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_PERSON = "unknown_person"
    NOTHING_SPENT = "nothing_spent"


@dataclass(frozen=True, slots=True)
class Work:
    """What a row says."""

    account: str
    person: str
    day: date
    hours: Decimal
    money: Decimal
    kind: WorkKind


@dataclass(slots=True)
class WorkRead:
    """A whole file: how many rows it has, what they say with their lines, and the ones refused."""

    rows: int = 0
    work: list[tuple[int, Work]] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def read_work(text: str, today: date) -> WorkRead:
    """What a CSV text says. Raises ``core.tables.UnreadableTable`` where columns are missing.

    >>> read = read_work("account,person,date,hours,money,type\\n"
    ...     "Alfa,ana@x.example,2026-03-01,2.5,,selling\\n", date(2026, 4, 1))
    >>> [(work.hours, work.money, work.kind.value) for _line, work in read.work]
    [(Decimal('2.5'), Decimal('0'), 'selling')]
    """
    read = WorkRead()
    for row in table_rows(text, COLUMNS, numbers=("hours", "money")):
        read.rows += 1
        if isinstance(row, RefusedRow):
            read.refused.append(row)
            continue
        try:
            read.work.append((row.line, _work(row, today)))
        except BadRow as bad:
            read.refused.append(bad.told)
    return read


def _work(row: TableRow, today: date) -> Work:
    zero = Decimal(0)
    hours = row.number_or_none("hours", low=zero, high=MOST_HOURS, places=2) or zero
    money = row.number_or_none("money", low=zero, high=MOST_MONEY, places=2) or zero
    if not hours and not money:
        raise row.bad("hours", WorkFault.NOTHING_SPENT if row.cells["hours"] else RowFault.MISSING)
    return Work(
        account=row.said("account", longest=_LONGEST),
        person=row.said("person", longest=_LONGEST).lower(),
        day=row.day("date", today),
        hours=hours,
        money=money,
        kind=row.one_of(WorkKind, "type", WorkFault.UNKNOWN_KIND),
    )
