"""The targets of an account against what its forecast and its objectives say of the same months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clavero.commercial.rules.reconciling import within_tolerance
from clavero.commercial.rules.spread import spread
from clavero.commercial.rules.years import CALENDAR_YEARS, MONTHS, Years
from clavero.core.money import ZERO
from clavero.core.period import add_months
from clavero.plans.rules.agreeing import Outlook


@dataclass(frozen=True, slots=True)
class Against:
    """A year of targets, as far as the forecast reaches into it: from ``first`` to ``last``."""

    year: int
    name: str
    first: date
    last: date
    is_whole: bool
    wanted: Decimal
    expected: Decimal
    granted: Decimal

    @property
    def gap(self) -> Decimal:
        """By how much the forecast is above the targets."""
        return self.expected - self.wanted

    @property
    def agrees(self) -> bool:
        """Whether both say the same."""
        return within_tolerance(self.expected, self.wanted)


@dataclass(frozen=True, slots=True)
class Sides:
    """The targets by year of a calendar, laid on months by a seasonality."""

    targets: Mapping[int, Decimal]
    weights: Sequence[Decimal]
    calendar: Years = CALENDAR_YEARS

    def wanted(self, months: Sequence[date]) -> Decimal | None:
        """What the targets ask of months; ``None`` where one has none."""
        if any(self.calendar.of(each) not in self.targets for each in months):
            return None
        parts = {year: spread(total, self.weights) for year, total in self.targets.items()}
        return sum((parts[self.calendar.of(each)][each.month - 1] for each in months), ZERO)

    def years(self, outlook: Outlook) -> list[Against]:
        """Year by year against a forecast, as far as both reach."""
        reach = len(outlook.sales) * MONTHS
        within = [add_months(outlook.start, number) for number in range(reach)]
        found = []
        for year in sorted(self.targets):
            months = [each for each in within if self.calendar.of(each) == year]
            if not months:
                continue
            found.append(
                Against(
                    year=year,
                    name=self.calendar.name(year),
                    first=months[0],
                    last=months[-1],
                    is_whole=len(months) == MONTHS,
                    wanted=self.wanted(months) or ZERO,
                    expected=outlook.of_months(months, outlook.sales),
                    granted=outlook.of_months(months, outlook.granted),
                )
            )
        return found
