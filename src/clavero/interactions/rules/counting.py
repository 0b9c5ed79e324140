"""How many interactions there were, and what they say of an account.

Source: methods §3.5: those held, without e-mails, de-duplicated by account, start ±15 minutes and
type; planned ones that were held; those beyond purchasing and with senior levels.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from clavero.core.estimates import Estimate, Missing, ratio
from clavero.interactions.rules.kinds import SPOKEN, Kind, State
from clavero.relationships.rules.people import Function, Level

APART = timedelta(minutes=15)
"""Two of the same account and kind that begin no further apart are the same one."""
DAYS = 90
"""How far back the counts of an account go."""
SENIOR = frozenset({Level.BOARD, Level.DIRECTOR})

Key = TypeVar("Key", bound=Hashable)


def counting(rows: Iterable[tuple[Key, datetime, int]]) -> set[int]:
    """Which of some interactions count, by their numbers; each is (what they are told apart by, its
    start, its number). Of several that begin within 15 minutes of one that counts, the first does.

    >>> nine = datetime(2026, 3, 2, 9, 0)
    >>> sorted(counting([("a", nine, 1), ("a", nine + timedelta(minutes=15), 2),
    ...     ("a", nine + timedelta(minutes=16), 3), ("b", nine, 4)]))
    [1, 3, 4]
    """
    found: set[int] = set()
    last: dict[Hashable, datetime] = {}
    for key, start, number in sorted(rows, key=lambda row: (row[1], row[2])):
        if key in last and start - last[key] <= APART:
            continue
        last[key] = start
        found.add(number)
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What the counts ask of an interaction: ``theirs`` are the functions and levels of the
    contacts who took part, ``counts`` is whether it is not another one written down twice."""

    kind: Kind
    state: State
    day: date
    was_planned: bool
    counts: bool
    theirs: Sequence[tuple[Function, str]] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """What the interactions of an account come to."""

    held: int
    kept: Estimate
    beyond_purchasing: Estimate
    senior: Estimate


def count(rows: Iterable[Told], today: date) -> Counts:
    """The counts of some interactions on a day.

    Planned ones are those that were written down before they began, and whose day has come; kept
    are those of them that were held. Of whom nobody knows who took part says nothing of functions.
    """
    spoken = [row for row in rows if row.kind in SPOKEN]
    held = [row for row in spoken if row.state is State.DONE and row.counts]
    due = [row for row in spoken if row.was_planned and _has_come(row, today)]
    kept = sum(row.state is State.DONE for row in due)
    known = [row for row in held if row.theirs]
    beyond = sum(any(f is not Function.PURCHASING for f, _level in row.theirs) for row in known)
    senior = sum(any(level in SENIOR for _f, level in row.theirs) for row in known)
    return Counts(
        len(held), _part(kept, len(due)), _part(beyond, len(known)), _part(senior, len(known))
    )


def days_since(last: Iterable[date | None], today: date) -> int | None:
    """Days since the contact that matters was spoken to whose turn is longest ago; of one with whom
    nobody ever spoke nothing is known, and ``None`` is all that can be said of the account.

    >>> days_since([date(2026, 3, 1), date(2026, 2, 1)], date(2026, 3, 3))
    30
    """
    days = list(last)
    if not days or any(day is None for day in days):
        return None
    return max((today - day).days for day in days if day is not None)


def _has_come(row: Told, today: date) -> bool:
    """A planned one of today may still be held; what was cancelled or held has come."""
    return row.state is not State.PLANNED or row.day < today


def _part(some: int, of: int) -> Estimate:
    if not of:
        return Estimate(None, reason=Missing.NOT_RECORDED)
    return ratio(Decimal(some), Decimal(of), of)
