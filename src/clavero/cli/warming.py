"""What the first reader after an import would wait for, computed before anybody asks.

The pictures are kept process by process, so each process that serves pages warms its own.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import connections

from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.lifetime.rules.asking import Asked
from clavero.lifetime.selectors import held_out_of, lifetime_picture
from clavero.portfolio.selectors import portfolio_picture, scope_for
from clavero.profitability.selectors import profit_picture, serving_version
from clavero.silence.selectors import states

_PAUSE = 10  # seconds; a picture that is there already costs a few milliseconds to find

_log = logging.getLogger(__name__)
_READER = Actor.system()


def start() -> None:
    """Keep this process warm from now on, in the background."""
    threading.Thread(target=_keep_warm, name="warming", daemon=True).start()


def warm() -> None:
    """Compute the pictures that *Portfolio*, *Profitability*, *Falling silent* and *Lifetime value*
    open with, unless they are there.

    The second reads every line of its months, and is of no use before somebody has set a rate.
    """
    if ledger.version():
        period = ledger.resolve_period("ttm", scope_for(_READER))
        portfolio_picture(_READER, period=period)
        if serving_version():
            profit_picture(_READER, period=period)
        states(_READER)
        lifetimes = lifetime_picture(_READER, Asked())
        if lifetimes is not None:
            held_out_of(lifetimes)


def _keep_warm() -> None:
    while True:
        try:
            warm()
        except Exception:  # pages say it themselves, and the next round may go well
            _log.exception("The portfolio could not be computed beforehand.")
        finally:
            connections.close_all()
        time.sleep(_PAUSE)
