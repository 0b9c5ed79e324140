"""What customers say of us: somebody who would not recommend us and has not been called yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from clavero.alerts.rules.signals import DETRACTOR, Severity, Signal
from clavero.loyalty.selectors import waiting_for_a_call

KINDS = frozenset({DETRACTOR})
_URGENT_AFTER = timedelta(days=7)


def signals(on: date) -> Iterator[Signal]:
    """Of every account and wave, for the account team alone (``rules.signals.OF_ANSWERS``); who it
    is and what they said stands among the answers."""
    for each in waiting_for_a_call(on):
        is_late = on - each.since >= _URGENT_AFTER
        yield Signal(
            key=f"{DETRACTOR}:{each.wave_id}:{each.customer_id}",
            kind=DETRACTOR,
            account=each.code,
            severity=Severity.URGENT if is_late else Severity.WARNING,
            since=each.since,
            address=reverse("loyalty:account", args=[each.customer_id]),
            parameters={"day": each.since.isoformat(), "wave": each.wave},
        )
