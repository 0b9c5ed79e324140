"""The 18 months of the detailed plan, and where actions stand on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clavero.core.period import Period, add_months, first_of_month

DETAIL = 18
YEARS = (3, 4, 5)


def detail_of(today: date) -> Period:
    """The 18 months in detail: they roll with the quarter, and begin with the one of ``today``.

    >>> str(detail_of(date(2026, 11, 26)))
    '2026-10-01..2028-03-31'
    """
    start = first_of_month(today)
    start = start.replace(month=(start.month - 1) // 3 * 3 + 1)
    return Period(start, add_months(start, DETAIL))


@dataclass(frozen=True, slots=True)
class Bar:
    """Where an action stands in a period: from ``left``, ``width`` wide, in percent."""

    left: float
    width: float
    begins_before: bool
    ends_after: bool


def bar(start: date, end: date, shown: Period) -> Bar | None:
    """The bar of an action from ``start`` to ``end``, both included; ``None`` outside."""
    if end < shown.start or start >= shown.end:
        return None
    days = (shown.end - shown.start).days
    first = max(start, shown.start)
    last = min(end, shown.last)
    left = (first - shown.start).days / days * 100
    width = ((last - first).days + 1) / days * 100
    return Bar(left, width, start < shown.start, end > shown.last)


def closes_a_circle(
    action: int, after: Iterable[int], depends: Mapping[int, Iterable[int]]
) -> bool:
    """Whether ``action`` would wait for itself if it waited for ``after``.

    >>> closes_a_circle(1, [3], {3: [2], 2: [1]}), closes_a_circle(1, [3], {3: [2]})
    (True, False)
    """
    waiting, seen = list(after), set[int]()
    while waiting:
        each = waiting.pop()
        if each == action:
            return True
        if each not in seen:
            seen.add(each)
            waiting += depends.get(each, ())
    return False
