"""What forecasts were worth: actual against forecast, per proposer, and how the next is shrunk.

Estimates come from people who are interested in them (methods §6). The ratio of what came to what
was forecast pulls the next forecast towards itself, the more years it is known of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_ONE = Decimal(1)
_ZERO = Decimal(0)
TRUST = 4
"""Years of forecasts that came true which everybody is credited with from the start."""
LEAST = Decimal("0.25")
"""No record makes a forecast count for less: what is worth nothing is refused by a person."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a person forecast for years that are over, and what came; both beyond what would have
    come anyway."""

    years: int = 0
    forecast: Decimal = _ZERO
    actual: Decimal = _ZERO

    @property
    def ratio(self) -> Decimal | None:
        """What came of what was forecast; ``None`` where nothing more than nothing was."""
        return self.actual / self.forecast if self.years and self.forecast > 0 else None

    @property
    def factor(self) -> Decimal:
        """What the next forecast counts for: never more than it says.

        >>> Record(4, Decimal(100), Decimal(60)).factor
        Decimal('0.8')
        >>> Record(4, Decimal(100), Decimal(140)).factor
        Decimal('1')
        >>> Record().factor
        Decimal('1')
        """
        ratio = self.ratio
        if ratio is None:
            return _ONE
        return min(_ONE, max(LEAST, (self.years * ratio + TRUST) / (self.years + TRUST)))


def record_of(pairs: Iterable[tuple[Decimal, Decimal]]) -> Record:
    """The record of (forecast, actual) of each year."""
    found = list(pairs)
    return Record(
        len(found),
        sum((forecast for forecast, _ in found), _ZERO),
        sum((actual for _, actual in found), _ZERO),
    )
