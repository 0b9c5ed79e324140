"""How many accounts a person looks after, against how many they can.

The limits are the seeds': 2 to 3 key accounts, 10 to 25 ordinary ones. They rest on no study, and
a company sets its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most accounts of each kind for one person."""

    key_least: int = 2
    key_most: int = 3
    ordinary_least: int = 10
    ordinary_most: int = 25

    def __post_init__(self) -> None:
        pairs = (self.key_least, self.key_most), (self.ordinary_least, self.ordinary_most)
        if any(not 0 <= least <= most or most < 1 for least, most in pairs):
            raise ValueError("the least is not more than the most")

    def to_plain(self) -> dict[str, int]:
        """As a version keeps them."""
        return asdict(self)


def parse_limits(content: Mapping[str, Any]) -> Limits:
    """The limits that a version holds."""
    return Limits(**{name: int(value) for name, value in content.items()})


class Finding(StrEnum):
    """What the load of a person says."""

    MANY_KEY = "many_key"
    MANY_COMING = "many_coming"  # with the key accounts that were arranged to go to them
    MANY_ORDINARY = "many_ordinary"
    TOGETHER = "together"  # neither kind is too much, both of them are
    NO_TIME = "no_time"  # more of their time was given away than there is
    UNSAID = "unsaid"  # they lead accounts, and nobody said how much of their time these take
    LATE = "late"
    ROOM = "room"  # they could look after more


@dataclass(frozen=True, slots=True)
class Load:
    """What one person answers for; ``coming`` are key accounts that were arranged to go to them."""

    key: int = 0
    ordinary: int = 0
    share: Decimal = Decimal(0)
    open: int = 0
    late: int = 0
    coming: int = 0

    def used(self, limits: Limits) -> Decimal:
        """What part of what the limits allow is used, both kinds together.

        >>> Load(key=2, ordinary=5).used(Limits())
        Decimal('0.867')
        """
        used = Decimal(self.key) / limits.key_most + Decimal(self.ordinary) / limits.ordinary_most
        return used.quantize(Decimal("0.001"))

    def findings(self, limits: Limits) -> list[Finding]:
        """What somebody should think of, the most pressing first.

        >>> [each.value for each in Load(key=4, late=2).findings(Limits())]
        ['many_key', 'late']
        """
        found = []
        if self.key > limits.key_most:
            found.append(Finding.MANY_KEY)
        elif self.coming and self.key + self.coming > limits.key_most:
            found.append(Finding.MANY_COMING)
        if self.ordinary > limits.ordinary_most:
            found.append(Finding.MANY_ORDINARY)
        if not found and self.used(limits) > 1:
            found.append(Finding.TOGETHER)
        if self.share > 1:
            found.append(Finding.NO_TIME)
        if self.late:
            found.append(Finding.LATE)
        if self._has_room(limits):
            found.append(Finding.ROOM)
        return found

    def _has_room(self, limits: Limits) -> bool:
        """Whoever has accounts of one kind alone, and fewer of them than usual."""
        if self.key and not self.ordinary:
            return self.key + self.coming < limits.key_least
        return bool(self.ordinary) and not self.key and self.ordinary < limits.ordinary_least
