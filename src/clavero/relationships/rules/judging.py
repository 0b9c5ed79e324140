"""What somebody thinks of a contact, within which limits, and until when it counts.

Source: methods §9.4: influence 0 to 10, attitude −2 to +2, strength 0 to 3, each with its evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from clavero.core.period import add_months


class Kind(StrEnum):
    """What is judged."""

    INFLUENCE = "influence"  # on what is bought from us
    ATTITUDE = "attitude"  # towards us
    STANDING = "standing"  # among their own people
    STRENGTH = "strength"  # of what one of ours has with them


OF_CONTACTS = (Kind.INFLUENCE, Kind.ATTITUDE, Kind.STANDING)
LIMITS: Mapping[Kind, tuple[int, int]] = {
    Kind.INFLUENCE: (0, 10),
    Kind.ATTITUDE: (-2, 2),
    Kind.STANDING: (0, 3),
    Kind.STRENGTH: (0, 3),
}
USUAL_MONTHS = 12
"""How long a judgement counts unless its author says otherwise."""
MOST_MONTHS = 24
"""How long it may count: what was thought longer ago is asked again."""
TOP_INFLUENCE = 8
"""From here on a contact counts among those of most influence."""


class Judged(Protocol):
    """What of a judgement tells when it counts."""

    @property
    def pk(self) -> int: ...
    @property
    def said_on(self) -> date: ...
    @property
    def expires_on(self) -> date: ...


JudgedT = TypeVar("JudgedT", bound=Judged)


def is_within(kind: Kind, value: int) -> bool:
    """Whether a value is one of its kind.

    >>> is_within(Kind.ATTITUDE, -2), is_within(Kind.STRENGTH, 4)
    (True, False)
    """
    least, most = LIMITS[kind]
    return least <= value <= most


def usual_end(said_on: date) -> date:
    """The first day on which a judgement no longer counts, unless said otherwise."""
    return months_later(said_on, USUAL_MONTHS)


def latest_end(said_on: date) -> date:
    """The last day that may be its end."""
    return months_later(said_on, MOST_MONTHS)


def months_later(day: date, months: int) -> date:
    """The same day some months later; the month's last where it is shorter.

    >>> months_later(date(2026, 1, 31), 1), months_later(date(2026, 3, 5), 12)
    (datetime.date(2026, 2, 28), datetime.date(2027, 3, 5))
    """
    first = add_months(day, months)
    after = add_months(first, 1)
    last = (after - first).days
    return first.replace(day=min(day.day, last))


def holding(judgements: Iterable[JudgedT], on: date) -> JudgedT | None:
    """The one that counts on a day: the last said by then, unless it has expired."""
    known = [each for each in judgements if each.said_on <= on]
    if not known:
        return None
    last = max(known, key=lambda each: (each.said_on, each.pk))
    return last if on < last.expires_on else None
