"""Who looks after a customer, in which role and from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CoverageRole(StrEnum):
    """A person's part in the account team."""

    LEAD = "lead"  # the key account manager: one at a time
    DEPUTY = "deputy"
    MEMBER = "member"
    SPONSOR = "sponsor"


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start`` (inside) to ``end`` (outside); without ``end`` until further notice."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError("a stretch ends after it starts")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Stretch) -> bool:
        """Whether there is a day in both.

        >>> Stretch(date(2024, 1, 1), date(2024, 2, 1)).overlaps(Stretch(date(2024, 2, 1)))
        False
        """
        return (other.end is None or self.start < other.end) and (
            self.end is None or other.start < self.end
        )
