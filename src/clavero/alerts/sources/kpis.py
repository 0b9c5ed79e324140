"""KPIs: an account misses a target by more than is tolerated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from clavero.alerts.rules.signals import Severity, Signal
from clavero.kpis.selectors import Missed, catalogue, missed
from clavero.ledger.selectors import shown_currency

OFF_TARGET = "kpis.off_target"
KINDS = frozenset({OFF_TARGET})


def signals(on: date) -> list[Signal] | None:
    """Of every account that somebody leads, by the last snapshot up to today."""
    del on  # what was entered and decided since the snapshot counts: it is asked as of now
    known, currency = catalogue(), shown_currency()
    found = missed(known)
    return None if found is None else [_signal(each, known.names, currency) for each in found]


def _signal(each: Missed, names: Mapping[str, str], currency: str) -> Signal:
    kpi, item, value = each.held.kpi, each.held.item, each.held.value
    assert value is not None, "what has no value is not red"
    return Signal(
        key=f"{OFF_TARGET}:{each.card.code}:{kpi.key}",
        kind=OFF_TARGET,
        account=each.card.code,
        severity=Severity.WARNING,
        since=value.day,
        address=reverse("kpis:account", args=[each.card.id]),
        parameters={
            "kpi": kpi.key,
            "name": names.get(kpi.key, ""),
            "unit": kpi.unit.value,
            "direction": kpi.direction.value,
            "value": str(value.estimate.value),
            "target": str(item.target),
            "currency": currency,
            "day": value.day.isoformat(),
        },
    )
