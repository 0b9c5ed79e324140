"""The company's years: twelve months that begin with any month, named after the year or the two
that they touch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from clavero.core.period import add_months

MONTHS = 12
_NAMED = re.compile(r"(\d{4})/(\d{2})")


@dataclass(frozen=True, slots=True)
class Years:
    """Years that begin with the month ``first``; each is numbered by the one it begins in.

    >>> april = Years(4)
    >>> april.of(date(2027, 3, 31)), april.name(2026), Years().name(2026)
    (2026, '2026/27', '2026')
    """

    first: int = 1

    def of(self, day: date) -> int:
        """The year in which a day lies."""
        return day.year if day.month >= self.first else day.year - 1

    def months(self, year: int) -> list[date]:
        """The first days of its months, in their order.

        >>> [each.isoformat() for each in Years(11).months(2026)][:3]
        ['2026-11-01', '2026-12-01', '2027-01-01']
        """
        start = date(year, self.first, 1)
        return [add_months(start, number) for number in range(MONTHS)]

    def name(self, year: int) -> str:
        """What people call it."""
        return f"{year}" if self.first == 1 else f"{year}/{(year + 1) % 100:02}"

    def read(self, text: str) -> int | None:
        """The year that somebody calls so; ``None`` where the company has none of that name.

        >>> Years(4).read("2026/27"), Years(4).read("2026/28"), Years().read("2026/27")
        (2026, None, None)
        """
        found = _NAMED.fullmatch(text)
        if found is None:
            return None
        year = int(found[1])
        return year if self.name(year) == text else None


CALENDAR_YEARS = Years()
