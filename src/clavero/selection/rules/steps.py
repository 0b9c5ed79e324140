"""Who is a key account: the filter, how many there can be, and the steps in and out.

The rules propose; a committee decides, with a reason, and its decision is checked against them.
Source: methods §1.5.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from clavero.core.faults import Fault
from clavero.matrix.rules.quadrants import Strategy

# -- knock-out filter -----------------------------------------------------------------------------


class Knockout(StrEnum):
    """What rules a customer out whatever its score; a company may ask other questions too."""

    SEGMENT = "segment"  # strategic segment
    SERVICEABLE = "serviceable"  # a place that we can serve
    SPEND = "spend"  # minimum accessible spend
    SOLVENCY = "solvency"
    ETHICS = "ethics"  # and law


class Passing(StrEnum):
    """What the filter says."""

    PASSED = "passed"
    KNOCKED_OUT = "knocked_out"  # one question failed, whatever is still open
    OPEN = "open"  # a question has no answer yet


@dataclass(frozen=True, slots=True)
class FilterResult:
    """The questions that were failed and those without an answer, in their order."""

    failed: tuple[str, ...]
    open: tuple[str, ...]

    @property
    def passing(self) -> Passing:
        """One failed question is enough; an open one is not a passed one."""
        if self.failed:
            return Passing.KNOCKED_OUT
        return Passing.OPEN if self.open else Passing.PASSED


def filtered(
    answers: Mapping[str, bool | None], questions: Collection[str] = tuple(Knockout)
) -> FilterResult:
    """The filter's result for one customer; ``True`` passes a question.

    >>> result = filtered({"segment": True, "spend": False}, ["segment", "spend", "solvency"])
    >>> result.passing.value, result.failed, result.open
    ('knocked_out', ('spend',), ('solvency',))
    """
    return FilterResult(
        failed=tuple(each for each in questions if answers.get(each) is False),
        open=tuple(each for each in questions if answers.get(each) is None),
    )


# -- how many -------------------------------------------------------------------------------------

FEW, MANY = 5, 50  # the extremes seen; 15 to 35 are usual


class Unusual(StrEnum):
    """Why a number of key accounts deserves a second look."""

    FEW = "few"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Cap:
    """How many key accounts the company can look after."""

    accounts: int

    @property
    def warning(self) -> Unusual | None:
        """Set below 5 and above 50."""
        if self.accounts < FEW:
            return Unusual.FEW
        return Unusual.MANY if self.accounts > MANY else None


def cap(hours_available: Decimal, hours_per_account: Decimal) -> Cap:
    """``floor(hours available / mean hours per key account)``, both of the same period.

    >>> cap(Decimal(1000), Decimal(56)), cap(Decimal(200), Decimal(56)).warning
    (Cap(accounts=17), <Unusual.FEW: 'few'>)
    """
    if hours_available < 0 or hours_per_account <= 0:
        raise ValueError("an account takes hours, and there are none below zero")
    whole = (hours_available / hours_per_account).to_integral_value(rounding=ROUND_FLOOR)
    return Cap(int(whole))


# -- steps in and out -----------------------------------------------------------------------------


class Status(StrEnum):
    """Where a customer stands in the programme."""

    NOT_KEY = "not_key"
    CANDIDATE = "candidate"
    KEY = "key"
    PROBATION = "probation"
    EXIT = "exit"


class Because(StrEnum):
    """The rule behind a proposal."""

    FIT = "fit"  # passed the filter, scored, and worth it
    KNOCKED_OUT = "knocked_out"
    FILTER_OPEN = "filter_open"
    UNCLASSIFIABLE = "unclassifiable"
    HARVEST = "harvest"  # the last yearly review was in harvest
    HARVEST_TWICE = "harvest_twice"  # two consecutive ones were
    RECOVERED = "recovered"  # on probation, and no longer in harvest
    REFUSED = "refused"  # the customer wants no such relationship
    UNCHANGED = "unchanged"


class StepFault(StrEnum):
    """Why a decision cannot be taken."""

    NOT_A_STEP = "not_a_step"
    KNOCKED_OUT = "knocked_out"
    FILTER_OPEN = "filter_open"
    UNCLASSIFIABLE = "unclassifiable"
    IN_HARVEST = "in_harvest"
    OVER_CAP = "over_cap"
    REFUSED = "refused"


STEPS: Mapping[Status, frozenset[Status]] = {
    Status.NOT_KEY: frozenset({Status.CANDIDATE}),
    Status.CANDIDATE: frozenset({Status.KEY, Status.NOT_KEY}),
    Status.KEY: frozenset({Status.PROBATION, Status.EXIT}),
    Status.PROBATION: frozenset({Status.KEY, Status.EXIT}),
    Status.EXIT: frozenset({Status.CANDIDATE}),
}
"""Each status and those that a committee can decide next."""

IN_PROGRAMME = frozenset({Status.KEY, Status.PROBATION})
"""Those that take capacity."""


@dataclass(frozen=True, slots=True)
class YearReview:
    """The official strategy of a yearly review, ``None`` where it could not be classified."""

    year: int
    strategy: Strategy | None


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the rules look at: the status, the filter, the yearly reviews in any order (one a
    year), and whether the customer refuses the relationship."""

    status: Status
    filter: FilterResult
    reviews: Sequence[YearReview] = ()
    refused: bool = False

    @property
    def strategy(self) -> Strategy | None:
        """That of the last review."""
        latest = max(self.reviews, key=lambda each: each.year, default=None)
        return None if latest is None else latest.strategy

    @property
    def years_in_harvest(self) -> int:
        """How many yearly reviews in a row, up to the last one, were in harvest.

        A year without a review breaks the row, and so does one without a strategy.
        """
        years = {each.year: each.strategy for each in self.reviews}
        year = max(years, default=0)
        row = 0
        while years.get(year - row) is Strategy.HARVEST:
            row += 1
        return row


