"""A file of complaints, as another system kept them: which rows are cases, and which cannot be.

Its columns are ``account``, ``complaint`` (what is wrong) and ``received``, in any order; all
others may be missing. A moment is a day, ``2026-03-31``, or a day with its hour,
``2026-03-31 09:15``: without an hour a complaint came when its day began, and was answered or
resolved when that day ended, so that no time is told shorter than it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

from clavero.care.rules.cases import FIRST_YEAR, Cause, Channel, Severity
from clavero.core.addresses import is_address
from clavero.core.likeness import fold
from clavero.core.money import is_currency
from clavero.core.tables import BadRow, Choice, RefusedRow, RowFault, TableRow, table_rows

COLUMNS = ("account", "complaint", "received")
OPTIONAL = (
    "severity", "cause", "channel", "detail", "name", "email", "phone", "money", "currency",
    "answered", "resolved", "satisfied", "reference",
)  # fmt: skip
_LONGEST = {
    "account": 255,
    "complaint": 200,
    "detail": 8000,
    "name": 150,
    "email": 254,
    "phone": 40,
    "reference": 100,
    "currency": 20,
}
_MOST_MONEY = Decimal(10**12)
_YES = frozenset({"yes", "y", "true", "1", "x", "si", "s"})
_NO = frozenset({"no", "n", "false", "0"})

Words = Mapping[str, Mapping[str, str]]
"""By a column what its words may be called besides, folded."""


class ComplaintFault(StrEnum):
    """Why a row is no complaint, beside what any row can have wrong."""

    UNKNOWN_SEVERITY = "unknown_severity"
    UNKNOWN_CAUSE = "unknown_cause"
    UNKNOWN_CHANNEL = "unknown_channel"
    NOT_A_MOMENT = "not_a_moment"
    BEFORE = "before"  # answered before it came, or resolved before it was answered
    CAUSE_MISSING = "cause_missing"  # of one that is resolved
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_RESOLVED = "not_resolved"  # and the customer is satisfied
    NO_CURRENCY = "no_currency"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What a row says. ``answered_at`` is the first answer, that of the solution where none is
    told apart."""

    line: int
    account: str
    text: str
    received_at: datetime
    severity: Severity = Severity.NORMAL
    channel: Channel = Channel.OTHER
    cause: Cause | None = None
    detail: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    money: Decimal | None = None
    currency: str = ""
    """Of the money; the reporting currency where it does not say."""
    answered_at: datetime | None = None
    resolved_at: datetime | None = None
    satisfied: bool | None = None
    reference: str = ""
    """What the other system calls it."""

    @property
    def key(self) -> str:
        """By what it is known again in a later file, however it was put right here meanwhile: by
        the account and its reference, else the account, the moment and the words of the file.

        >>> at = datetime(2026, 3, 2, tzinfo=UTC)
        >>> len({CaseRow(2, "A", "Late", at).key, CaseRow(9, "A", "Late", at).key})
        1
        >>> one = CaseRow(2, "A", "Late", at, reference="R-7")
        >>> one.key == CaseRow(2, "A", "Came late", at, reference="R-7").key
        True
        """
        by = "r" if self.reference else "m"
        moment = self.received_at.astimezone(UTC).isoformat()
        told = [self.reference] if self.reference else [moment, self.text]
        parts = "\x1f".join([self.account, *told])
        return f"{by}:{sha256(parts.encode()).hexdigest()}"


