"""A company's own KPIs, and a file of what is entered: ``account,kpi,date,value,n``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clavero.core.tables import BadRow, RefusedRow, TableRow, table_rows
from clavero.kpis.rules.kpi import Kpi

COLUMNS = ("account", "kpi", "date", "value")
OPTIONAL = ("n",)
LONGEST_KEY = 60
LONGEST_NAME = 100
MOST = Decimal(10**12)
_LONGEST = 255
_KEY = re.compile(r"[a-z][a-z0-9-]*")


COUNTS = frozenset({"promised", "on_time", "accounts"})
"""The figures of a ratio that are counts: one over the other is a rate of so many."""


class Kind(StrEnum):
    """Where a company's own KPI comes from."""

    ENTRY = "entry"
    RATIO = "ratio"


class EntryFault(StrEnum):
    """Why a row of values cannot be used, beside what any row can have wrong."""

    UNKNOWN_KPI = "unknown_kpi"
    TWICE = "twice"
    OUT_OF_BOUNDS = "out_of_bounds"


@dataclass(frozen=True, slots=True)
class Entered:
    """What a row says."""

    account: str
    key: str
    day: date
    value: Decimal
    n: int | None


@dataclass(slots=True)
class EntriesRead:
    """A whole file: how many rows it has, what they say with their lines, and the ones refused."""

    rows: int = 0
    entries: list[tuple[int, Entered]] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def is_key(text: str) -> bool:
    """Whether a text can name a KPI.

    >>> is_key("visits-a-month"), is_key("Visits")
    (True, False)
    """
    return len(text) <= LONGEST_KEY and _KEY.fullmatch(text) is not None


def read_entries(text: str, today: date, known: Mapping[str, Kpi]) -> EntriesRead:
    """What a CSV text says of the KPIs ``known``, by key. A value said twice is refused the second
    time. Raises ``core.tables.UnreadableTable`` where columns are missing.

    >>> from clavero.kpis.rules.catalogue import BY_KEY
    >>> text = "account,kpi,date,value\\nAlfa,promoters,2026-03-01,40\\n"
    >>> read_entries(text, date(2026, 4, 1), BY_KEY).entries[0][1].value
    Decimal('40')
    """
    read = EntriesRead()
    seen: set[tuple[str, str, date]] = set()
    for row in table_rows(text, COLUMNS, optional=OPTIONAL, numbers=("value",)):
        read.rows += 1
        if isinstance(row, RefusedRow):
            read.refused.append(row)
            continue
        try:
            entered = _entered(row, today, known)
            place = (entered.account, entered.key, entered.day)
            if place in seen:
                raise row.bad("date", EntryFault.TWICE)
        except BadRow as bad:
            read.refused.append(bad.told)
        else:
            seen.add(place)
            read.entries.append((row.line, entered))
    return read


def _entered(row: TableRow, today: date, known: Mapping[str, Kpi]) -> Entered:
    kpi = known.get(row.said("kpi").lower())
    if kpi is None:
        raise row.bad("kpi", EntryFault.UNKNOWN_KPI)
    n = row.number_or_none("n", low=Decimal(1), high=Decimal(10**9), places=0)
    value = row.number("value", low=-MOST, high=MOST, places=6)
    if value not in kpi.taken:
        raise row.bad("value", EntryFault.OUT_OF_BOUNDS)
    return Entered(
        account=row.said("account", longest=_LONGEST),
        key=kpi.key,
        day=row.day("date", today),
        value=value,
        n=None if n is None else int(n),
    )
