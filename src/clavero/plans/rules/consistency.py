"""What does not go together in a plan: the checks of methods §5.1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

CLOSE = Decimal("0.005")
"""The part by which months and years may differ without being explained."""


class Check(StrEnum):
    """One of them."""

    ACTIONS_WITHOUT_OBJECTIVE = "actions_without_objective"
    OBJECTIVES_UNMEASURED = "objectives_unmeasured"
    INITIATIVES_ONE_SIDED = "initiatives_one_sided"
    REQUESTS_WAITING = "requests_waiting"
    TARGET_OFF_YEAR = "target_off_year"
    TARGET_OFF_HALF = "target_off_half"


@dataclass(frozen=True, slots=True)
class Broken:
    """A check that a plan does not pass, with what its sentence is made of."""

    check: Check
    count: int = 0
    planned: Decimal | None = None
    forecast: Decimal | None = None


def differs(planned: Decimal, forecast: Decimal) -> bool:
    """Whether two ways to the same figure lie more than 0.5 % apart.

    >>> differs(Decimal(1004), Decimal(1000)), differs(Decimal(1006), Decimal(1000))
    (False, True)
    """
    return abs(planned - forecast) > abs(forecast) * CLOSE


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks look at. ``months`` are the sales of the detailed plan, month by month, and
    ``years`` those of the forecast."""

    loose_actions: int = 0
    unmeasured: int = 0
    one_sided: int = 0
    waiting: int = 0
    months: Sequence[Decimal] = ()
    years: Sequence[Decimal] = ()


def checks(facts: Facts) -> Iterator[Broken]:
    """Those that are not passed: each action belongs to an objective, each objective is measured,
    each initiative says its value for both and its owner, requests are decided, and the months of
    the detailed plan are the forecast's first year and half of its second."""
    for check, count in (
        (Check.ACTIONS_WITHOUT_OBJECTIVE, facts.loose_actions),
        (Check.OBJECTIVES_UNMEASURED, facts.unmeasured),
        (Check.INITIATIVES_ONE_SIDED, facts.one_sided),
        (Check.REQUESTS_WAITING, facts.waiting),
    ):
        if count:
            yield Broken(check, count)
    if not facts.months or not facts.years:
        return
    first = sum(facts.months[:12], Decimal(0))
    if differs(first, facts.years[0]):
        yield Broken(Check.TARGET_OFF_YEAR, planned=first, forecast=facts.years[0])
    half = sum(facts.months[12:18], Decimal(0))
    if len(facts.years) > 1 and differs(half, facts.years[1] / 2):
        yield Broken(Check.TARGET_OFF_HALF, planned=half, forecast=facts.years[1] / 2)