@dataclass(slots=True)
class CasesRead:
    """A whole file: how many rows it has, what they say, and the ones refused."""

    rows: int = 0
    cases: list[CaseRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def read_cases(text: str, now: datetime, zone: tzinfo, words: Words) -> CasesRead:
    """What a table says, its hours by the clock of ``zone``. Raises
    ``core.tables.UnreadableTable`` where columns are missing.

    >>> from zoneinfo import ZoneInfo
    >>> now = datetime(2026, 4, 1, 12, tzinfo=ZoneInfo("UTC"))
    >>> read = read_cases(
    ...     "account,complaint,received,cause,resolved\\n"
    ...     "A,Came late,2026-03-02 09:00,late,2026-03-03\\nA,Broken,2026-03-02,,2026-03-01\\n",
    ...     now, ZoneInfo("UTC"), {})
    >>> [(each.text, str(each.answered_at)) for each in read.cases]
    [('Came late', '2026-03-04 00:00:00+00:00')]
    >>> [(bad.line, bad.column, bad.reason.value) for bad in read.refused]
    [(3, 'cause', 'cause_missing')]
    """
    read = CasesRead()
    for row in table_rows(text, COLUMNS, optional=OPTIONAL, numbers=("money",)):
        read.rows += 1
        if isinstance(row, RefusedRow):
            read.refused.append(row)
            continue
        try:
            read.cases.append(_case(row, now, zone, words))
        except BadRow as bad:
            read.refused.append(bad.told)
    return read


def _case(row: TableRow, now: datetime, zone: tzinfo, words: Words) -> CaseRow:
    row.said("received")
    received = _moment(row, "received", now, zone, at_end=False) or now
    answered = _moment(row, "answered", now, zone, at_end=True)
    resolved = _moment(row, "resolved", now, zone, at_end=True)
    cause = _one_of(row, Cause, "cause", ComplaintFault.UNKNOWN_CAUSE, words)
    if resolved is not None and cause is None:
        raise row.bad("cause", ComplaintFault.CAUSE_MISSING)
    if answered is not None and resolved is not None and _is_day(row.cells["answered"]):
        answered = min(answered, resolved)  # on its day, and not after the solution
    answered = answered or resolved
    if answered is not None and answered < received:
        raise row.bad(
            "answered" if row.cells.get("answered") else "resolved", ComplaintFault.BEFORE
        )
    if resolved is not None and answered is not None and resolved < answered:
        raise row.bad("resolved", ComplaintFault.BEFORE)
    satisfied = _yes_or_no(row, "satisfied")
    if satisfied is not None and resolved is None:
        raise row.bad("satisfied", ComplaintFault.NOT_RESOLVED)
    email = row.text("email", longest=_LONGEST["email"])
    if email and not is_address(email):
        raise row.bad("email", ComplaintFault.NOT_AN_ADDRESS)
    currency = row.text("currency", longest=_LONGEST["currency"]).upper()
    if currency and not is_currency(currency):
        raise row.bad("currency", ComplaintFault.NO_CURRENCY)
    severity = _one_of(row, Severity, "severity", ComplaintFault.UNKNOWN_SEVERITY, words)
    channel = _one_of(row, Channel, "channel", ComplaintFault.UNKNOWN_CHANNEL, words)
    return CaseRow(
        line=row.line,
        account=row.said("account", longest=_LONGEST["account"]),
        text=row.said("complaint", longest=_LONGEST["complaint"]),
        received_at=received,
        severity=severity or Severity.NORMAL,
        channel=channel or Channel.OTHER,
        cause=cause,
        detail=row.text("detail", longest=_LONGEST["detail"]),
        name=row.text("name", longest=_LONGEST["name"]),
        email=email,
        phone=row.text("phone", longest=_LONGEST["phone"]),
        money=row.number_or_none("money", low=Decimal(0), high=_MOST_MONEY, places=2),
        currency=currency,
        answered_at=answered,
        resolved_at=resolved,
        satisfied=satisfied,
        reference=row.text("reference", longest=_LONGEST["reference"]),
    )


def _moment(
    row: TableRow, column: str, now: datetime, zone: tzinfo, *, at_end: bool
) -> datetime | None:
    told = row.cells.get(column, "")
    if not told:
        return None
    try:
        found = datetime.fromisoformat(told.replace(" ", "T", 1))
    except ValueError:
        raise row.bad(column, ComplaintFault.NOT_A_MOMENT) from None
    if found.year < FIRST_YEAR:
        raise row.bad(column, ComplaintFault.NOT_A_MOMENT)
    if found.year > now.year + 1:
        raise row.bad(column, RowFault.IN_THE_FUTURE)
    is_day = _is_day(told)
    if is_day and at_end:
        found = datetime.combine(found.date() + timedelta(days=1), time.min)
    found = found.replace(tzinfo=zone) if found.tzinfo is None else found
    if is_day and at_end and found > now and found - timedelta(days=1) <= now:
        return now  # today, which has not ended
    if found > now:
        raise row.bad(column, RowFault.IN_THE_FUTURE)
    return found


def _is_day(told: str) -> bool:
    return len(told) <= len("2026-03-31")


def _one_of(
    row: TableRow, kind: type[Choice], column: str, reason: StrEnum, words: Words
) -> Choice | None:
    """One of a few; nothing where the cell says nothing."""
    if not row.cells.get(column):
        return None
    return row.one_of(kind, column, reason, words.get(column))


def _yes_or_no(row: TableRow, column: str) -> bool | None:
    said = fold(row.cells.get(column, ""))
    if said in _YES | _NO:
        return said in _YES
    if said:
        raise row.bad(column, ComplaintFault.NOT_YES_OR_NO)
    return None
