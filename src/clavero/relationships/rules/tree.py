"""Where people stand in an organisation chart: a tidy tree, the same for the same people.

Everybody stands a row below their boss, who stands over the middle of theirs. Those without
anybody below them hang under their boss in columns, as such charts are drawn, so that a boss of
twenty takes the room of a few. Subtrees are moved together as far as their outlines allow, row by
row (Reingold and Tilford). Who has neither a boss nor anybody below them stands underneath, since
nobody knows their place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt

Above = Mapping[int, int | None]
"""Who reports to whom, by number, in the order in which they are drawn; ``None`` is to nobody."""
Point = tuple[float, float]

HANG_FROM = 3
"""As many without anybody below them hang in columns; fewer stand side by side."""
_LOOSE_ASPECT = 1.2


@dataclass(frozen=True, slots=True)
class Room:
    """How large a box is, how much is left free beside and beneath it, and how many hang in a
    ``column`` at most."""

    width: float = 176
    height: float = 62
    beside: float = 22
    beneath: float = 34
    column: int = 6

    @property
    def rail(self) -> float:
        """How far left of a hanging box its line runs down."""
        return self.beside / 2


@dataclass(frozen=True, slots=True)
class Laid:
    """The centre of each box, the line from each to its boss (from the boss on), and the size of
    the whole. ``loose`` are those whose place nobody knows."""

    at: Mapping[int, Point]
    lines: Mapping[int, Sequence[Point]]
    width: float
    height: float
    loose: Sequence[int]


@dataclass(slots=True)
class _Block:
    """A subtree around the centre of its top at 0: the outline by row, seen from the top, and where
    everybody stands; ``rails`` are those who hang, with where their line runs down."""

    outline: dict[int, tuple[float, float]] = field(default_factory=dict)
    spots: dict[int, tuple[int, float]] = field(default_factory=dict)
    rails: dict[int, float] = field(default_factory=dict)

    def take(self, other: _Block, by: float, down: int) -> None:
        """Another block in this one, moved."""
        for row, (left, right) in other.outline.items():
            was = self.outline.get(row + down, (left + by, right + by))
            self.outline[row + down] = (min(was[0], left + by), max(was[1], right + by))
        self.spots |= {who: (row + down, x + by) for who, (row, x) in other.spots.items()}
        self.rails |= {who: x + by for who, x in other.rails.items()}


def below_each(above: Above) -> dict[int, list[int]]:
    """Who reports to each, in the order of all; a boss who is not there is nobody's."""
    found: dict[int, list[int]] = {who: [] for who in above}
    for who, boss in above.items():
        if boss in found:
            found[boss].append(who)
    return found


def tops(above: Above) -> list[int]:
    """Those who report to nobody who is there."""
    return [who for who, boss in above.items() if boss not in above]


def downwards(above: Above) -> list[int]:
    """Everybody, each after their boss. Raises ``ValueError`` for a circle.

    >>> downwards({1: 2, 2: None, 3: 1})
    [2, 1, 3]
    """
    below, found = below_each(above), tops(above)
    for who in found:  # it grows while it is read
        found.extend(below[who])
    if len(found) < len(above):
        raise ValueError("somebody ends up above themselves")
    return found


def how_many_below(above: Above) -> dict[int, int]:
    """How many there are below each, at any depth."""
    found = dict.fromkeys(above, 0)
    for who in reversed(downwards(above)):
        boss = above[who]
        if boss in found:
            found[boss] += found[who] + 1
    return found


def with_those_above(above: Above, wanted: Iterable[int]) -> dict[int, int | None]:
    """Some of them, and all above them.

    >>> with_those_above({1: None, 2: 1, 3: 2, 4: 1}, [3])
    {1: None, 2: 1, 3: 2}
    """
    downwards(above)
    kept: set[int] = set()
    for each in wanted:
        who: int | None = each
        while who is not None and who in above and who not in kept:
            kept.add(who)
            who = above[who]
    return {who: boss for who, boss in above.items() if who in kept}


def under(above: Above, top: int) -> dict[int, int | None]:
    """One of them and all below them."""
    kept = {top}
    for who in downwards(above):
        if above[who] in kept:
            kept.add(who)
    return {who: boss for who, boss in above.items() if who in kept}


def at_depth(above: Above, depth: int) -> list[int]:
    """Those so many steps below the top who have somebody below them."""
    depths: dict[int, int] = {}
    for who in downwards(above):
        boss = above[who]
        depths[who] = depths[boss] + 1 if boss in depths else 0
    below = below_each(above)
    return [who for who in above if depths[who] == depth and below[who]]


