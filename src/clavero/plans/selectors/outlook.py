"""What the forecast of a plan expects, and what its objectives ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from clavero.core import audit
from clavero.plans.hooks import SEASONS
from clavero.plans.models import Forecast, Initiative, Objective, Plan, ResourceRequest
from clavero.plans.rules.agreeing import Aimed, Outlook
from clavero.plans.selectors.plan import PlanPicture
from clavero.plans.selectors.value import Case, Reading, Worth, worth_of
from clavero.portfolio.selectors.kept import Kept

_SALES = "net-sales"
_MOST_KEPT = 300
_kept: Kept[tuple[Outlook | None, tuple[Aimed, ...]]] = Kept(
    limit=_MOST_KEPT, weigh=lambda _found: 1
)


def aims_of(objectives: Iterable[Objective]) -> tuple[Aimed, ...]:
    """Those that ask for net sales by a day."""
    return tuple(
        Aimed(each.pk, each.text, each.baseline, each.target, each.until)
        for each in objectives
        if each.kpi == _SALES and each.target is not None and each.until is not None
    )


def outlook_of(picture: PlanPicture) -> Outlook | None:
    """The forecast of a plan that was read; ``None`` without drivers."""
    if picture.plan is None or picture.worth is None:
        return None
    found = _outlook(picture.plan, picture.worth)
    years = picture.live.years
    return replace(found, sold=picture.live.sales, left=years[0].margin.value if years else None)


def outlook_kept(plan: Plan) -> tuple[Outlook | None, tuple[Aimed, ...]]:
    """The same of a plan that the reader sees, with its objectives. One query when it was asked for
    before."""
    drivers: Forecast | None = getattr(plan, "forecast", None)
    start = None if drivers is None else drivers.start
    return _kept.get((plan.pk, start, audit.stamp()), lambda: _read(plan))


def _read(plan: Plan) -> tuple[Outlook | None, tuple[Aimed, ...]]:
    aims = aims_of(Objective.objects.filter(plan=plan, retired_at=None))
    drivers = getattr(plan, "forecast", None)
    if drivers is None:
        return None, aims
    initiatives = list(Initiative.objects.filter(plan=plan, retired_at=None))
    requests = list(ResourceRequest.objects.filter(plan=plan, retired_at=None))
    return _outlook(plan, worth_of(plan, drivers, initiatives, requests, ())), aims


def _outlook(plan: Plan, worth: Worth) -> Outlook:
    base, granted = worth.cases[Case.BASE], worth.readings[Reading.GRANTED]
    season = next((told for each in SEASONS if (told := each(plan)) is not None), None)
    found = Outlook(
        start=plan.forecast.start,
        base=plan.forecast.base,
        margin=plan.forecast.gross_margin,
        sales=tuple(each.net_sales for each in base.years),
        granted=tuple(each.net_sales for each in granted.years),
        contributions=tuple(each.contribution for each in base.years),
    )
    return found if season is None else replace(found, weights=tuple(season))
