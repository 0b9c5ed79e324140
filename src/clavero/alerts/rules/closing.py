"""Why somebody closes an alert, and how long it can be put off."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class Reason(StrEnum):
    """Why an alert is closed: how often each is said shows which alerts are worth raising."""

    HANDLED = "handled"
    KNOWN = "known"
    NO_CHANGE = "no_change"  # it was raised for nothing
    OTHER = "other"


LONGEST_SNOOZE = timedelta(days=366)


class Snooze(StrEnum):
    """For how long, with one tap."""

    WEEK = "week"
    MONTH = "month"


_LASTS = {Snooze.WEEK: timedelta(days=7), Snooze.MONTH: timedelta(days=30)}


def until(snooze: Snooze, today: date) -> date:
    """The first day on which the alert is back."""
    return today + _LASTS[snooze]


def is_fit(day: date, today: date) -> bool:
    """Whether an alert can be put off until ``day``."""
    return timedelta(0) < day - today <= LONGEST_SNOOZE


def needs_a_note(reason: Reason) -> bool:
    """Whether the reason says nothing by itself."""
    return reason is Reason.OTHER
