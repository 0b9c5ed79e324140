"""What raters give, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from clavero.matrix.rules.scores import FRACTIONS, Subject
from clavero.ui import formats


@dataclass(frozen=True, slots=True)
class Rated:
    """What the raters give one thing: one rating or several, of which the median counts."""

    criterion: str
    ratings: tuple[Decimal, ...]
    subject: Subject = Subject.US

    @property
    def value(self) -> Decimal:
        """The median."""
        return median(self.ratings)

    @property
    def field(self) -> str:
        """What a form calls it."""
        return f"{self.subject}_{self.criterion}"


def written(criterion: str, value: Decimal) -> str:
    """A value in the unit of its criterion."""
    if criterion not in FRACTIONS:
        return formats.number(round(value, 2).normalize())
    return formats.percent(value, places=0 if value * 100 == int(value * 100) else 1)
