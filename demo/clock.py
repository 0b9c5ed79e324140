"""The day on which something of the story happens.

Services write the day they are called on. What the made-up company did in the past goes through
them as on its own day, so that its records and its history tell the story and not the hour at which
somebody loaded it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from unittest.mock import patch

from django.utils import timezone

_HOUR = time(10, 30)


@contextmanager
def on(day: date) -> Iterator[None]:
    """Make ``day`` today for all that asks Django which day it is."""
    moment = datetime.combine(day, _HOUR, timezone.get_current_timezone())
    with patch.object(timezone, "now", lambda: moment):
        yield
