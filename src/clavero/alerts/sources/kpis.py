"""KPIs: an account misses a target by more than is tolerated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from clavero.alerts.rules.signals import Signal
from clavero.alerts.rules.targets import severity_of_miss
from clavero.alerts.sources import Partly
from clavero.alerts.sources.holed import of_what_is_whole
from clavero.core.estimates import Estimate
from clavero.identity.rules import Actor
from clavero.kpis.selectors import Missed, missed
from clavero.ledger.selectors import shown_currency

OFF_TARGET = "kpis.off_target"
KINDS = frozenset({OFF_TARGET})


def signals(on: date) -> list[Signal] | Partly | None:
    """Of every account that somebody leads, by the last snapshot up to today."""
    del on  # what was entered and decided since the snapshot counts: it is asked as of now
    found = missed(Actor.system())
    if found is None:
        return None
    currency = shown_currency()
    seen = [_signal(each, found.known.names, currency) for each in found.missed]
    return of_what_is_whole(seen, found.known, place=-1)


def _cases(found: Estimate) -> dict[str, Any]:
    """Of how many a value is and within what it lies, where it says so."""
    if found.n is None or found.interval is None:
        return {}
    part = {} if found.numerator is None else {"part": str(found.numerator)}
    low, high = found.interval
    return {**part, "n": found.n, "low": str(low), "high": str(high)}


def _signal(each: Missed, names: Mapping[str, str], currency: str) -> Signal:
    kpi, item, value = each.value.kpi, each.item, each.value
    found = value.estimate.value
    assert found is not None, "what is not known misses no target"
    return Signal(
        key=f"{OFF_TARGET}:{each.card.code}:{kpi.key}",
        kind=OFF_TARGET,
        account=each.card.code,
        severity=severity_of_miss(found, item.target, item.tolerance, kpi.unit),
        since=value.day,
        address=reverse("kpis:account", args=[each.card.id]),
        parameters={
            "kpi": kpi.key,
            "name": names.get(kpi.key, ""),
            "unit": kpi.unit.value,
            "direction": kpi.direction.value,
            "value": str(found),
            "target": str(item.target),
            "currency": currency,
            "day": value.day.isoformat(),
            **_cases(value.estimate),
        },
        owner_id=item.owner_id,
    )
