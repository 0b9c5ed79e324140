"""What a plan is worth, from its drivers, initiatives, requests and risks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from clavero.opportunities.rules.pipeline import Ansoff
from clavero.plans.models import Forecast, Initiative, Plan, PlanItem, ResourceRequest
from clavero.plans.rules.ansoff import chance_of
from clavero.plans.rules.catalogue import number_of
from clavero.plans.rules.kinds import GRANTED, InitiativeState, RequestState
from clavero.plans.rules.value import (
    LIKELY,
    Drivers,
    Growing,
    WinWin,
    Year,
    expected_loss,
    forecast,
    present_value,
    win_win,
)

_ZERO, _ONE = Decimal(0), Decimal(1)


class Case(StrEnum):
    """How the account grows by itself."""

    LOW = "low"
    BASE = "base"
    HIGH = "high"


class Reading(StrEnum):
    """Which initiatives count, and how."""

    ALL = "all"  # each by its probability, with all that was asked for
    GRANTED = "granted"  # without what waits for means that nobody has approved
    LIKELY = "likely"  # only the likely ones, at full value
    FULL = "full"  # all of them, at full value


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case in one reading."""

    years: Sequence[Year]
    value: Decimal
    kept_value: Decimal  # with the retention of such accounts


@dataclass(frozen=True, slots=True)
class InitiativeWorth:
    """What an initiative is worth to both; ``None`` while its figures are missing."""

    row: Initiative
    win_win: WinWin | None
    is_granted: bool
    is_refused: bool = False  # its means were: it counts in no reading


@dataclass(frozen=True, slots=True)
class RiskWorth:
    """What a risk takes, as far as it was said."""

    row: PlanItem
    score: Decimal
    loss: Decimal | None


@dataclass(frozen=True)
class Worth:
    """All of it."""

    cases: dict[Case, Outcome]
    readings: dict[Reading, Outcome]
    initiatives: Sequence[InitiativeWorth]
    risks: Sequence[RiskWorth] = field(default=())

    @property
    def loss(self) -> Decimal | None:
        """What the risks take of which somebody has said the money; ``None`` where nobody has."""
        said = [each.loss for each in self.risks if each.loss is not None]
        return sum(said, _ZERO) if said else None

    @property
    def unsaid(self) -> int:
        """Of how many risks nobody has said the money."""
        return sum(each.loss is None for each in self.risks)


def worth_of(
    plan: Plan,
    drivers: Forecast,
    initiatives: Sequence[Initiative],
    requests: Sequence[ResourceRequest],
    items: Sequence[PlanItem],
) -> Worth:
    """The forecast in three cases, the base one in four readings, and each initiative's test.

    An initiative whose means were refused counts in none of them, until they are asked for anew:
    what it would bring needs what nobody gives.
    """
    asked: dict[int | None, list[ResourceRequest]] = {}
    for each in requests:
        asked.setdefault(each.initiative_id, []).append(each)
    by_initiative = {pk: _not_asked_anew(rows) for pk, rows in asked.items()}

    def is_granted(row: Initiative) -> bool:
        return all(each.state in GRANTED for each in by_initiative.get(row.pk, ()))

    def is_refused(row: Initiative) -> bool:
        return any(each.state == RequestState.REFUSED for each in by_initiative.get(row.pk, ()))

    standing = [
        each
        for each in initiatives
        if each.state != InitiativeState.DROPPED and not is_refused(each)
    ]

    def growing(row: Initiative, probability: Decimal | None = None) -> Growing:
        costs = _costs(plan, drivers, by_initiative.get(row.pk, ()))
        costs[0] += row.investment
        return Growing(
            row.sales or _ZERO,
            chance_of(Ansoff(row.kind), row.probability) if probability is None else probability,
            ramp_of(row),
            tuple(costs),
        )

    def besides(only_granted: bool) -> Growing:
        """What is asked for by no initiative costs, and brings nothing by itself."""
        loose = by_initiative.get(None, ())
        told = [each for each in loose if each.state in GRANTED or not only_granted]
        return Growing(_ZERO, _ONE, (), tuple(_costs(plan, drivers, told)))

    everything = [*map(growing, standing), besides(only_granted=False)]
    granted = [*(growing(each) for each in standing if is_granted(each)), besides(True)]
    likely = [
        *(growing(each, _ONE) for each in standing if (each.probability or _ZERO) >= LIKELY),
        besides(only_granted=False),
    ]
    full = [*(growing(each, _ONE) for each in standing), besides(only_granted=False)]
    readings = {
        Reading.ALL: everything,
        Reading.GRANTED: granted,
        Reading.LIKELY: likely,
        Reading.FULL: full,
    }
    growths = {
        Case.LOW: drivers.growth_low,
        Case.BASE: drivers.growth_base,
        Case.HIGH: drivers.growth_high,
    }
    return Worth(
        cases={case: _outcome(plan, drivers, rate, everything) for case, rate in growths.items()},
        readings={
            reading: _outcome(plan, drivers, drivers.growth_base, chosen)
            for reading, chosen in readings.items()
        },
        initiatives=[
            InitiativeWorth(
                each,
                win_win_of(plan, drivers, each),
                is_granted(each),
                is_refused(each) and each.state != InitiativeState.DROPPED,
            )
            for each in initiatives
        ],
        risks=[_risk(each) for each in items if each.kind == "risk"],
    )


