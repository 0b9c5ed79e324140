"""How likely an opportunity is, what it is worth year by year, and what several are together.

Source: methods §5.3 (Ansoff's cells with their success), §5.4 (expectation and base).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from clavero.core.period import add_months
from clavero.opportunities.rules.stages import Stage

ZERO, ONE = Decimal(0), Decimal(1)
BASE_FROM = Decimal("0.8")
"""What is at least as likely counts in the base."""
LONGEST_RAMP = 5


OVERDUE_MONTHS, YEARS = 12, 10
"""An expected decision can be overdue, not forgotten; nothing of an opportunity is further away."""


class Ansoff(StrEnum):
    """Existing or new product, for an existing or a new unit of the customer."""

    PENETRATION = "penetration"
    PRODUCT = "product"
    UNIT = "unit"
    DIVERSIFICATION = "diversification"


SUCCESS: dict[Ansoff, Decimal] = {
    Ansoff.PENETRATION: Decimal("0.6"),
    Ansoff.PRODUCT: Decimal("0.4"),
    Ansoff.UNIT: Decimal("0.4"),
    Ansoff.DIVERSIFICATION: Decimal("0.2"),
}


class Outcome(StrEnum):
    """How an opportunity ended."""

    WON = "won"
    LOST = "lost"


class Ground(StrEnum):
    """From where a probability comes."""

    OUTCOME = "outcome"
    WRITTEN = "written"
    STAGE = "stage"
    ANSOFF = "ansoff"


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability, and from where it comes."""

    value: Decimal
    ground: Ground


def ansoff_of(*, buys_family: bool, buys_in_unit: bool) -> Ansoff:
    """The cell of a sale: whether the account buys the family yet, and the unit anything.

    >>> ansoff_of(buys_family=True, buys_in_unit=False).value
    'unit'
    """
    if buys_family:
        return Ansoff.PENETRATION if buys_in_unit else Ansoff.UNIT
    return Ansoff.PRODUCT if buys_in_unit else Ansoff.DIVERSIFICATION


def least_likely(kinds: Iterable[Ansoff]) -> Ansoff | None:
    """The kind of a sale that is of several: the one in which the fewest succeed.

    >>> least_likely([Ansoff.PENETRATION, Ansoff.UNIT, Ansoff.PRODUCT]).value
    'product'
    """
    order = list(Ansoff)
    return min(kinds, key=lambda each: (SUCCESS[each], order.index(each)), default=None)


def chance_of(
    ansoff: Ansoff,
    stage: Stage | None,
    *,
    written: Decimal | None = None,
    outcome: Outcome | None = None,
) -> Chance:
    """What has happened is certain; else what somebody wrote with a reason holds, then the stage's
    own probability, then that of the Ansoff cell."""
    if outcome is not None:
        return Chance(ONE if outcome is Outcome.WON else ZERO, Ground.OUTCOME)
    if written is not None:
        return Chance(written, Ground.WRITTEN)
    if stage is not None and stage.probability is not None:
        return Chance(stage.probability, Ground.STAGE)
    return Chance(SUCCESS[ansoff], Ground.ANSOFF)


class Worth(Protocol):
    """What of an opportunity adds up: its value in a year once it is fully there, the part of it
    in each of the first years, and its probability."""

    @property
    def value(self) -> Decimal: ...
    @property
    def ramp(self) -> Sequence[Decimal]: ...
    @property
    def probability(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class PipelineTotals:
    """Several opportunities together, a year: ``full`` if all come, ``weighted`` what is to be
    expected, ``base`` the whole value of those that are as good as certain."""

    count: int
    full: Decimal
    weighted: Decimal
    base: Decimal
    base_count: int


def totals(opportunities: Iterable[Worth]) -> PipelineTotals:
    """What they are worth together in a year, once each is fully there."""
    found = list(opportunities)
    sure = [each for each in found if each.probability >= BASE_FROM]
    return PipelineTotals(
        count=len(found),
        full=sum((each.value for each in found), ZERO),
        weighted=sum((each.value * each.probability for each in found), ZERO),
        base=sum((each.value for each in sure), ZERO),
        base_count=len(sure),
    )


def ramped(ramp: Sequence[Decimal], year: int) -> Decimal:
    """The part of its value that comes in a year, from 1; once it is fully there, all of it.

    >>> [str(ramped([Decimal("0.3"), Decimal("0.7")], year)) for year in (1, 2, 3)]
    ['0.3', '0.7', '1']
    """
    return ramp[year - 1] if year <= len(ramp) else ONE


def is_plausible(day: date, today: date, months_back: int = OVERDUE_MONTHS) -> bool:
    """Whether a sale can be decided on a day, or begin then, which may be longer ago.

    >>> today = date(2026, 3, 1)
    >>> is_plausible(date(2019, 5, 1), today), is_plausible(date(2026, 2, 1), today)
    (False, True)
    """
    return add_months(today, -months_back) <= day < add_months(today, 12 * YEARS)


def falls(ramp: Sequence[Decimal]) -> bool:
    """Whether a year brings less than the one before: what comes once fully there is the value."""
    return any(later < earlier for earlier, later in pairwise(ramp))


def expected(opportunities: Iterable[Worth], years: int) -> list[Decimal]:
    """What is to be expected of them in each of the first ``years`` after their start."""
    found = list(opportunities)
    return [
        sum((each.value * each.probability * ramped(each.ramp, year) for each in found), ZERO)
        for year in range(1, years + 1)
    ]
