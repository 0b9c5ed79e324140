"""The account analysis matrix: an account whose strategy has changed, or that no review has looked
at for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from clavero.alerts.rules.signals import Severity, Signal
from clavero.core.period import add_months, first_of_month
from clavero.identity.rules import Actor
from clavero.matrix.selectors import Official, official_strategies

MOVED, OVERDUE = "matrix.moved", "matrix.overdue"
KINDS = frozenset({MOVED, OVERDUE})

REVIEWED_EVERY = 12
"""Months after which a place in the matrix is old."""
_OLDER = 18  # months after which it is worse
_NEWS_FOR = timedelta(days=30)
"""How long a changed strategy is something to look at."""


def signals(on: date) -> Iterator[Signal]:
    """Of every account that a review has placed."""
    for code, official in official_strategies(Actor.system(), as_of=on).items():
        yield from _moved(code, official, on)
        yield from _overdue(code, official, on)


def _moved(code: str, official: Official, on: date) -> Iterator[Signal]:
    has_moved = official.before and official.before[0] is not official.strategy
    if has_moved and on - official.reviewed_on < _NEWS_FOR:
        yield Signal(
            key=f"{MOVED}:{code}:{official.review_id}",
            kind=MOVED,
            account=code,
            severity=Severity.WARNING,
            since=official.reviewed_on,
            address=reverse("matrix:why", args=[official.customer_id]),
            parameters={
                "before": official.before[0].value,
                "now": official.strategy.value,
                "day": official.reviewed_on.isoformat(),
            },
        )


def _overdue(code: str, official: Official, on: date) -> Iterator[Signal]:
    due = _months_after(official.reviewed_on, REVIEWED_EVERY)
    if on < due:
        return
    is_older = on >= _months_after(official.reviewed_on, _OLDER)
    yield Signal(
        key=f"{OVERDUE}:{code}",
        kind=OVERDUE,
        account=code,
        severity=Severity.WARNING if is_older else Severity.NOTICE,
        since=due,
        address=reverse("matrix:why", args=[official.customer_id]),
        parameters={
            "day": official.reviewed_on.isoformat(),
            "now": official.strategy.value,
            "months": REVIEWED_EVERY,
        },
    )


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or the first one after a month that is too short."""
    start = add_months(first_of_month(day), months)
    return min(start + timedelta(day.day - 1), add_months(start, 1))
