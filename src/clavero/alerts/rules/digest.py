"""When a person's daily message is due, and what is overdue in it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

OVERDUE_AFTER = timedelta(days=7)
"""How long an alert of one's own may stay open before each message tells of it again."""


def is_due(hour: int | None, now: datetime) -> bool:
    """Whether the message of the day goes out at ``now``, a moment of the person's own clock.

    A run that comes late still sends it; without an hour there is none.
    """
    return hour is not None and now.hour >= hour


def is_overdue(opened_on: date, today: date) -> bool:
    """Whether an open alert has waited too long."""
    return today - opened_on >= OVERDUE_AFTER
