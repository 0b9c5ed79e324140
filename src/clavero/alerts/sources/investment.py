"""Investments: a gate whose day has come and that nobody has decided, while the rest waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from clavero.alerts.rules.signals import Severity, Signal
from clavero.identity.rules import Actor
from clavero.investment.selectors import waiting_gates
from clavero.ledger import selectors as ledger

DUE = "investment.gate_due"
KINDS = frozenset({DUE})
_SOON = timedelta(days=14)
"""From so long before its day on, so that the figures can be brought."""
_LATE = timedelta(days=14)
"""From so long after its day on it is urgent: the account waits for the rest of its money."""


def signals(on: date) -> Iterator[Signal]:
    """Of every funding whose gate is near or past."""
    for each in waiting_gates(Actor.system(), until=on + _SOON):
        severity = Severity.NOTICE
        if on >= each.gate_on:
            severity = Severity.URGENT if on >= each.gate_on + _LATE else Severity.WARNING
        yield Signal(
            key=f"{DUE}:{each.case_id}",
            kind=DUE,
            account=each.code,
            severity=severity,
            since=min(on, each.gate_on),
            address=reverse("investment:case", args=[each.case_id]),
            parameters={
                "day": each.gate_on.isoformat(),
                "purpose": each.purpose,
                "rest": str(each.rest),
                "currency": ledger.shown_currency(),
            },
        )
