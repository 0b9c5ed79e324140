"""Lines of an influence map, and what is different between two maps.

Source: methods §9.4 names who influences whom; the kinds of lines are those that such maps draw.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class LineKind(StrEnum):
    """What a line between two says."""

    SOLID = "solid"  # reports to
    DOTTED = "dotted"  # reports to as well, for part of the work
    INFLUENCE = "influence"  # is heard by
    CONFLICT = "conflict"  # is at odds with: it has no direction


OPINIONS = frozenset({LineKind.INFLUENCE, LineKind.CONFLICT})
"""What is thought rather than known: it has its source, and expires."""

Drawn = tuple[int, int, LineKind]
"""From whom, to whom, and what."""


@dataclass(frozen=True, slots=True)
class Different:
    """What one map has and the other has not."""

    added: frozenset[Drawn]
    gone: frozenset[Drawn]

    @property
    def is_nothing(self) -> bool:
        """Whether both say the same."""
        return not self.added and not self.gone


def told(line: Drawn) -> Drawn:
    """A line as it is compared: a conflict is the same from either end.

    >>> told((7, 3, LineKind.CONFLICT)) == told((3, 7, LineKind.CONFLICT))
    True
    >>> told((7, 3, LineKind.INFLUENCE)) == told((3, 7, LineKind.INFLUENCE))
    False
    """
    start, end, kind = line
    if kind is LineKind.CONFLICT and start > end:
        return end, start, kind
    return start, end, kind


def different(lines: Iterable[Drawn], other: Iterable[Drawn]) -> Different:
    """What ``lines`` have that the ``other`` ones have not, and the other way round."""
    mine, theirs = frozenset(map(told, lines)), frozenset(map(told, other))
    return Different(mine - theirs, theirs - mine)


def bosses_of(lines: Collection[Drawn]) -> dict[int, int]:
    """Whom each reports to by the solid lines."""
    return {start: end for start, end, kind in lines if kind is LineKind.SOLID}