def without_those_below(above: Above, closed: Collection[int]) -> dict[int, int | None]:
    """Without those below the ``closed`` ones, at any depth.

    >>> without_those_below({1: None, 2: 1, 3: 2}, {2})
    {1: None, 2: 1}
    """
    hidden: set[int] = set()
    for who in downwards(above):
        boss = above[who]
        if boss in above and (boss in hidden or boss in closed):
            hidden.add(who)
    return {who: boss for who, boss in above.items() if who not in hidden}


def lay_out(above: Above, room: Room) -> Laid:
    """Where everybody stands. Raises ``ValueError`` for a circle."""
    order, below = downwards(above), below_each(above)
    placed = [who for who in tops(above) if below[who]]
    loose = [who for who in tops(above) if not below[who]]
    blocks: dict[int, _Block] = {}
    for who in reversed(order):
        blocks[who] = _block(who, below[who], blocks, below, room)
    whole = _beside([blocks[who] for who in placed], room)
    rows = max(whole.outline, default=-1) + 1
    step = room.width + room.beside
    left = min((edges[0] for edges in whole.outline.values()), default=0.0)
    wide = max((edges[1] for edges in whole.outline.values()), default=0.0) - left
    columns = max(1, int((wide + room.beside) // step), ceil(sqrt(len(loose)) * _LOOSE_ASPECT))
    for number, who in enumerate(loose):
        down, across = divmod(number, columns)
        whole.spots[who] = (rows + down, left + room.width / 2 + across * step)
    return _drawn(above, whole, room, left, loose)


def _block(
    who: int,
    reports: Sequence[int],
    blocks: Mapping[int, _Block],
    below: Mapping[int, Sequence[int]],
    room: Room,
) -> _Block:
    half = room.width / 2
    found = _Block({0: (-half, half)}, {who: (0, 0.0)})
    leaves = [each for each in reports if not below[each]]
    hang = len(leaves) >= HANG_FROM
    parts = [blocks[each] for each in reports if not (hang and each in leaves)]
    anchors = [each for each in reports if not (hang and each in leaves)]
    if hang:
        columns = ceil(len(leaves) / room.column)
        high = ceil(len(leaves) / columns)
        for start in range(0, len(leaves), high):
            column = leaves[start : start + high]
            parts.append(_column(column, room))
            anchors.append(column[0])
    if parts:
        beneath = _beside(parts, room)
        middle = (beneath.spots[anchors[0]][1] + beneath.spots[anchors[-1]][1]) / 2
        found.take(beneath, -middle, 1)
    return found


def _column(who: Sequence[int], room: Room) -> _Block:
    half = room.width / 2
    edges = (-half - room.rail, half)
    rail = -half - room.rail
    return _Block(
        dict.fromkeys(range(len(who)), edges),
        {each: (row, 0.0) for row, each in enumerate(who)},
        dict.fromkeys(who, rail),
    )


def _beside(blocks: Sequence[_Block], room: Room) -> _Block:
    """Blocks from left to right, each as near as the outlines of those before it allow."""
    found = _Block()
    for each in blocks:
        common = found.outline.keys() & each.outline.keys()
        by = max(
            (found.outline[row][1] + room.beside - each.outline[row][0] for row in common),
            default=-each.outline[0][0],
        )
        found.take(each, by, 0)
    return found


def _drawn(above: Above, whole: _Block, room: Room, left: float, loose: Sequence[int]) -> Laid:
    step = room.height + room.beneath
    at = {who: (x - left, row * step + room.height / 2) for who, (row, x) in whole.spots.items()}
    lines: dict[int, Sequence[Point]] = {}
    for who, boss in above.items():
        if boss not in at or boss is None:
            continue
        (x, y), (over, top) = at[who], at[boss]
        bus = top + room.height / 2 + room.beneath / 2
        start = [(over, top + room.height / 2), (over, bus)]
        if who in whole.rails:
            rail = whole.rails[who] - left
            lines[who] = (*start, (rail, bus), (rail, y), (x - room.width / 2, y))
        else:
            lines[who] = (*start, (x, bus), (x, y - room.height / 2))
    return Laid(
        {who: at[who] for who in above},
        lines,
        max((x for x, _y in at.values()), default=0.0) + room.width / 2 if at else 0.0,
        max((y for _x, y in at.values()), default=0.0) + room.height / 2 if at else 0.0,
        loose,
    )