@dataclass(frozen=True, slots=True)
class Proposal:
    """The status that the rules propose, and why; the same status when nothing is to change."""

    status: Status
    because: Because


def propose(standing: Standing) -> Proposal:
    """What the rules propose for a customer at its yearly review.

    candidate → key: passed the filter, classifiable, not in harvest; → not key otherwise, unless
    something is still open. key → probation: the last yearly review in harvest. Key or probation
    → exit: two consecutive ones, or the customer refuses. probation → key: out of harvest.
    """
    if standing.status is Status.CANDIDATE:
        return _for_candidate(standing)
    if standing.status not in IN_PROGRAMME:
        return Proposal(standing.status, Because.UNCHANGED)
    if standing.refused:
        return Proposal(Status.EXIT, Because.REFUSED)
    if standing.years_in_harvest >= 2:
        return Proposal(Status.EXIT, Because.HARVEST_TWICE)
    if standing.years_in_harvest == 1:
        return Proposal(Status.PROBATION, Because.HARVEST)
    if standing.status is Status.PROBATION and standing.strategy is not None:
        return Proposal(Status.KEY, Because.RECOVERED)
    return Proposal(standing.status, Because.UNCHANGED)


def _for_candidate(standing: Standing) -> Proposal:
    if standing.refused:
        return Proposal(Status.NOT_KEY, Because.REFUSED)
    match standing.filter.passing:
        case Passing.KNOCKED_OUT:
            return Proposal(Status.NOT_KEY, Because.KNOCKED_OUT)
        case Passing.OPEN:
            return Proposal(Status.CANDIDATE, Because.FILTER_OPEN)
    if standing.strategy is None:
        return Proposal(Status.CANDIDATE, Because.UNCLASSIFIABLE)
    if standing.strategy is Strategy.HARVEST:
        return Proposal(Status.NOT_KEY, Because.HARVEST)
    return Proposal(Status.KEY, Because.FIT)


def is_only_the_cap(codes: Iterable[str]) -> bool:
    """Whether nothing stands against a step but that there is no place left.

    >>> is_only_the_cap(["over_cap"]), is_only_the_cap(["over_cap", "refused"]), is_only_the_cap([])
    (True, False, False)
    """
    return set(codes) == {StepFault.OVER_CAP}


def step_faults(
    standing: Standing, to: Status, *, in_programme: int = 0, limit: Cap | None = None
) -> list[Fault]:
    """All that stands against a committee's decision to move a customer to ``to``.

    ``in_programme`` counts the key accounts before it, those on probation too. Taking a customer
    out, or leaving it where it is, needs no rule beyond the order of the steps; becoming key, also
    back from probation, does.
    """
    if to not in STEPS[standing.status]:
        return [Fault(StepFault.NOT_A_STEP, on=to)]
    if to is not Status.KEY:
        return []
    faults = [Fault(StepFault.REFUSED)] if standing.refused else []
    if standing.strategy is Strategy.HARVEST:
        faults.append(Fault(StepFault.IN_HARVEST))
    elif standing.strategy is None:
        faults.append(Fault(StepFault.UNCLASSIFIABLE))
    if standing.status is Status.CANDIDATE:
        faults += [Fault(StepFault.KNOCKED_OUT, on=each) for each in standing.filter.failed]
        faults += [Fault(StepFault.FILTER_OPEN, on=each) for each in standing.filter.open]
        if limit is not None and in_programme >= limit.accounts:
            faults.append(Fault(StepFault.OVER_CAP, given=in_programme + 1, limit=limit.accounts))
    return faults
