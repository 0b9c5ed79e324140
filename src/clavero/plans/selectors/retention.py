"""The retention scorecard of an account that has a plan."""

from __future__ import annotations

from decimal import Decimal

from clavero.plans.models import Plan
from clavero.plans.rules.retention import Item, Scorecard, Shown, points_of
from clavero.plans.selectors.live import Live

_PROMOTERS = (Decimal(100), Decimal(200))


def shown_by(live: Live) -> Shown:
    """What the system knows of it."""

    def value(*keys: str) -> Decimal | None:
        found = (live.values.get(key) for key in keys)
        known = (each.estimate.value for each in found if each is not None)
        return next((each for each in known if each is not None), None)

    silence = None if live.health is None else live.health.silence
    satisfied, promoters = value("satisfaction"), value("promoters")
    if satisfied is None and promoters is not None:
        satisfied = (promoters + _PROMOTERS[0]) / _PROMOTERS[1]
    ends = [each.end for each in live.contracts]
    last = max(ends, default=None)
    return Shown(
        rhythm="" if silence is None else silence.state.key,
        growth=None if live.growth is None else live.growth.value,
        years=len(live.years) or None,
        coverage=value("contact-coverage"),
        resilience=value("resilience"),
        complaints=value("open-complaints"),
        service=value("on-time-in-full", "on-time"),
        satisfaction=satisfied,
        months_left=None
        if last is None
        else max(0, (last.year - live.day.year) * 12 + last.month - live.day.month),
    )


def scorecard_of(live: Live, plan: Plan) -> Scorecard:
    """Its points, with what was said of it."""
    said = {Item(key): Decimal(points) for key, points in plan.retention_points.items()}
    return Scorecard(points_of(shown_by(live)), said)