def ramp_of(row: Initiative) -> tuple[Decimal, ...]:
    """The kept start of an initiative, year by year."""
    return tuple(Decimal(each) for each in row.ramp)


def win_win_of(plan: Plan, drivers: Forecast, row: Initiative) -> WinWin | None:
    """Both net present values; ``None`` while one side's figures are missing."""
    if row.sales is None or row.customer_value is None:
        return None
    return win_win(
        our_flow=row.sales * (drivers.gross_margin - drivers.cost_to_serve),
        their_flow=row.customer_value,
        our_investment=row.investment,
        their_investment=row.customer_investment,
        ramp=ramp_of(row),
        our_rate=drivers.our_rate,
        their_rate=drivers.their_rate,
        years=plan.years,
    )


def _outcome(
    plan: Plan, drivers: Forecast, rate: Decimal, initiatives: Iterable[Growing]
) -> Outcome:
    years = forecast(
        Drivers(
            base=drivers.base,
            growth=rate,
            gross_margin=drivers.gross_margin,
            cost_to_serve=drivers.cost_to_serve,
            kam_cost=drivers.kam_cost,
            discount=drivers.our_rate,
            years=plan.years,
        ),
        list(initiatives),
    )
    flows = [each.contribution for each in years]
    return Outcome(
        years,
        present_value(flows, drivers.our_rate),
        present_value(flows, drivers.our_rate, drivers.retention),
    )


def _not_asked_anew(requests: Sequence[ResourceRequest]) -> list[ResourceRequest]:
    """Those of an initiative, without what was refused before something was asked for again."""
    return [
        each
        for each in requests
        if each.state != RequestState.REFUSED
        or each.decided_at is None
        or not any(other.created_at > each.decided_at for other in requests)
    ]


def _costs(plan: Plan, drivers: Forecast, requests: Iterable[ResourceRequest]) -> list[Decimal]:
    """What is asked for, or was granted of it, by year of the forecast; a refused one costs
    nothing, nor does one that was granted for a day before the forecast begins: it is spent."""
    costs = [_ZERO] * plan.years
    for each in requests:
        if each.state == RequestState.REFUSED:
            continue
        months = (each.needed_on.year - drivers.start.year) * 12 + (
            each.needed_on.month - drivers.start.month
        )
        if months < 0 and each.state in GRANTED:
            continue
        year = min(max(months // 12, 0), plan.years - 1)
        costs[year] += each.amount if each.granted is None else each.granted
    return costs


def _risk(row: PlanItem) -> RiskWorth:
    chance, contribution = number_of(row.data, "chance"), number_of(row.data, "contribution")
    months = number_of(row.data, "months")
    score = (number_of(row.data, "probability") or _ZERO) * (number_of(row.data, "impact") or _ZERO)
    if chance is None or contribution is None or months is None:
        return RiskWorth(row, score, None)
    return RiskWorth(row, score, expected_loss(chance, contribution, months))
