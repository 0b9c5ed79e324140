"""What an investment brings: net present value, profitability index, return, payback, peak need.

Only what comes beyond what would have come anyway counts. The outlay is of today, the flows are of
the ends of the years 1 to 3; nothing is counted after them. Source: methods §6.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

YEARS = 3
RATE = Decimal("0.10")
HIGHEST_RATE = Decimal(1)
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Flows:
    """The outlay, not below nothing, and what each of the three years brings."""

    outlay: Decimal
    years: tuple[Decimal, ...]

    def __post_init__(self) -> None:
        if len(self.years) != YEARS:
            raise ValueError(f"{len(self.years)} years in place of {YEARS}")
        if self.outlay < 0:
            raise ValueError("an outlay is not below nothing")

    def discounted(self, rate: Decimal) -> Iterator[Decimal]:
        """What each year brings, in money of today."""
        for year, flow in enumerate(self.years, start=1):
            yield flow / (1 + rate) ** year

    def npv(self, rate: Decimal) -> Decimal:
        """Net present value.

        >>> p = Flows(Decimal(100), (Decimal(40), Decimal(60), Decimal(80)))
        >>> round(p.npv(Decimal("0.10")), 4)
        Decimal('46.0556')
        """
        return sum(self.discounted(rate), -self.outlay)

    def index(self, rate: Decimal) -> Decimal | None:
        """Profitability index, ``1 + NPV / outlay``; without an outlay there is none."""
        return 1 + self.npv(rate) / self.outlay if self.outlay else None

    @property
    def simple_return(self) -> Decimal | None:
        """What three years bring beyond the outlay, as a part of it and undiscounted.

        >>> t = Flows(Decimal(30), (Decimal(0), Decimal(10), Decimal(25)))
        >>> round(t.simple_return, 3), round(t.npv(Decimal("0.10")), 4)
        (Decimal('0.167'), Decimal('-2.9527'))
        """
        return (sum(self.years, _ZERO) - self.outlay) / self.outlay if self.outlay else None

    def payback(self, rate: Decimal) -> Decimal | None:
        """After how many years the discounted flows have brought the outlay back, each year's
        evenly over it; ``None`` where three years do not, or do not for good.

        >>> Flows(Decimal(100), (Decimal(50), Decimal(100), Decimal(0))).payback(Decimal(0))
        Decimal('1.5')
        """
        found: Decimal | None = _ZERO if not self.outlay else None
        before = -self.outlay
        for year, flow in enumerate(self.discounted(rate)):
            after = before + flow
            if after < 0:
                found = None
            elif before < 0:
                found = year - before / flow
            before = after
        return found

    @property
    def peak_need(self) -> Decimal:
        """The most money that is out at once, undiscounted.

        >>> Flows(Decimal(10), (Decimal(-5), Decimal(8), Decimal(9))).peak_need
        Decimal('15')
        """
        return max(_ZERO, *(-each for each in accumulate(self.years, initial=-self.outlay)))

    @property
    def needs(self) -> tuple[Decimal, ...]:
        """The money that each year takes rather than brings."""
        return tuple(max(_ZERO, -each) for each in self.years)
