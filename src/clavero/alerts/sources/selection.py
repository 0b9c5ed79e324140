"""The selection of key accounts: a handover that nobody has accepted though its day is past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from clavero.alerts.rules.signals import Severity, Signal
from clavero.identity.rules import Actor
from clavero.selection.selectors import handovers, no_longer_key

HANDOVER = "selection.handover"
KINDS = frozenset({HANDOVER})

_URGENT_AFTER = timedelta(days=14)


def signals(on: date) -> Iterator[Signal]:
    """Of every customer on its way to a key account manager."""
    for each in handovers(Actor.system()).filter(accepted_at=None, changes_on__lt=on):
        if no_longer_key(each) is not None:
            continue
        is_late = on - each.changes_on >= _URGENT_AFTER
        yield Signal(
            key=f"{HANDOVER}:{each.pk}",
            kind=HANDOVER,
            account=each.customer.code,
            severity=Severity.URGENT if is_late else Severity.WARNING,
            since=each.changes_on,
            address=reverse("selection:handover", args=[each.pk]),
            parameters={
                "day": each.changes_on.isoformat(),
                "receiver": str(each.receiver),
                "giver": str(each.giver) if each.giver else "",
                "done": len(each.ticked),
            },
        )
