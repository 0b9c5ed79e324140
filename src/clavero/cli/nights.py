"""The worker's second trade: the night's work, and what goes by the hour.

The library of the queue has no schedule, and says that a program called again and again is the
way; a thread of the worker is that program. What is due stands in the database, so that any number
of workers may look.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import connections

from clavero.nightly.services import tick

_PAUSE = 20  # seconds; a look costs three short queries

_log = logging.getLogger(__name__)


def start() -> None:
    """Look from now on, in the background; first when the start is over."""
    threading.Thread(target=_look, name="nights", daemon=True).start()


def _look() -> None:
    while True:
        time.sleep(_PAUSE)
        try:
            tick()
        except Exception:  # such as a database that is away for a moment
            _log.exception("the night's work could not be looked after")
        finally:
            connections.close_all()
