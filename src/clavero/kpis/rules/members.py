"""Who moved a number: what each member brought to it before and now, and who came and left.

A *member* is what a number counts: an account of a manager's, a product family, an order line.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)


class Way(StrEnum):
    """Where a member stands between the two periods."""

    CAME = "came"
    LEFT = "left"
    STAYED = "stayed"


@dataclass(frozen=True, slots=True)
class Figure:
    """What a member brings to a number: its ``part`` of a sum, or of a rate with the ``whole`` that
    it is counted of."""

    part: Decimal
    whole: Decimal | None = None

    def __add__(self, other: Figure) -> Figure:
        whole = None if self.whole is None and other.whole is None else _whole(self) + _whole(other)
        return Figure(self.part + other.part, whole)

    def __sub__(self, other: Figure) -> Figure:
        return self + Figure(-other.part, None if other.whole is None else -other.whole)

    @property
    def is_nothing(self) -> bool:
        """Whether it brings nothing."""
        return self.part == 0 and not self.whole


@dataclass(frozen=True, slots=True)
class Member:
    """A member before and now, ``None`` where it was not counted. ``effect`` is its part of the
    change; ``None`` where the number is not known of one of the periods."""

    code: str
    before: Figure | None
    now: Figure | None
    effect: Decimal | None

    @property
    def way(self) -> Way:
        """Whether it came, left or stayed."""
        if self.before is None:
            return Way.CAME
        return Way.LEFT if self.now is None else Way.STAYED


def moved(
    before: Mapping[str, Figure], now: Mapping[str, Figure], *, is_rate: bool
) -> list[Member]:
    """Every member that was counted in either period, the largest effect first. The effects add up
    to the change of the number.

    In a rate a member's effect is how much of its part lies above what the rate of before would
    have made of its whole, over all wholes of the period; now less before. Who brings to a rate
    just what the rate was moves nothing.

    >>> before = {"A": Figure(Decimal(1), Decimal(1)), "B": Figure(Decimal(0), Decimal(1))}
    >>> now = {"A": Figure(Decimal(1), Decimal(1)), "C": Figure(Decimal(1), Decimal(1))}
    >>> [f"{each.code} {each.way} {each.effect}" for each in moved(before, now, is_rate=True)]
    ['B left 0.25', 'C came 0.25', 'A stayed 0.00']
    """
    then, today = together(before.values()), together(now.values())
    found = []
    for code in before.keys() | now.keys():
        was, is_ = before.get(code), now.get(code)
        effect = _in_rate(was, is_, then, today) if is_rate else _part(is_) - _part(was)
        found.append(Member(code, was, is_, effect))
    return sorted(found, key=lambda each: (-abs(each.effect or ZERO), -_size(each), each.code))


def together(figures: Collection[Figure]) -> Figure:
    """The figures of several members added up."""
    return sum(figures, Figure(ZERO))


def rest(whole: Figure, members: Collection[Figure]) -> Figure | None:
    """What a number counts beside ``members``; ``None`` where that is nothing."""
    found = whole - together(members)
    return None if found.is_nothing else found


@dataclass(frozen=True, slots=True)
class Members:
    """Who came into what is counted, who left it, and who stayed."""

    entered: tuple[str, ...]
    left: tuple[str, ...]
    stayed: tuple[str, ...]


def members(before: Collection[str], now: Collection[str]) -> Members:
    """The difference of two sets, in order."""
    was, is_ = set(before), set(now)
    return Members(tuple(sorted(is_ - was)), tuple(sorted(was - is_)), tuple(sorted(was & is_)))


def counts(found: Sequence[Member]) -> dict[Way, int]:
    """How many came, left and stayed."""
    ways = [each.way for each in found]
    return {way: ways.count(way) for way in Way}


def _in_rate(was: Figure | None, is_: Figure | None, then: Figure, today: Figure) -> Decimal | None:
    if not then.whole or not today.whole:
        return None
    rate = then.part / then.whole
    above = [
        ZERO if each is None else (each.part - rate * _whole(each)) / whole
        for each, whole in ((is_, today.whole), (was, then.whole))
    ]
    return above[0] - above[1]


def _part(figure: Figure | None) -> Decimal:
    return ZERO if figure is None else figure.part


def _whole(figure: Figure) -> Decimal:
    return ZERO if figure.whole is None else figure.whole


def _size(member: Member) -> Decimal:
    return max(
        abs(each.whole or each.part) for each in (member.before, member.now) if each is not None
    )
