"""The day on which something of the story happens.

Services write the day they are called on. What the made-up company did in the past goes through
them as on its own day, so that its records and its history tell the story and not the hour at which
somebody loaded it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone

_HOUR = time(10, 30)
_FRIDAY = 4


def worked_on(day: date) -> date:
    """The last day until ``day`` on which the company works until the evening, and the next day
    too: what takes an hour there takes an hour, whatever weekday it is loaded on.

    >>> str(worked_on(date(2026, 11, 29))), str(worked_on(date(2026, 11, 26)))
    ('2026-11-26', '2026-11-26')
    """
    return day - timedelta(days=max(day.weekday() - _FRIDAY + 1, 0))


@contextmanager
def on(day: date) -> Iterator[None]:
    """Make ``day`` today for all that asks Django which day it is."""
    moment = datetime.combine(day, _HOUR, timezone.get_current_timezone())
    with patch.object(timezone, "now", lambda: moment):
        yield
