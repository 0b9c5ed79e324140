"""Complaints: one whose time to be answered or resolved is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from clavero.alerts.rules.signals import Severity, Signal
from clavero.care.selectors import overdue
from clavero.identity.rules import Actor

LATE = "care.late"
KINDS = frozenset({LATE})
_URGENT = frozenset({"high", "critical"})


def signals(on: date) -> Iterator[Signal]:
    """Of every complaint past due, for whoever has it."""
    del on  # clocks are of this moment
    for each in overdue(Actor.system()):
        day = timezone.localtime(each.since).date()
        is_urgent = not each.is_answered or each.severity in _URGENT
        yield Signal(
            key=f"{LATE}:{each.id}:{'resolve' if each.is_answered else 'answer'}",
            kind=LATE,
            account=each.code,
            severity=Severity.URGENT if is_urgent else Severity.WARNING,
            since=day,
            address=reverse("care:complaint", args=[each.id]),
            parameters={
                "day": day.isoformat(),
                "text": each.text,
                "is_answered": int(each.is_answered),
            },
            owner_id=each.owner_id,
        )
