"""KPIs: one that an account is held to has really changed, for the better or the worse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from clavero.alerts.rules.limits import Side
from clavero.alerts.rules.shifts import Shift, shift_of_steps, shift_of_values
from clavero.alerts.rules.signals import Severity, Signal
from clavero.alerts.sources import Partly
from clavero.alerts.sources.holed import of_what_is_whole
from clavero.core.period import add_months
from clavero.identity.rules import Actor
from clavero.kpis.rules.kpi import Direction
from clavero.kpis.selectors import Course, courses
from clavero.ledger.selectors import shown_currency

CHANGED = "kpis.changed"
KINDS = frozenset({CHANGED})
WAITS = KINDS


def signals(on: date) -> list[Signal] | Partly | None:
    """Of every account that somebody leads, by the snapshots up to a day."""
    found = courses(Actor.system(), on)
    if found is None:
        return None
    currency = shown_currency()
    seen = ((course, _shift(course)) for course in found.courses)
    signals = [
        _signal(course, shift, found.known.names, currency)
        for course, shift in seen
        if shift is not None
    ]
    return of_what_is_whole(signals, found.known, place=-2)


def _shift(course: Course) -> Shift | None:
    points = [(day, float(value)) for day, value in course.points]
    return shift_of_values(points) if course.kpi.is_said else shift_of_steps(points)


def _signal(course: Course, shift: Shift, names: Mapping[str, str], currency: str) -> Signal:
    kpi, card = course.kpi, course.card
    is_better = (shift.side is Side.ABOVE) is (kpi.direction is Direction.AT_LEAST)
    address = reverse("kpis:values" if kpi.is_said else "kpis:why", args=[card.id])
    # A value of the first of a month tells of the month before.
    since = shift.since if kpi.is_said else add_months(shift.since, -1)
    return Signal(
        key=f"{CHANGED}:{card.code}:{kpi.key}:{shift.side}",
        kind=CHANGED,
        account=card.code,
        severity=Severity.NOTICE if is_better else Severity.WARNING,
        since=since,
        address=address if kpi.is_said else f"{address}?kpi={kpi.key}",
        parameters={
            "kpi": kpi.key,
            "name": names.get(kpi.key, ""),
            "unit": kpi.unit.value,
            "value": str(shift.now),
            "before": str(shift.before),
            "step": str(shift.step),
            "low": str(shift.limits.lower),
            "high": str(shift.limits.upper),
            "n": shift.limits.n,
            "is_single": int(shift.is_single),
            "currency": currency,
            "day": since.isoformat(),
        },
    )
