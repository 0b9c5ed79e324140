"""Which delivery window holds on which day, where several contracts of a customer have one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from clavero.contracts.rules.terms import DeliveryWindow
from clavero.core.period import Period


def in_turn(windows: Iterable[DeliveryWindow]) -> list[DeliveryWindow]:
    """The windows on the days on which none before them holds, by their first day: no two on one.

    >>> own = DeliveryWindow(Period.parse("2026-03"), days_late=2)
    >>> of_group = DeliveryWindow(Period.parse("2026"), days_early=3)
    >>> [(str(each.valid), each.days_early, each.days_late) for each in in_turn([own, of_group])]
    [('2026-01-01..2026-02-28', 3, 0), ('2026-03', 1, 2), ('2026-04-01..2026-12-31', 3, 0)]
    """
    found: list[DeliveryWindow] = []
    for window in windows:
        free = [window.valid]
        for other in found:
            free = [rest for each in free for rest in _without(each, other.valid)]
        found.extend(replace(window, valid=days) for days in free)
    return sorted(found, key=lambda each: each.valid.start)


def _without(days: Period, taken: Period) -> Iterable[Period]:
    """What is left of some days."""
    if taken.end <= days.start or days.end <= taken.start:
        yield days
        return
    if days.start < taken.start:
        yield Period(days.start, taken.start)
    if taken.end < days.end:
        yield Period(taken.end, days.end)
