"""The retention scorecard of an account that has a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from clavero.core.estimates import Estimate
from clavero.kpis.selectors import Value
from clavero.plans.models import Plan
from clavero.plans.rules.retention import Item, Scorecard, Shown, points_of
from clavero.plans.selectors.live import Live

_PROMOTERS = (Decimal(100), Decimal(200))
_SERVICE, _SHARE = ("on-time-in-full", "on-time"), ("share-of-wallet",)
Values = Mapping[str, Value]


def shown_by(live: Live) -> Shown:
    """What the system knows of it."""
    silence = None if live.health is None else live.health.silence
    return shown_on(
        live.day,
        live.values,
        live.values_before,
        rhythm="" if silence is None else silence.state.key,
        growth=live.growth,
        years=len(live.years),
        ends=[each.end for each in live.contracts],
    )


def shown_on(
    day: date,
    values: Values,
    before: Values,
    *,
    rhythm: str,
    growth: Estimate | None,
    years: int,
    ends: Iterable[date],
) -> Shown:
    """What an account shows on a day, by its values then and a year before, the state of its
    silence, the growth and number of its full years, and the last days of its contracts."""
    satisfied, promoters = _known(values, "satisfaction"), _known(values, "promoters")
    if satisfied is None and promoters is not None:
        satisfied = (promoters + _PROMOTERS[0]) / _PROMOTERS[1]
    last = max(ends, default=None)
    return Shown(
        rhythm=rhythm,
        growth=None if growth is None else growth.value,
        years=years or None,
        coverage=_known(values, "contact-coverage"),
        resilience=_known(values, "resilience"),
        complaints=_known(values, "open-complaints"),
        service=_known(values, *_SERVICE),
        service_change=_change(values, before, _SERVICE),
        share_change=_change(values, before, _SHARE),
        satisfaction=satisfied,
        months_left=None
        if last is None
        else max(0, (last.year - day.year) * 12 + last.month - day.month),
    )


def _known(values: Values, *keys: str) -> Decimal | None:
    """The first of several that is known."""
    found = (values[key].estimate.value for key in keys if key in values)
    return next((each for each in found if each is not None), None)


def _change(values: Values, before: Values, keys: Iterable[str]) -> Decimal | None:
    """Of the first that is known now and a year before, from the same source: what nobody has said
    anew since tells of no change, nor does what was asked elsewhere, nor what is counted now and
    was entered then."""
    for key in keys:
        now, then = values.get(key), before.get(key)
        if now is None or then is None or now.day == then.day:
            continue
        if _from(now) != _from(then):
            continue
        if now.estimate.value is not None and then.estimate.value is not None:
            return now.estimate.value - then.estimate.value
    return None


def _from(value: Value) -> tuple[object, ...]:
    return value.is_counted, value.source, value.place


def scorecard_of(live: Live, plan: Plan) -> Scorecard:
    """Its points, with what was said of it, and by what they become a rate."""
    said = {Item(key): Decimal(points) for key, points in plan.retention_points.items()}
    return Scorecard(points_of(shown_by(live)), said, live.curve)
