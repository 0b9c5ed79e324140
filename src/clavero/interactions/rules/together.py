"""One meeting with several units of a group: it stands at each of them, and is one for the group.

Source: methods §3.5, which tells meetings apart by account, start ±15 minutes and type; to a group,
the group is the account.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, Decimal

from clavero.interactions.rules.counting import APART
from clavero.interactions.rules.kinds import SPOKEN

_FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Stands:
    """An interaction as it stands at a unit: ``top`` is what is above all units of its group,
    ``people`` those of ours who took part, as far as anybody said."""

    number: int
    unit: str
    top: str
    kind: str
    state: str
    starts_at: datetime
    minutes: int | None = None
    uid: str = ""
    people: frozenset[int] = frozenset()


def told_before(rows: Iterable[Stands]) -> dict[int, int]:
    """Which of some interactions, each of which counts at its own unit, are another of them, by
    their numbers: the one that stands first.

    >>> nine = datetime(2026, 3, 2, 9, 0)
    >>> told_before([Stands(1, "A", "G", "meeting", "done", nine),
    ...     Stands(2, "B", "G", "meeting", "done", nine + timedelta(minutes=10)),
    ...     Stands(3, "C", "C", "meeting", "done", nine)])
    {2: 1}
    """
    same: dict[int, int] = {}
    units: dict[int, set[str]] = {}
    by_uid: dict[str, list[Stands]] = defaultdict(list)
    lately: dict[str, list[Stands]] = defaultdict(list)
    for each in sorted(rows, key=lambda row: (row.starts_at, row.number)):
        near = [row for row in lately[each.top] if each.starts_at - row.starts_at <= APART]
        known = by_uid[each.uid] if each.uid else []
        for row in (*known, *near):
            # At one unit two that count are two.
            if each.unit not in units[row.number] and _are_one(row, each):
                same[each.number] = row.number
                units[row.number].add(each.unit)
                break
        else:
            units[each.number] = {each.unit}
            known.append(each)
            near.append(each)
        lately[each.top] = near
    return same


def parts_of_one(units: int) -> list[Decimal]:
    """What part of one each of several units has, the first what is left over: to four places, as
    files tell of events, and one in all.

    >>> [str(each) for each in parts_of_one(3)]
    ['0.3334', '0.3333', '0.3333']
    """
    part = (Decimal(1) / units).quantize(_FOUR_PLACES, ROUND_DOWN)
    return [1 - part * (units - 1), *[part] * (units - 1)]


def _are_one(row: Stands, later: Stands) -> bool:
    """What one calendar or mail calls alike is one. Else it is what our same people did at the
    time, or somebody of ours of whom nobody said: two teams at two units hold two meetings, and
    one who has hung up calls anew."""
    if row.state != later.state:
        return False
    if row.uid and row.uid == later.uid:
        return True
    if row.top != later.top or row.kind != later.kind or row.kind not in SPOKEN:
        return False
    apart = later.starts_at - row.starts_at
    is_over = row.minutes is not None and timedelta(minutes=row.minutes) <= apart
    others = row.people and later.people and row.people.isdisjoint(later.people)
    return apart <= APART and not is_over and not others
