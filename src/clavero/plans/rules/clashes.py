"""Actions that begin before what they wait for ends, and how what follows moves along.

An action may begin on the last day of what it waits for. What is under way has begun: it waits no
more, whatever the plan says. What is done or dropped keeps nobody waiting. Moved along, an action
keeps its length and begins on the day after the last one that it waits for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from clavero.plans.rules.kinds import OPEN_ACTIONS, ActionState

_DAY = timedelta(days=1)


class Placed(NamedTuple):
    """An action on the calendar, with those that it waits for."""

    start: date
    end: date
    state: str = ActionState.TO_DO
    after: tuple[int, ...] = ()


class Clash(NamedTuple):
    """An action that begins before ``earlier``, which it waits for, ends."""

    later: int
    earlier: int


class Move(NamedTuple):
    """An action that goes from some days to others."""

    action: int
    start: date
    end: date
    was_start: date
    was_end: date


def clashes(placed: Mapping[int, Placed]) -> list[Clash]:
    """All of a plan, by its actions.

    >>> day = lambda number: date(2027, 3, number)
    >>> clashes({1: Placed(day(1), day(9)), 2: Placed(day(8), day(12), after=(1,))})
    [Clash(later=2, earlier=1)]
    >>> clashes({1: Placed(day(1), day(9)), 2: Placed(day(9), day(12), after=(1,))})
    []
    """
    return [
        Clash(pk, other)
        for pk, each in placed.items()
        if each.state == ActionState.TO_DO
        for other in each.after
        if other in placed
        and placed[other].state in OPEN_ACTIONS
        and placed[other].end > each.start
    ]


def moved_along(placed: Mapping[int, Placed], first: int) -> list[Move]:
    """What has to move so that nothing that waits for ``first``, or for what waits for it, begins
    too early; the next ones first. Nothing waits for itself (``timeline.closes_a_circle``).

    >>> day = lambda number: date(2027, 3, number)
    >>> chain = {1: Placed(day(1), day(9)), 2: Placed(day(8), day(12), after=(1,)),
    ...          3: Placed(day(13), day(13), after=(2,)), 4: Placed(day(12), day(15), after=(2,))}
    >>> [(each.action, each.start.day, each.end.day) for each in moved_along(chain, 1)]
    [(2, 10, 14), (3, 15, 15), (4, 15, 18)]
    """
    following: dict[int, list[int]] = {}
    for pk, each in placed.items():
        if each.state == ActionState.TO_DO:
            for other in each.after:
                following.setdefault(other, []).append(pk)
    now = {pk: (each.start, each.end) for pk, each in placed.items()}
    waiting = [first] if placed[first].state in OPEN_ACTIONS else []
    while waiting:
        earlier = waiting.pop()
        for later in following.get(earlier, ()):
            start, end = now[later]
            if now[earlier][1] > start:
                by = now[earlier][1] - start + _DAY
                now[later] = (start + by, end + by)
                waiting.append(later)
    moves = [
        Move(pk, *now[pk], each.start, each.end)
        for pk, each in placed.items()
        if now[pk] != (each.start, each.end)
    ]
    return sorted(moves, key=lambda move: (move.start, move.action))
